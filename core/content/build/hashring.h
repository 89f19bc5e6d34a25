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

/// A buffer full of events. Bounded by the buffer's size and by a number of events.
struct PackSlot
{
    char* buffer = nullptr;
    qsizetype used = 0;
    std::vector<PackEvent> events;
    std::optional<Error> error; ///< of the first event that failed
    bool isDone = false;
};

/// Reads and hashes on all cores, in order: a few slots go round between one thread that fills and
/// empties them and workers that load them. Instead of waiting, that thread loads slots too.
/// Memory: the slots, whatever the input.
class HashRing
{
public:
    explicit HashRing(const Profile& profile);
    ~HashRing();
    HashRing(const HashRing&) = delete;
    HashRing& operator=(const HashRing&) = delete;

    /// A slot to fill, or nothing while all are under way: then take the oldest.
    PackSlot* free();
    void submit(PackSlot* slot);
    /// The oldest submitted slot, loaded; nothing when none is under way.
    PackSlot* oldest();
    void release(PackSlot* slot);

    /// Whether @p length more file bytes fit, and where they go.
    std::optional<qsizetype> room(const PackSlot& slot, qsizetype length) const;

private:
    void work(const std::stop_token& stop);
    void loadNext(std::unique_lock<std::mutex>& lock, Sha256& hash);
    void load(PackSlot& slot, Sha256& hash) const;
    Done load(PackSlot& slot, PackEvent& event, Sha256& hash) const;

    const Profile& m_profile;
    qsizetype m_capacity;
    std::vector<std::unique_ptr<PackSlot>> m_slots;
    std::vector<PackSlot*> m_free;
    std::deque<PackSlot*> m_underWay; ///< oldest first; of the filling thread only
    Sha256 m_hash; ///< of the filling thread
    std::mutex m_mutex;
    std::condition_variable_any m_submitted;
    std::condition_variable m_done;
    std::deque<PackSlot*> m_queue;
    std::vector<std::jthread> m_workers; ///< last: they end before what they use
};

} // namespace cairn::content
