// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QString>

#include <vector>

namespace cairn::content {

/// How files become blocks: everything that decides a root CID (contract §11). A value; the four
/// named ones are in profiles(), the default first.
struct Profile
{
    enum class Leaves { Raw, DagPb };
    enum class CidVersion { V0, V1 };
    enum class Measure { Entries, BlockBytes, LinkBytes }; ///< what shardThreshold counts
    enum class Symlinks { Follow, Skip, Keep };
    enum class EmptyDirectories { Drop, Keep };
    /// Named: an argument keeps its name under a wrapper. CommonPrefix: the folders that all files
    /// share are stripped. Bare: the argument is the root.
    enum class Roots { Named, CommonPrefix, Bare };

    QString name;
    qint64 chunkSize = 0; ///< bytes in a leaf
    int width = 0; ///< links in a file node
    Leaves leaves = Leaves::Raw;
    CidVersion cidVersion = CidVersion::V1;
    Measure shardMeasure = Measure::Entries;
    qint64 shardThreshold = 0; ///< the largest directory that stays flat
    Symlinks symlinks = Symlinks::Follow;
    EmptyDirectories emptyDirectories = EmptyDirectories::Drop;
    Roots roots = Roots::Named;

    bool operator==(const Profile&) const = default;

    /// NotFound when nothing has that name.
    [[nodiscard]] static Result<Profile> named(QStringView name);
};

[[nodiscard]] const std::vector<Profile>& profiles();

} // namespace cairn::content
