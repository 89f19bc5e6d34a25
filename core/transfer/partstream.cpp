// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/partstream.h"

#include <QPointer>
#include <QThreadPool>

namespace cairn {
namespace {

constexpr qint64 pieceSize = 256 * 1024;

void pump(Feed& feed, content::PartDevice& source)
{
    while (true) {
        QByteArray piece(pieceSize, Qt::Uninitialized);
        const qint64 got = source.read(piece.data(), pieceSize);
        if (source.error())
            return feed.close(*source.error());
        if (got <= 0)
            return feed.close();
        piece.truncate(got);
        if (!feed.put(std::move(piece)))
            return;
    }
}

/// Tells a device of another thread, if it still lives, that bytes arrived.
class Waker final : public QObject
{
public:
    explicit Waker(QIODevice* device)
        : m_device(device)
    { }
    void wake()
    {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_device)
                    emit m_device->readyRead();
            },
            Qt::QueuedConnection);
    }

private:
    QPointer<QIODevice> m_device;
};

} // namespace

PartStream::PartStream(const content::Plan& plan, int part, QThreadPool& pool)
{
    // The waker belongs to this thread and is deleted on it, whoever lets go of it last.
    const std::shared_ptr<Waker> waker(new Waker(this), [](Waker* last) { last->deleteLater(); });
    m_feed = std::make_shared<Feed>([waker] { waker->wake(); });
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    pool.start([feed = m_feed, plan, part] { pump(*feed, *plan.openPart(part)); });
}

PartStream::~PartStream()
{
    m_feed->stop();
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
    return m_feed->take(to, size);
}

} // namespace cairn
