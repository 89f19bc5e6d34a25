// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace cairn::content {

/// Which rule a file breaks that should be a CAR, and where.
struct CarFault
{
    enum class Rule {
        Empty,
        NotACar, ///< found: how it begins
        Version, ///< found: which
        CutShort,
        BadSection, ///< no length and CID where a section should begin
        WrongHash,
        HashUnknown, ///< it cannot be computed here
        IdentityBlock, ///< may be linked to, but not be in a CAR (contract §7.2)
        BlockTooBig,
        BadBlock, ///< not what its codec says
        NoRoots,
        SeveralRoots, ///< where one is demanded; found: how many
        RootAbsent,
        IdentityRoot, ///< its CID is all of it: no CAR can hold it
    };

    Rule rule = Rule::NotACar;
    qint64 offset = 0; ///< bytes from the beginning of the file
    QString block{}; ///< CID
    QByteArray found{};

    bool operator==(const CarFault&) const = default;
};

/// The error for a person who chose @p file: a code for each rule, the file as subject, and as
/// further values offset, block and what was found.
[[nodiscard]] Error errorOf(const CarFault& fault, const QString& file);

} // namespace cairn::content
