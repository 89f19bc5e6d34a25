// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/store/uploadcommitter.h"
#include "core/local/pins/pinrequests.h"

#include <QUrl>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace cairn::local {

/// Finishes the pin requests that wait: looks whether an upload has brought what they lack and, if
/// there is a gateway, fetches it there block by block, each verified before it is stored. What
/// came stays, so that the next attempt goes on from there. One thread of its own, as long as it
/// lives.
class PinFetcher
{
public:
    /// @p gateway speaks the trustless gateway protocol; an empty one: nothing is fetched.
    PinFetcher(Database& database, const CarStore& cars, UploadCommitter& committer, PinRequests& pins,
              QUrl gateway);
    ~PinFetcher();
    PinFetcher(const PinFetcher&) = delete;
    PinFetcher& operator=(const PinFetcher&) = delete;

    void start();
    /// There may be something to do. Any thread.
    void wake();

private:
    void run();
    void attempt(const content::Cid& cid);
    [[nodiscard]] Done fetch(const content::Cid& cid);
    bool isStopping();

    Database& m_database;
    const CarStore& m_cars;
    UploadCommitter& m_committer;
    PinRequests& m_pins;
    const QUrl m_gateway;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_work = true; ///< At the start there may be.
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace cairn::local
