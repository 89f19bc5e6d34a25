// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/upload/feed.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace cairn {
namespace {
constexpr qint64 capacity = 1024 * 1024;
} // namespace

Feed::Feed(std::function<void()> wake)
    : m_wake(std::move(wake))
{ }

bool Feed::put(QByteArray bytes)
{
    {
        std::unique_lock lock(m_mutex);
        m_room.wait(lock, [this] { return m_stopped || m_held < capacity; });
        if (m_stopped)
            return false;
        m_held += bytes.size();
        m_blocks.push_back(std::move(bytes));
    }
    m_wake();
    return true;
}

void Feed::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_wake();
}

void Feed::close(Error error)
{
    {
        const std::lock_guard lock(m_mutex);
        m_error = std::move(error);
        m_closed = true;
    }
    m_wake();
}

void Feed::seal(QString name, QByteArray last)
{
    {
        const std::lock_guard lock(m_mutex);
        m_name = std::move(name);
        m_last = std::move(last);
    }
    m_wake();
}

QString Feed::name() const
{
    const std::lock_guard lock(m_mutex);
    return m_name;
}

void Feed::release()
{
    {
        const std::lock_guard lock(m_mutex);
        m_held += m_last.size();
        m_blocks.push_back(std::exchange(m_last, {}));
        m_closed = true;
    }
    m_wake();
}

qint64 Feed::take(char* to, qint64 size)
{
    const std::lock_guard lock(m_mutex);
    qint64 copied = 0;
    while (copied < size && !m_blocks.empty()) {
        const QByteArray& block = m_blocks.front();
        const qint64 piece = std::min(size - copied, qint64(block.size()) - m_taken);
        std::memcpy(to + copied, block.constData() + m_taken, size_t(piece));
        copied += piece;
        m_taken += piece;
        if (m_taken == block.size()) {
            m_blocks.pop_front();
            m_taken = 0;
        }
    }
    m_held -= copied;
    m_room.notify_one();
    return copied > 0 ? copied : m_closed ? -1 : 0;
}

qint64 Feed::available() const
{
    const std::lock_guard lock(m_mutex);
    return m_held;
}

bool Feed::isAtEnd() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed && m_held == 0;
}

std::optional<Error> Feed::error() const
{
    const std::lock_guard lock(m_mutex);
    return m_error;
}

void Feed::stop()
{
    const std::lock_guard lock(m_mutex);
    m_stopped = true;
    m_room.notify_one();
}

} // namespace cairn
