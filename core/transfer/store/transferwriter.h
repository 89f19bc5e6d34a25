// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/database.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>

namespace cairn {

/// Writes to one SQLite file what it is handed, in this order, on a thread of its own and with a
/// connection of its own. While another process writes it waits, as long as that takes. What
/// cannot be written for another reason is told and left, and the next is written.
///
/// The write-ahead log is moved into the file on this thread too, by SQLite itself: whoever writes
/// when the log is longer than 4 MB moves it, whichever process that is. Main thread, but for the
/// writes.
class TransferWriter final : public QObject
{
    Q_OBJECT

public:
    /// Runs on the writer's thread.
    using Write = std::function<Done(Database& database)>;

    explicit TransferWriter(const QString& path);
    /// Writes what is left. Another process that writes is waited for, but not for ever.
    ~TransferWriter() override;

    /// @p change is what written() says when it is done.
    void write(qint64 change, Write write);

    /// Another process has kept it from writing for a while now.
    bool isWaiting() const { return m_isWaiting; }

signals:
    /// It is in the file, or could not be written.
    void written(qint64 change, const std::optional<cairn::Error>& error);
    void waits(); ///< isWaiting() is true from now on, until the next written().

private:
    void run(qint64 change, const Write& write);
    Done attempt(const Write& write);
    Done open();
    bool mayTryAgain();

    const QString m_path;
    bool m_isWaiting = false;
    std::atomic_bool m_isClosing = false;
    // Of the writer's thread.
    std::unique_ptr<Database> m_database;
    int m_triesWhileClosing = 0;
    QThreadPool m_thread; ///< One thread, which never expires.
};

} // namespace cairn
