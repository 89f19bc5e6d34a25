// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/bandwidth.h"
#include "core/upload/consignment.h"
#include "core/upload/feed.h"

#include <QIODevice>
#include <QPointer>

#include <memory>

class QThreadPool;

namespace cairn {

/// One part of an upload as a sequential device that never blocks: a worker of @p pool reads the
/// source and names the part by its hash. Belongs to the thread that sends. The last bytes are
/// kept back until release(): whoever hears named() can write the name down before the service can
/// possibly have the whole part.
class PartStream final : public QIODevice
{
    Q_OBJECT

public:
    PartStream(const Consignment& consignment, int part, QThreadPool& pool, Bandwidth& bandwidth);
    ~PartStream() override;

    void release() { m_feed->release(); }
    void stop() { m_feed->stop(); } ///< Nobody wants it any more; its worker ends.

    /// Why it ended early: the source changed or cannot be read.
    std::optional<Error> error() const { return m_feed->error(); }

    bool isSequential() const override { return true; }
    bool atEnd() const override;
    qint64 bytesAvailable() const override;

signals:
    void named(const QString& carCid); ///< Once.

protected:
    qint64 readData(char* to, qint64 size) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    class Waker;

    void woken();

    std::shared_ptr<Feed> m_feed; ///< Outlives us while the worker still holds it.
    QPointer<Bandwidth> m_bandwidth; ///< Qt lets go of a body late.
    bool m_isNamed = false;
};

} // namespace cairn
