// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cidstring.h"

#include <QString>
#include <QStringList>

namespace cairn {

/// What to upload and how; one request becomes one root CID.
struct UploadRequest
{
    // Stored as numbers with the transfers, pinned by tests/transfer/persisted_test.cpp:
    // new ones are appended.
    enum class Wrap { AsProfile = 0, Yes = 1, No = 2 };
    enum class Hidden { Skip = 0, Include = 1 };
    enum class Unreadable { Fails = 0, IsLeftOut = 1 };
    enum class Links { AsProfile = 0, Follow = 1, Keep = 2, Skip = 3 };

    QStringList paths; ///< Files and folders, absolute.
    QString name{}; ///< Shown in the list; empty: made from the paths.
    QString profile{}; ///< Empty: the default profile.
    Wrap wrap = Wrap::AsProfile;
    Hidden hidden = Hidden::Skip;
    qint64 partTarget = 0; ///< Bytes of blocks in one part; 0: the default.
    Unreadable unreadable = Unreadable::Fails;
    Links links = Links::AsProfile; ///< Symbolic ones.
    QString carFile{}; ///< Send this CAR's blocks under its own root instead of packing paths.
    /// Of a CAR with several roots: this one, and the blocks that it reaches.
    content::CidString carRoot{};
    QStringList exclude{}; ///< Wildcards, as content::ExcludePatterns has them.

    bool operator==(const UploadRequest&) const = default;
};
/// What an upload is called in the list: as asked for, else after its first source.
[[nodiscard]] QString shownName(const UploadRequest& request);

} // namespace cairn
