// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/transferwriter.h"

#include "core/storage/statement.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// One attempt waits a second for another process.
constexpr auto waitForOthers = "PRAGMA busy_timeout = 1000"_L1;
constexpr int maxTriesWhileClosing = 5;

} // namespace

TransferWriter::TransferWriter(const QString& path)
    : m_path(path)
{
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1);
}

TransferWriter::~TransferWriter()
{
    m_isClosing = true;
    // Whoever closes last moves the log into the file: not the main thread.
    m_thread.start([this] { m_database.reset(); });
    m_thread.waitForDone();
}

void TransferWriter::write(qint64 change, Write write)
{
    m_thread.start([this, change, write = std::move(write)] { run(change, write); });
}

void TransferWriter::run(qint64 change, const Write& write)
{
    Done done = attempt(write);
    while (!done && done.error().code == "SQLITE_BUSY"_L1 && mayTryAgain()) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!std::exchange(m_isWaiting, true))
                    emit waits();
            },
            Qt::QueuedConnection);
        done = attempt(write);
    }
    QMetaObject::invokeMethod(
        this,
        [this, change, done] {
            m_isWaiting = false;
            emit written(change, done ? std::nullopt : std::optional(done.error()));
        },
        Qt::QueuedConnection);
}

Done TransferWriter::attempt(const Write& write)
{
    if (!m_database) {
        if (const Done opened = open(); !opened)
            return opened;
    }
    return write(*m_database);
}

Done TransferWriter::open()
{
    auto database = Database::open(m_path);
    if (!database)
        return fail(database.error());
    for (const auto& pragma : {QString(waitForOthers), u"PRAGMA synchronous = NORMAL"_s,
                               u"PRAGMA journal_size_limit = 4194304"_s}) {
        if (const auto set = Statement(**database, pragma).next(); !set)
            return fail(set.error());
    }
    m_database = std::move(*database);
    return {};
}

bool TransferWriter::mayTryAgain()
{
    return !m_isClosing || ++m_triesWhileClosing < maxTriesWhileClosing;
}

} // namespace cairn
