// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/lockfile.h"
#include "core/base/result.h"

#include <QLocalServer>
#include <QObject>
#include <QStringList>

class QLocalSocket;

namespace cairn::desktop {

/// One window for each data folder: a second start hands what it was given to the first and ends.
/// A lock decides who is first; the handing over goes through a socket that only this user can
/// reach. Main thread.
class SingleWindow final : public QObject
{
    Q_OBJECT

public:
    explicit SingleWindow(const QString& dataFolder, QObject* parent = nullptr);
    ~SingleWindow() override;

    /// Also where no window can be told from another: then nothing is ever handed over.
    bool isFirst() const { return m_isFirst; }

    /// Gives @p paths to the first window and waits, a few seconds at most, until it has them. For
    /// a program that has no window yet. Errors: Timeout.
    [[nodiscard]] Done handOver(const QStringList& paths) const;

signals:
    /// Somebody started the program again; they may have had nothing to upload.
    void handedOver(const QStringList& paths);

private:
    void listen();
    void take(QLocalSocket* socket);

    QString m_name;
    LockAttempt m_lock;
    QLocalServer m_server;
    bool m_isFirst = true;
};

} // namespace cairn::desktop
