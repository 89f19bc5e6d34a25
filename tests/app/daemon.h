// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace cairn::test {

/// A real cairnd on a folder of its own, and a user of it whose login outlives it.
class Daemon
{
public:
    Daemon();
    ~Daemon();

    void start(const QStringList& options = {});
    void kill(); ///< SIGKILL, and waits until it is gone.
    quint16 port() const { return m_port; }
    qint64 processId() const { return m_process.processId(); }
    const QByteArray& login() const { return m_login; }
    QString folder() const { return m_folder.filePath(QStringLiteral("data")); }

    struct Ended
    {
        int code = -1;
        QByteArray out;
    };
    /// Another cairnd with a command on the same folder.
    Ended run(const QStringList& words);

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
    QProcess m_process;
    QByteArray m_login;
    quint16 m_port = 0;
};

} // namespace cairn::test
