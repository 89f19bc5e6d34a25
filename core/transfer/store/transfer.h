// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/download/downloadrequest.h"
#include "core/download/leftout.h"
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
/// The bytes of an upload are CAR bytes, as they are sent; acknowledgedBytes grow by receipts only.
/// The bytes of a download are those of files: totalBytes as the root claims, once its block is
/// here, and as counted once all is there; sentBytes are those received, acknowledgedBytes those
/// verified and written. Its root is the CID at the end of its path; its files and sourceBytes
/// count files that are whole in the target. Saved means: whole but for what leftOut says.
struct Transfer
{
    TransferId id = 0;
    UploadRequest request; ///< Of an upload; empty for a download.
    std::optional<DownloadRequest> download{}; ///< Of a download.
    QString name;
    transfer::State state = transfer::State::Queued;
    content::CidString
        root; ///< Known once packed; an upload that is resumed must have the same root again.
    int files = 0; ///< Seen so far, while packing.
    qint64 sourceBytes = 0; ///< Bytes of the source, known once packed.
    qint64 bytesHashed = 0; ///< While packing.
    qint64 totalBytes = 0; ///< Of all parts; known once packed.
    qint64 sentBytes = 0; ///< Handed to the network, acknowledged or not.
    qint64 acknowledgedBytes = 0; ///< Of parts the service confirmed with a matching receipt.
    int parts = 0;
    int acknowledgedParts = 0;
    /// Being sent now; 0 while other transfers send as many as the limit allows.
    int partsInFlight = 0;
    int attempt = 0; ///< How many attempts have failed in a row.
    std::optional<Timestamp> nextAttempt; ///< While Waiting.
    std::optional<transfer::SuspensionReason> suspension; ///< While Suspended.
    /// While Paused for a time; none: until resumed. While Suspended for a source: when that is
    /// asked again.
    std::optional<Timestamp> resumeAt;
    std::optional<Error> error; ///< Why it is Waiting, Suspended, Incomplete or Failed.
    QStringList notes; ///< Paths that an upload left out: hidden and special files.
    std::vector<LeftOut> leftOut{}; ///< Of a download, the first mostLeftOut.
    qint64 leftOutCount = 0;
    std::vector<DroppedSource> dropped{}; ///< Of a download, in the order in which they failed.
    qint64 position = 0; ///< In the queue: lower ones start first.
    Timestamp created{};
    std::optional<Timestamp> finished;
    /// When bytes last moved or a part was begun; not stored.
    std::optional<Timestamp> lastProgress;

    bool isDownload() const { return download.has_value(); }
    bool hasLeftOut() const { return leftOutCount > 0 || !notes.isEmpty(); }
};

/// What is stored about one part of an upload.
struct PartRecord
{
    int part = 0;
    qint64 bytes = 0;
    content::CidString carCid{}; ///< Of its bytes; known once all were read for sending.
    bool acknowledged = false;

    bool operator==(const PartRecord&) const = default;
};

} // namespace cairn
