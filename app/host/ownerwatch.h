// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QString>

#include <chrono>
#include <optional>

namespace cairn {

/// The process that holds the lock of a data folder; 0 for none. A runtime file of any other is
/// left over from a crash.
qint64 ownerOf(const QString& dataFolder);

/// Tells whether waiting for the owner of a data folder makes sense. One that starts may have much
/// to do, and works meanwhile; for one that says nothing, as when it is about to end, time is
/// limited, and for one that is stopped too. A value; one thread.
class OwnerWatch
{
public:
    OwnerWatch(const QString& dataFolder, std::chrono::milliseconds limit);

    /// Whether the present owner has done nothing for the whole of the limit. To be called often.
    bool isSilent();

private:
    bool isAtWork(qint64 owner);

    QString m_dataFolder;
    std::chrono::milliseconds m_limit;
    qint64 m_owner = 0;
    std::optional<std::chrono::nanoseconds> m_worked;
    QElapsedTimer m_silent;
};

} // namespace cairn
