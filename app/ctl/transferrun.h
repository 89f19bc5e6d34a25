// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/ctl/commandline.h"
#include "app/ctl/progressline.h"
#include "core/base/async.h"
#include "core/transfer/queue/transferqueue.h"

namespace cairn::ctl {

/// One upload or download of one call, shown while it runs. It goes through the account's queue: a
/// call that was killed is taken up by the next one with the same words. Main thread.
class TransferRun final : public QObject
{
    Q_OBJECT

public:
    /// Whether what is not finished at the end can be gone on with by a later call.
    enum class Kept : bool { No = false, Yes = true };
    explicit TransferRun(TransferQueue& queue, Kept kept = Kept::Yes);

    /// Takes up what an earlier call with the same words has left unfinished, if it has.
    bool takeUp(const UploadRequest& request);
    bool takeUp(const DownloadRequest& request);

    /// Ends when the upload is Stored or the download Saved, or with why it is not. What is
    /// suspended is not waited for: the same command goes on with it later.
    [[nodiscard]] Reply<Transfer> follow(); ///< What was taken up.
    [[nodiscard]] Reply<Transfer> follow(const Result<TransferId>& added);

private:
    void look(TransferId id);
    void sayWait(const Transfer& transfer);
    void finish(const Result<Transfer>& outcome);

    TransferQueue& m_queue;
    const Kept m_kept;
    ProgressLine m_line;
    std::optional<TransferId> m_id;
    std::optional<Timestamp> m_saidWait;
    QPromise<Result<Transfer>> m_promise;
    bool m_isOver = false;
};

QString stateText(transfer::State state); ///< "sending"
QStringList absolutePaths(const QStringList& paths);
UploadRequest uploadRequest(const Options& options); ///< Of `put` and `put-car`.

} // namespace cairn::ctl
