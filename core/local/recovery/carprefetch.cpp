// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/recovery/carprefetch.h"

#include "core/local/recovery/replay.h"

#include <algorithm>
#include <system_error>

namespace cairn::local {

namespace {

// What is read ahead is a table of blocks each, of a few megabytes at most.
constexpr std::size_t aheadPerThread = 2;

} // namespace

CarPrefetch::CarPrefetch(const CarStore& cars, std::vector<content::Cid> order)
    : m_cars(cars)
    , m_order(std::move(order))
{
    for (std::size_t at = 0; at < m_order.size(); ++at)
        m_places.emplace(m_order[at], at);
    const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, 16U);
    m_ahead = aheadPerThread * cores;
    startThreads(std::min<std::size_t>(cores, m_order.size()));
}

/// As many as the system has threads for, but one at least: take() only waits for what they read.
void CarPrefetch::startThreads(std::size_t count)
{
    try {
        while (m_threads.size() < count)
            m_threads.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
        if (m_threads.empty())
            throw;
    }
}

CarPrefetch::~CarPrefetch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

void CarPrefetch::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] {
            return m_stop || m_next == m_order.size() || m_next < m_taken + m_ahead;
        });
        if (m_stop || m_next == m_order.size())
            return;
        const std::size_t at = m_next++;
        lock.unlock();
        auto contents = readCar(m_cars, m_order[at]);
        lock.lock();
        m_read.emplace(at, std::move(contents));
        m_changed.notify_all();
    }
}

CarPrefetch::Contents CarPrefetch::take(const content::Cid& car)
{
    std::unique_lock lock(m_mutex);
    const auto place = m_places.find(car);
    if (place == m_places.end() || place->second < m_taken) {
        lock.unlock();
        return readCar(m_cars, car);
    }
    // Those before it are not asked for any more.
    m_taken = place->second;
    m_read.erase(m_read.begin(), m_read.lower_bound(m_taken));
    m_changed.notify_all();
    m_changed.wait(lock, [&] { return m_read.contains(m_taken); });
    auto contents = std::move(m_read.extract(m_taken).mapped());
    ++m_taken;
    m_changed.notify_all();
    return contents;
}

} // namespace cairn::local
