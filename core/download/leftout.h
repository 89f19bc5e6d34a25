// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QString>

#include <optional>
#include <vector>

namespace cairn {

/// Something of a download that is not on disk as the DAG has it, and why.
struct LeftOut
{
    // Stored as numbers, pinned by tests/transfer/persisted_test.cpp: new ones are appended.
    enum class Reason {
        NotSaid = 0, ///< Written down by an earlier version.
        NoName = 1, ///< Empty, ".", "..", or with "/" or NUL in it: no file can be called so.
        NameTooLong = 2, ///< Over 255 bytes.
        NameNotHere = 3, ///< This system or file system cannot have the name.
        NameTaken = 4, ///< An entry before it has the name.
        LinkLeadsOut = 5, ///< A symbolic link that is absolute, or may lead out of the folder.
        NotAFile = 6, ///< Neither file, folder nor link: another codec, another UnixFS type.
        Contradicts = 7, ///< Its blocks do not fit together.
        TooDeep = 8, ///< Beyond our own limits.
        HashUnknown = 9, ///< Its hash cannot be computed here, so that nothing can be verified.
        SizesDiffer = 10, ///< Written whole; the sizes in its nodes are not those of its blocks.
    };

    QString path; ///< Below the target.
    Reason reason = Reason::NotSaid;
    QString block{}; ///< CID of the one that is to blame, if a block is.

    bool operator==(const LeftOut&) const = default;
};

/// As many are kept one by one; of the rest there is only the number.
inline constexpr std::size_t mostLeftOut = 5000;

/// The reason for which @p error, of reading blocks that are verified, ends in any source alike;
/// nothing where asking again or elsewhere may help.
[[nodiscard]] std::optional<LeftOut::Reason> lastingReason(const Error& error);

} // namespace cairn
