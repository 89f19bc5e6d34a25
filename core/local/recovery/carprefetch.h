// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/store/carcontents.h"
#include "core/local/store/carstore.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace cairn::local {

/// Reads CARs in an order that is known beforehand, a few ahead of who takes them, on threads of
/// its own: one a core. One thread takes.
class CarPrefetch
{
public:
    CarPrefetch(const CarStore& cars, std::vector<content::Cid> order);
    ~CarPrefetch();
    CarPrefetch(const CarPrefetch&) = delete;
    CarPrefetch& operator=(const CarPrefetch&) = delete;

    using Contents = Result<std::optional<CarContents>>;
    /// Waits for the CAR if it is one of those to come; any other is read here. See readCar().
    [[nodiscard]] Contents take(const content::Cid& car);

private:
    void startThreads(std::size_t count);
    void work();

    const CarStore& m_cars;
    const std::vector<content::Cid> m_order;
    std::map<content::Cid, std::size_t> m_places; ///< In m_order.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::size_t, Contents> m_read;
    std::size_t m_next = 0; ///< To be read.
    std::size_t m_taken = 0; ///< All before it are taken.
    std::size_t m_ahead = 0; ///< How many may be read before they are taken.
    bool m_stop = false;
    std::vector<std::thread> m_threads;
};

} // namespace cairn::local
