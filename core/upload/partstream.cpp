// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/upload/partstream.h"

#include "core/api/http/bandwidth.h"

namespace cairn {
namespace {

constexpr qint64 tellPauseMilliseconds = 100;

} // namespace

PartStream::PartStream(PackedUpload packed, int part, Bandwidth& bandwidth, Listener listener)
    : m_packed(std::move(packed))
    , m_part(part)
    , m_bandwidth(bandwidth)
    , m_listener(std::move(listener))
    , m_left(length())
{ }

void PartStream::release()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isReleased = true;
    }
    m_freed.notify_all();
}

void PartStream::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopped = true;
    }
    m_freed.notify_all();
}

std::optional<Error> PartStream::error() const
{
    const std::scoped_lock lock(m_mutex);
    return m_error;
}

bool PartStream::awaitRelease()
{
    std::unique_lock lock(m_mutex);
    m_freed.wait(lock, [this] { return m_isReleased || m_isStopped; });
    return !m_isStopped;
}

qint64 PartStream::read(char* to, qint64 maxSize)
{
    const qint64 allowed
        = m_bandwidth.await(std::min(maxSize, m_left), [this] { return isStopped(); });
    if (allowed == 0)
        return 0;
    if (!m_source)
        m_source = m_packed.open(m_part);
    const qint64 count = m_source->read(to, allowed);
    if (auto error = m_source->error()) {
        const std::scoped_lock lock(m_mutex);
        m_error = std::move(error);
        return -1;
    }
    if (count <= 0)
        return -1;
    m_hash.add(QByteArrayView(to, qsizetype(count)));
    m_left -= count;
    if (m_left > 0)
        return count;
    m_listener.named(content::Cid::ofCar(m_hash.finish()));
    return awaitRelease() ? count : 0;
}

void PartStream::sent(qint64 bytes)
{
    if (bytes == m_told
        || (m_sinceTold.isValid() && !m_sinceTold.hasExpired(tellPauseMilliseconds)))
        return;
    m_sinceTold.start();
    m_told = bytes;
    m_listener.sent(bytes);
}

} // namespace cairn
