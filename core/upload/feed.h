// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace cairn {

/// A bounded pipe between the thread that reads a source and the thread that sends it, so that a
/// slow disk never holds up the sender's thread. One producer, one consumer.
class Feed
{
public:
    /// Called on the producer's thread whenever there is something to take, or an end.
    explicit Feed(std::function<void()> wake);

    /// Producer: waits while the pipe is full; false once the consumer has gone.
    bool put(QByteArray bytes);
    void close();
    void close(Error error);
    /// The end, kept back with @p last until the consumer has noted @p name and calls release().
    void seal(QString name, QByteArray last);

    /// Consumer: what is there, at most @p size bytes; 0 when nothing is yet, −1 at the end or
    /// after an error.
    qint64 take(char* to, qint64 size);
    qint64 available() const;
    bool isAtEnd() const;
    std::optional<Error> error() const;
    void stop(); ///< The consumer wants no more.
    QString name() const; ///< Empty until sealed.
    void release();

private:
    std::function<void()> m_wake;
    mutable std::mutex m_mutex;
    std::condition_variable m_room;
    std::deque<QByteArray> m_blocks;
    qint64 m_taken = 0; ///< Of the first block.
    qint64 m_held = 0;
    bool m_closed = false;
    bool m_stopped = false;
    std::optional<Error> m_error;
    QString m_name;
    QByteArray m_last;
};

} // namespace cairn
