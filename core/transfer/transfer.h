// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/transfer/hold.h"
#include "core/transfer/transferstate.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace cairn {

using TransferId = quint64;

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

/// What to fetch and where to put it: a file or folder, every block checked against its CID.
struct DownloadRequest
{
    QString cid{}; ///< Plain CID text.
    QString path{}; ///< Inside it, as "folder/file"; empty: all of it.
    QString target{}; ///< The file or folder that is to come; absolute, and not there yet.
    QString name{}; ///< Shown in the list; empty: the target's.

    bool operator==(const DownloadRequest&) const = default;
};

/// A source that a download asks no more, and why.
struct DroppedSource
{
    QString source; ///< Its host, as a person knows it.
    Error error; ///< The subject is the block's CID where there is one.

    bool operator==(const DroppedSource&) const = default;
};

/// One upload or download as it stands now: a value, copied out of the queue.
///
/// Of an upload bytes are CAR bytes, what is sent; acknowledged bytes only ever grow by a receipt.
/// Of a download they are block bytes: all (as the root claims, once its block is here), received
/// (as sent bytes), and verified and written (as acknowledged bytes); root is the CID of what the
/// path leads to, files and source bytes count what is whole in the target.
struct Transfer
{
    TransferId id = 0;
    UploadRequest request; ///< Of an upload; empty for a download.
    std::optional<DownloadRequest> download{}; ///< Of a download.
    QString name;
    transfer::State state = transfer::State::Queued;
    QString root; ///< Known once packed; an upload that goes on must come to the same again.
    int files = 0; ///< Seen so far, while packing.
    qint64 sourceBytes = 0; ///< Bytes of the source, known once packed.
    qint64 bytesHashed = 0; ///< While packing.
    qint64 totalBytes = 0; ///< Of all parts; known once packed.
    qint64 sentBytes = 0; ///< Handed to the network, acknowledged or not.
    qint64 acknowledgedBytes = 0; ///< Of parts the service confirmed with a matching receipt.
    int parts = 0;
    int acknowledgedParts = 0;
    int partsInFlight = 0; ///< Being sent just now; none while others have every slot.
    int attempt = 0; ///< Of the current wait; 0 while all goes well.
    std::optional<Timestamp> nextAttempt; ///< While Waiting.
    std::optional<transfer::HoldReason> hold; ///< While Held.
    std::optional<Timestamp> resumeAt; ///< While Paused for a time; none: until resumed.
    std::optional<Error> error; ///< Why it is Waiting, Held, Incomplete or Failed.
    /// Paths left out: hidden and special files while packing; names and links that would not be
    /// safe to write.
    QStringList notes;
    std::vector<DroppedSource> dropped{}; ///< Of a download, in the order they failed.
    qint64 position = 0; ///< In the queue: lower ones start first.
    Timestamp created{};
    std::optional<Timestamp> finished;
    std::optional<Timestamp> lastProgress; ///< When bytes last moved or a part was begun; not kept.

    bool isDownload() const { return download.has_value(); }
};

/// What is known of one part of an upload beyond its plan.
struct PartNote
{
    int part = 0;
    qint64 bytes = 0;
    QString carCid{}; ///< Of its bytes; known once they were all read for sending.
    bool acknowledged = false;

    bool operator==(const PartNote&) const = default;
};

} // namespace cairn
