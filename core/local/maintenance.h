// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/recovery/openstore.h"
#include "core/local/store/blockindex.h"
#include "core/local/store/carstore.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace cairn::local {

/// What a served folder needs from time to time: frees what was deleted long ago, writes the
/// records anew when most of them say nothing any more, finds and reads CARs that nothing names;
/// and when it is woken, what BlockIndex has to do that no request waits for. Has one thread as
/// long as it lives.
class Maintenance
{
public:
    Maintenance(OpenStore& store, BlockIndex& index, const CarStore& cars, const Clock& clock,
                std::chrono::days keepDeleted);
    ~Maintenance();
    Maintenance(const Maintenance&) = delete;
    Maintenance& operator=(const Maintenance&) = delete;

    void start();
    /// Rows of blocks may have to be removed, or links to be listed. Any thread.
    void wake();

private:
    void run();
    void workOnce();
    void tendIndex();
    bool waitForNext();
    bool isStopping();

    OpenStore& m_store;
    BlockIndex& m_index;
    const CarStore& m_cars;
    const Clock& m_clock;
    const std::chrono::days m_keepDeleted;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_hasIndexWork = true; ///< An earlier run may have left some.
    bool m_stop = false;
    std::thread m_thread;
};

/// Whether something was deleted before @p moment and is still known.
[[nodiscard]] Result<bool> hasDeletedBefore(Database& catalog, Timestamp moment);

/// Writes the records anew, without what they no longer need to say, if it is time to. Errors:
/// Storage, DiskFull.
[[nodiscard]] Done compactIfDue(OpenStore& store);

} // namespace cairn::local
