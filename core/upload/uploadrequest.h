// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace cairn {

/// What to upload and how; one request becomes one root CID.
struct UploadRequest
{
    enum class Wrap { AsProfile, Yes, No };
    enum class Hidden { Skip, Include };
    enum class Unreadable { Fails, IsLeftOut };

    QStringList paths; ///< Files and folders, absolute.
    QString name{}; ///< Shown in the list; empty: made from the paths.
    QString profile{}; ///< Empty: the default profile.
    Wrap wrap = Wrap::AsProfile;
    Hidden hidden = Hidden::Skip;
    qint64 partTarget = 0; ///< Bytes of blocks in one part; 0: the default.
    Unreadable unreadable = Unreadable::Fails;
    QString carFile{}; ///< Send this CAR's blocks under its own root instead of packing paths.

    bool operator==(const UploadRequest&) const = default;
};
/// What an upload is called in the list: as asked for, else after its first source.
[[nodiscard]] QString shownName(const UploadRequest& request);

} // namespace cairn
