// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/upload/partstream.h"

#include <QThreadPool>

namespace cairn {
namespace {

constexpr qint64 pieceSize = 256 * 1024;

QString carCidOf(const content::Digest& digest)
{
    return content::Cid::v1(content::Codec::Car,
                            {content::HashCode::Sha256, QByteArray(digest.data(), digest.size())})
        .toString();
}

void pump(Feed& feed, PartBytes& source, qint64 left)
{
    content::Sha256 hash;
    while (true) {
        QByteArray piece(pieceSize, Qt::Uninitialized);
        const qint64 got = source.read(piece.data(), std::min(left, pieceSize));
        if (source.error())
            return feed.close(*source.error());
        if (got <= 0)
            return feed.close();
        piece.truncate(got);
        hash.add(piece);
        left -= got;
        if (left == 0)
            return feed.seal(carCidOf(hash.finish()), std::move(piece));
        if (!feed.put(std::move(piece)))
            return;
    }
}

} // namespace

/// Tells a device of another thread, if it still lives, that bytes arrived.
class PartStream::Waker final : public QObject
{
public:
    explicit Waker(PartStream* device)
        : m_device(device)
    { }
    void wake()
    {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_device)
                    m_device->woken();
            },
            Qt::QueuedConnection);
    }

private:
    QPointer<PartStream> m_device;
};

PartStream::PartStream(const Consignment& consignment, int part, QThreadPool& pool,
                       Bandwidth& bandwidth)
    : m_bandwidth(&bandwidth)
{
    // The waker belongs to this thread and is deleted on it, whoever lets go of it last.
    const std::shared_ptr<Waker> waker(new Waker(this), [](Waker* last) { last->deleteLater(); });
    m_feed = std::make_shared<Feed>([waker] { waker->wake(); });
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    connect(&bandwidth, &Bandwidth::refilled, this, &QIODevice::readyRead);
    pool.start([feed = m_feed, consignment, part] {
        pump(*feed, *consignment.open(part), consignment.partBytes.at(size_t(part)));
    });
}

PartStream::~PartStream()
{
    m_feed->stop();
}

void PartStream::woken()
{
    if (const QString name = m_feed->name(); !m_isNamed && !name.isEmpty()) {
        m_isNamed = true;
        emit named(name);
    }
    emit readyRead();
}

bool PartStream::atEnd() const
{
    return m_feed->isAtEnd();
}

qint64 PartStream::bytesAvailable() const
{
    return m_feed->available() + QIODevice::bytesAvailable();
}

qint64 PartStream::readData(char* to, qint64 size)
{
    const qint64 there = m_feed->available();
    if (there == 0 || !m_bandwidth)
        return m_feed->take(to, size); // Nothing, or the end.
    const qint64 allowed = m_bandwidth->take(std::min(size, there));
    return allowed == 0 ? 0 : m_feed->take(to, allowed);
}

} // namespace cairn
