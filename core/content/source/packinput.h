// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/source/packrequest.h"

#include <map>

namespace cairn::content {

/// A place in the tree to be packed: a file or folder on disk, or a folder that exists only in the
/// names given.
struct PackInput
{
    QByteArray path; ///< empty: a folder of the children
    std::map<QByteArray, PackInput> children;
    int order = 0; ///< of first appearance
};

/// Which node of the built tree is the root (contract §11.5).
enum class RootRule {
    Wrapper, ///< the folder of all inputs
    SoleEntry, ///< the one thing in it
    CommonPrefix, ///< the innermost folder that holds everything
    CommonPrefixOrFile, ///< the same, or the file if there is only one
};

struct PackInputs
{
    PackInput top;
    RootRule rule = RootRule::Wrapper;
    QStringList leftOut; ///< inputs that the rule for unwrapped roots drops
};

/// Code of the Conflict of two inputs that would have one name; its subject is the first path, the
/// further value the second.
inline constexpr auto sameNameCode = QLatin1StringView("SAME_NAME");

/// Works out names and the root rule. Empty, Invalid, Conflict (sameNameCode), FileUnreadable.
[[nodiscard]] Result<PackInputs> packInputs(const PackRequest& request);

/// Why @p name cannot stand in a folder, or nothing.
[[nodiscard]] std::optional<QString> badName(QByteArrayView name);

} // namespace cairn::content
