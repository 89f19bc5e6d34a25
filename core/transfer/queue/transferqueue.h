// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/transfer/queue/connectivitymonitor.h"
#include "core/transfer/store/transfer.h"

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
struct BlockOrigin;
struct PackedUpload;
class TransferStore;

/// The uploads and downloads of one account: who runs now, and what became of the rest. Owned by
/// AccountSession; main thread. Hashing runs on worker threads, nothing here blocks. Every event
/// is written to the store before it is told.
class TransferQueue final : public QObject
{
    Q_OBJECT

public:
    struct Limits
    {
        int partsInFlight = 3; ///< One upload alone is bound by a thread switch per 8 KiB in Qt.
        qint64 bytesPerSecond = 0; ///< 0: none.
    };
    enum class Move { Up, Down, First, Last };

    TransferQueue(ApiClient& api, TransferStore& store, const Clock& clock,
                  QObject* parent = nullptr);
    ~TransferQueue() override;

    /// Takes up what an earlier run of the program has left unfinished.
    void start();
    /// The same for one upload only: that with this request, if there is one. A source that has
    /// changed since is then uploaded as it is now.
    std::optional<TransferId> takeUp(const UploadRequest& request);
    /// And for one download: it goes on with what is verified on disk.
    std::optional<TransferId> takeUp(const DownloadRequest& request);

    std::vector<Transfer> all() const; ///< Unfinished ones and the latest finished, oldest first.
    /// In queue order, those behind @p position; of many, a page at a time.
    std::vector<Transfer> unfinished(int limit = std::numeric_limits<int>::max(),
                                     qint64 position = std::numeric_limits<qint64>::min()) const;
    qint64 unfinishedCount() const;
    /// A page of what is over, newest first, older than @p before (0: from the newest).
    std::vector<Transfer> history(TransferId before, int limit) const;
    std::optional<Transfer> find(TransferId id) const;
    bool isBusy() const; ///< Something is not over yet.
    /// Unfinished ones that nobody paused: what the end of the program would interrupt.
    qint64 atWork() const;

    /// Empty when there is nothing to upload. Problems with single files show up on the transfer.
    /// With @p packed, what a plan made of the request: it is sent without being read again first,
    /// under that root or not at all.
    [[nodiscard]] Result<TransferId> add(UploadRequest request,
                                         std::shared_ptr<const PackedUpload> packed = {});
    /// Invalid for something that is not a CID; Conflict when the target is there already
    /// (TARGET_EXISTS) or has no folder to be in (TARGET_FOLDER_MISSING).
    [[nodiscard]] Result<TransferId> add(const DownloadRequest& request);
    /// Ends it; what a download has written is thrown away.
    void cancel(TransferId id);
    void pause(TransferId id, std::optional<Timestamp> until = {});
    void resume(TransferId id);
    /// Tries again what was cancelled, failed or is incomplete, with the source as it is now; parts
    /// the service has are not sent again.
    void retry(TransferId id);
    bool hasFailed() const; ///< Or incomplete ones.
    /// For many at once: a few at a time, so that who asked for it goes on in between.
    void retryFailed();
    void cancelAll();
    void move(TransferId id, Move where); ///< Among those that wait for their turn.
    /// Takes one that is over out of the list; what it stored stays stored.
    void remove(TransferId id);

    /// No upload of the account runs before @p until, or before resumeAll(); kept over a restart.
    void pauseAll(std::optional<Timestamp> until = {});
    void resumeAll();
    bool isPaused() const { return m_pausedUntil.has_value(); }
    /// Nothing while not paused, or paused until resumed.
    std::optional<Timestamp> pausedUntil() const;

    /// Trustless gateways that downloads ask, in this order, for what the service does not give;
    /// for those that start from now on.
    void setGateways(std::vector<QUrl> gateways) { m_gateways = std::move(gateways); }

    void setLimits(const Limits& limits); ///< In effect at once.
    Limits limits() const;

    /// The account cannot send just now, as its owner knows before any upload finds out.
    void suspend(const Error& error);
    /// What is suspended goes on, whatever the reason was.
    void release();
    std::optional<transfer::SuspensionReason> accountSuspension() const { return m_accountSuspension; }
    /// Asks the service at once whether what is suspended may go on.
    void askAgain();

    /// Looks at the clock: what is due goes on. A timer calls it; so should who knows that time has
    /// jumped.
    void tick();

signals:
    void added(TransferId id);
    void changed(TransferId id);
    void removed(TransferId id);
    void pausedChanged();
    void accountSuspensionChanged();
    /// The root is listed by the service with every part of ours.
    void stored(TransferId id, const QString& cid);
    /// The store could not be written: what happens now may be unknown after a restart.
    void storeFailed(const Error& error);

private:
    struct Workers;
    /// Of many a few are changed at a time, so that the event loop goes on in between.
    static constexpr int changedAtOnce = 30;

    void startNext();
    void startOne(const Transfer& transfer);
    std::shared_ptr<const PackedUpload> takeHandedOver(TransferId id);
    void saved(const Transfer& transfer);
    void finish(TransferId id);
    bool write(const Transfer& transfer);
    std::optional<Transfer> placeFor(const Transfer& moving, Move where) const;
    std::optional<Transfer> moved(TransferId id, transfer::Event event) const;
    std::unique_ptr<Runner> makeRunner(const Transfer& transfer);
    Runner* runner(TransferId id) const;
    Result<TransferId> enqueue(Transfer transfer,
                               std::shared_ptr<const PackedUpload> packed = {});
    std::optional<TransferId> takeUp(const std::function<bool(const Transfer&)>& isThis);
    std::vector<BlockOrigin> origins() const;
    void discard(const Transfer& transfer);
    void clearUp(const DownloadRequest& request);
    void noteTimes(const Transfer& transfer);
    void cancelBehind(qint64 position);
    void released(transfer::SuspensionReason reason);
    void releaseSome(const std::vector<TransferId>& ids);
    void setAccountSuspension(std::optional<transfer::SuspensionReason> reason);
    void updateTimer();

    ApiClient& m_api;
    TransferStore& m_store;
    const Clock& m_clock;
    std::unique_ptr<Workers> m_workers; ///< Outlive the runners.
    std::map<TransferId, std::unique_ptr<Runner>> m_running;
    /// Of those whose turn has not come, a few: each holds a file open.
    std::map<TransferId, std::shared_ptr<const PackedUpload>> m_handedOver;
    std::vector<QUrl> m_gateways;
    std::set<TransferId> m_sourceMayDiffer;
    std::map<TransferId, transfer::SuspensionReason> m_suspended;
    std::map<TransferId, Timestamp> m_resumes; ///< Of those paused for a time.
    std::optional<transfer::SuspensionReason> m_accountSuspension;
    std::optional<Timestamp> m_pausedUntil; ///< The end of time: until resumed.
    ConnectivityMonitor m_monitor;
    QTimer m_timer;
};

} // namespace cairn
