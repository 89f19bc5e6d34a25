// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/pins/gatewaysource.h"
#include "core/local/pins/pinrequests.h"
#include "core/local/store/blockstore.h"
#include "core/local/store/uploadcommitter.h"

#include <QUrl>

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace cairn::local {

/// Works on pin requests whose blocks are not all here: looks whether an upload has brought the
/// missing ones, makes a block of bytes that are here under another codec and, if there is a
/// gateway, fetches the rest there one by one, each verified before it is stored. Fetched blocks
/// stay, so that the next attempt fetches the rest. While nothing comes, the gateway is asked less
/// and less often, and no more once it is known to have ended. Has one thread as long as it lives.
class PinFetcher
{
public:
    /// @p gateway speaks the trustless gateway protocol; an empty one: nothing is fetched.
    PinFetcher(Database& database, const CarStore& cars, UploadCommitter& committer,
               PinRequests& pins, QUrl gateway, const Clock& clock);
    ~PinFetcher();
    PinFetcher(const PinFetcher&) = delete;
    PinFetcher& operator=(const PinFetcher&) = delete;

    void start();
    /// Has the thread look at the waiting requests. Any thread.
    void wake();

private:
    void run();
    [[nodiscard]] std::optional<std::chrono::seconds> pause() const;
    void attempt(const content::Cid& cid);
    [[nodiscard]] Done canBring(const content::Cid& cid);
    [[nodiscard]] QString reasonOf(const Done& fetched) const;
    [[nodiscard]] Done fetch(const content::Cid& cid);
    [[nodiscard]] Result<QByteArray> bring(const content::Cid& cid, BlockStore& stored,
                                           std::optional<GatewaySource>& gateway);
    bool isStopping();

    Database& m_database;
    const CarStore& m_cars;
    UploadCommitter& m_committer;
    PinRequests& m_pins;
    const QUrl m_gateway;
    const Clock& m_clock;
    SourceVerdicts m_verdicts; ///< Of the gateway.
    /// Of each request that waits the first block that was missing: before that has come, no look
    /// at all of it finds more. None: nothing that comes will do. Of the thread alone, as what
    /// follows.
    std::map<content::Cid, std::optional<content::Cid>> m_missing;
    int m_inVain = 0; ///< Rounds in a row that brought nothing.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_work = true; ///< True at the start: requests of an earlier run may wait.
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace cairn::local
