// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/client/apiclient.h"
#include "core/base/async.h"
#include "core/download/download.h"
#include "core/transfer/run/runner.h"

#include <atomic>

namespace cairn {

class ApiClient;
class Bandwidth;
class DownloadWorkers;

/// One download while it runs. download() does the work on a worker thread; this class decides what
/// its outcome means: Saved, another attempt, Suspended or Failed. Verified bytes stay on disk in
/// all these cases. Main thread.
class Receiver final : public Runner
{
    Q_OBJECT

public:
    struct Dependencies
    {
        ApiClient& api; ///< Its limit of requests, and where its service is.
        const Clock& clock;
        Bandwidth& bandwidth;
        std::shared_ptr<SourceVerdicts> verdicts; ///< Of all downloads of the queue.
        DownloadWorkers& workers; ///< Destroyed before the bandwidth.
    };

    Receiver(Transfer transfer, std::vector<BlockOrigin> origins, const Dependencies& dependencies,
             QObject* parent = nullptr);
    ~Receiver() override;

    void start() override;

private:
    void letGo() override;
    void tryAgain() override;
    void receive();
    void moved(const DownloadFigures& figures);
    void take(const DownloadFigures& figures);
    void ended(const DownloadOutcome& outcome);
    void trouble(const Error& error);
    void holdForSource(const Error& error);
    void follow(const Error& error);

    std::vector<BlockOrigin> m_origins;
    Dependencies m_dependencies;
    /// Of the present attempt; shared with its worker, which may live a moment longer than this
    /// object.
    std::shared_ptr<std::atomic_bool> m_isStopped;
    ServicePlace m_place; ///< Of the service, for the present attempt.
    qint64 m_verifiedBefore = 0; ///< Verified bytes when this attempt began.
};

} // namespace cairn
