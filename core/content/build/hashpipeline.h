// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/source/packevent.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace cairn::content {

/// A buffer of file bytes, and the events that they belong to. Bounded by its size and by a number
/// of events.
struct PackBatch
{
    char* buffer = nullptr;
    qsizetype used = 0;
    std::vector<PackEvent> events;
    std::optional<Error> error; ///< of the first event that failed
    bool isDone = false;
};

/// Reads and hashes on all cores and keeps the order. One thread fills a few batches and takes them
/// back; workers load them, which is reading and hashing. Instead of waiting, the filling thread
/// loads batches too. Memory: the batches, whatever the input.
class HashPipeline
{
public:
    explicit HashPipeline(const Profile& profile);
    ~HashPipeline();
    HashPipeline(const HashPipeline&) = delete;
    HashPipeline& operator=(const HashPipeline&) = delete;

    /// A batch to fill; null while none is free: then call oldest().
    PackBatch* free();
    void submit(PackBatch* batch);
    /// The oldest submitted batch, once it is loaded; null when none is submitted.
    PackBatch* oldest();
    void release(PackBatch* batch);

    /// Where @p length more file bytes go in the batch; nothing when they do not fit.
    std::optional<qsizetype> room(const PackBatch& batch, qsizetype length) const;

private:
    void startWorkers(unsigned count);
    void work(const std::stop_token& stop);
    void loadNext(std::unique_lock<std::mutex>& lock, Sha256& hash);
    void load(PackBatch& batch, Sha256& hash) const;
    Done load(PackBatch& batch, PackEvent& event, Sha256& hash) const;

    const Profile& m_profile;
    qsizetype m_capacity;
    std::vector<std::unique_ptr<PackBatch>> m_batches;
    std::vector<PackBatch*> m_free;
    std::deque<PackBatch*> m_underWay; ///< oldest first; of the filling thread only
    Sha256 m_hash; ///< of the filling thread
    std::mutex m_mutex;
    std::condition_variable_any m_submitted;
    std::condition_variable m_done;
    std::deque<PackBatch*> m_queue;
    /// last, so that they end before the members that they use are destroyed
    std::vector<std::jthread> m_workers;
};

} // namespace cairn::content
