// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/download/download.h"
#include "core/transfer/queue/connectivitymonitor.h"
#include "core/transfer/store/transfer.h"
#include "core/transfer/store/transferstore.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace cairn {

class ApiClient;
class Runner;
struct PackedUpload;

/// The uploads and downloads of one account: which of them run, and the state of each. Owned by
/// AccountSession; main thread. Bytes are hashed, sent and received on worker threads; nothing here
/// blocks. Every change is in the store before a signal tells of it; what that means on disk is
/// said in TransferStore.
class TransferQueue final : public QObject
{
    Q_OBJECT

public:
    struct Limits
    {
        int partsInFlight = 3; ///< Of all uploads together; each has a worker thread.
        qint64 bytesPerSecond = 0; ///< 0: no limit.
    };
    enum class Move { Up, Down, First, Last };

    /// What a worker does for a download: cairn::download, or what a test has instead.
    using Download = std::function<DownloadOutcome(const DownloadJob&)>;

    TransferQueue(ApiClient& api, TransferStore& store, const Clock& clock,
                  QObject* parent = nullptr, Download download = cairn::download);
    ~TransferQueue() override;

    /// Takes over all transfers that an earlier run of the program left unfinished.
    void start();
    /// The same for one upload only, the one with this request, if there is one. If its source has
    /// changed since, it is uploaded as it is now.
    std::optional<TransferId> takeUp(const UploadRequest& request);
    /// The same for one download: it goes on from the bytes that are verified on disk.
    std::optional<TransferId> takeUp(const DownloadRequest& request);

    /// Unfinished transfers and the latest finished ones, oldest first.
    std::vector<Transfer> all() const;
    /// Unfinished transfers behind @p position, in queue order, at most @p limit.
    std::vector<Transfer> unfinished(int limit = std::numeric_limits<int>::max(),
                                     qint64 position = std::numeric_limits<qint64>::min()) const;
    qint64 unfinishedCount() const;
    /// A page of finished transfers, newest first, older than @p before (0: from the newest).
    std::vector<Transfer> history(TransferId before, int limit) const;
    std::optional<Transfer> find(TransferId id) const;
    bool isBusy() const; ///< Some transfer is unfinished.
    /// How many unfinished transfers are not paused: the end of the program interrupts them.
    qint64 atWork() const;

    /// Errors: Empty for a request without a source. Problems with single files are told by the
    /// transfer later. With @p packed, the result of a preview of this request, the source is not
    /// packed again; the upload gets that root or fails.
    [[nodiscard]] Result<TransferId> add(UploadRequest request,
                                         std::shared_ptr<const PackedUpload> packed = {});
    /// Errors: Invalid for a text that is not a CID; Conflict when the target exists
    /// (TARGET_EXISTS) or its folder does not (TARGET_FOLDER_MISSING).
    [[nodiscard]] Result<TransferId> add(const DownloadRequest& request);
    /// Ends the transfer; files that an unfinished download has written are removed.
    void cancel(TransferId id);
    void pause(TransferId id, std::optional<Timestamp> until = {});
    void resume(TransferId id);
    /// Starts a cancelled, failed or incomplete transfer again, with the source as it is now. Parts
    /// that the service has are not sent again.
    void retry(TransferId id);
    bool hasFailed() const; ///< Some transfer is Failed or Incomplete.
    /// For all at once: a few in each turn of the event loop, so that the window stays responsive.
    void retryFailed();
    void cancelAll();
    void move(TransferId id, Move where); ///< Among the queued transfers.
    /// Removes a finished transfer from the list; stored content stays stored.
    void remove(TransferId id);

    /// What is not finished, of other processes too, and what has failed, oldest first.
    std::vector<TransferStore::Left> left() const;
    /// Takes one of these over, to go on with it or start it again, or to let it rest. Errors: as
    /// removeLeft().
    [[nodiscard]] Done goOnWithLeft(TransferId id);
    [[nodiscard]] Done pauseLeft(TransferId id);
    /// Ends and removes one of these, with what it has beside its target. Errors: NotFound;
    /// Conflict (TRANSFER_ELSEWHERE) while another process works on it.
    [[nodiscard]] Done removeLeft(TransferId id);

    /// No transfer of the account runs before @p until, or before resumeAll(); kept over a restart.
    void pauseAll(std::optional<Timestamp> until = {});
    void resumeAll();
    bool isPaused() const { return m_pausedUntil.has_value(); }
    /// When the pause ends by itself; nothing without a pause, or for a pause without an end.
    std::optional<Timestamp> pausedUntil() const;

    /// Trustless gateways that downloads ask, in this order, for blocks that the service does not
    /// give. For downloads that start from now on.
    void setGateways(std::vector<QUrl> gateways) { m_gateways = std::move(gateways); }

    /// Has storeFailed() say so in a moment, when those who want to know listen.
    void tellStoreFailed(const Error& error);

    void setLimits(const Limits& limits); ///< In effect at once.
    Limits limits() const;

    /// The account cannot send now, as the session knows before an upload fails: suspends uploads.
    /// @p reason is one that concerns all.
    void suspend(transfer::SuspensionReason reason, const Error& error);
    /// All suspended transfers go on, whatever the reason was.
    void release();
    std::optional<transfer::SuspensionReason> accountSuspension() const
    {
        return m_accountSuspension;
    }
    /// For a person: asks the service at once whether suspended transfers may go on.
    void askAgain();

    /// Looks at the clock: ends pauses and makes attempts that are due. Called by a timer; also to
    /// be called when the time has jumped.
    void tick();

signals:
    void added(TransferId id);
    void changed(TransferId id);
    void removed(TransferId id);
    void pausedChanged();
    void accountSuspensionChanged();
    /// A person wants uploads to go on that are held for the credential: it may be a good one.
    void credentialDoubted();
    /// The upload is Stored: the service lists the root with every part.
    void stored(TransferId id, const content::CidString& cid);
    /// The store could not be read or written: after a restart the latest changes may be unknown.
    /// Until then everything goes on.
    void storeFailed(const Error& error);

private:
    struct Workers;
    /// How many transfers change in one turn of the event loop when many have to.
    static constexpr int changedAtOnce = 30;

    void startNext();
    void startIfPossible(TransferId id);
    void startOne(const Transfer& transfer);
    std::shared_ptr<const PackedUpload> takeHandedOver(TransferId id);
    void saved(const Transfer& transfer);
    void finish(TransferId id);
    void startWanted(TransferId id);
    void makePlace();
    std::optional<Transfer> placeFor(const Transfer& moving, Move where) const;
    std::optional<Transfer> moved(TransferId id, transfer::Event event) const;
    std::unique_ptr<Runner> makeRunner(const Transfer& transfer);
    Runner* runner(TransferId id) const;
    TransferId enqueue(Transfer transfer, std::shared_ptr<const PackedUpload> packed = {});
    std::optional<TransferId> takeUp(const std::function<bool(const Transfer&)>& isThis);
    std::vector<BlockOrigin> origins() const;
    [[nodiscard]] Done takeOver(TransferId id);
    bool hasWorker(const Transfer& transfer) const;
    void discard(const Transfer& transfer);
    void clearUp(const DownloadRequest& request);
    void noteTimes(const Transfer& transfer);
    void retryFailedBefore(TransferId before);
    void cancelWaitingBehind(qint64 position);
    void cancelBehind(qint64 position);
    void released(transfer::SuspensionReason reason);
    void releaseSome(const std::vector<TransferId>& ids);
    void askWhetherAllGoOn();
    std::optional<transfer::SuspensionReason> otherThan(transfer::SuspensionReason reason) const;
    void setAccountSuspension(std::optional<transfer::SuspensionReason> reason);
    void updateTimer();

    ApiClient& m_api;
    TransferStore& m_store;
    const Clock& m_clock;
    std::unique_ptr<Workers> m_workers; ///< Destroyed after the runners.
    std::map<TransferId, std::unique_ptr<Runner>> m_running;
    /// Results of previews of queued uploads; a few at most, for each holds a file open.
    std::map<TransferId, std::shared_ptr<const PackedUpload>> m_handedOver;
    std::vector<QUrl> m_gateways;
    std::set<TransferId> m_sourceMayDiffer;
    std::optional<TransferId> m_wantedNow; ///< Retried by a person last, until it has its place.
    std::map<TransferId, transfer::SuspensionReason> m_suspended;
    std::map<TransferId, Timestamp> m_resumes; ///< When single transfers go on that are at rest.
    std::optional<transfer::SuspensionReason> m_accountSuspension;
    std::optional<Timestamp> m_pausedUntil; ///< Timestamp::max(): until resumed.
    ConnectivityMonitor m_monitor;
    QTimer m_timer;
};

} // namespace cairn
