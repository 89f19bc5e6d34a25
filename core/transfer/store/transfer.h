// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/download/downloadrequest.h"
#include "core/transfer/store/suspension.h"
#include "core/transfer/store/transferstate.h"
#include "core/upload/uploadrequest.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace cairn {

using TransferId = quint64;

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
    int partsInFlight = 0; ///< Being sent just now; none while others send as many as may be.
    int attempt = 0; ///< Of the current wait; 0 while all goes well.
    std::optional<Timestamp> nextAttempt; ///< While Waiting.
    std::optional<transfer::SuspensionReason> suspension; ///< While Suspended.
    std::optional<Timestamp> resumeAt; ///< While Paused for a time; none: until resumed.
    std::optional<Error> error; ///< Why it is Waiting, Suspended, Incomplete or Failed.
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
struct PartRecord
{
    int part = 0;
    qint64 bytes = 0;
    QString carCid{}; ///< Of its bytes; known once they were all read for sending.
    bool acknowledged = false;

    bool operator==(const PartRecord&) const = default;
};

} // namespace cairn
