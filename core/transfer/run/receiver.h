// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/download/download.h"
#include "core/transfer/run/runner.h"

#include <atomic>

class QThreadPool;

namespace cairn {

class ApiClient;
class Bandwidth;

/// One download on its way. A worker does it all; here is what becomes of its outcome: saved, tried
/// again, suspended or failed. What is verified on disk is kept in all of these.
class Receiver final : public Runner
{
    Q_OBJECT

public:
    struct Dependencies
    {
        ApiClient& api; ///< Its budget of requests.
        const Clock& clock;
        Bandwidth& bandwidth;
        QThreadPool& pool; ///< Ends before the bandwidth does.
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

    std::vector<BlockOrigin> m_origins;
    Dependencies m_dependencies;
    /// Of the run under way; shared with its worker, which may outlive us by a moment.
    std::shared_ptr<std::atomic_bool> m_isStopped;
    qint64 m_verifiedBefore = 0; ///< When this attempt began.
};

} // namespace cairn
