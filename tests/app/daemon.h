// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QMap>
#include <QProcess>
#include <QTemporaryDir>

namespace cairn::test {

/// A real cairnd on a folder of its own, and a user of it whose login outlives it.
class Daemon
{
public:
    Daemon();
    /// On a folder that may have something in it already, without a user.
    Daemon(const QString& dataFolder, const QMap<QString, QString>& variables);
    ~Daemon();

    void start(const QStringList& options = {});
    /// Whether it came to serve. Where it did not, it has ended.
    bool tryStart(const QStringList& options = {});
    void kill(); ///< SIGKILL, and waits until it is gone.
    void terminate(); ///< SIGTERM, and waits.
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    int exitCode() const { return m_process.exitCode(); }
    QByteArray errors() { return m_process.readAllStandardError(); } ///< Said since last asked.
    quint16 port() const { return m_port; }
    qint64 processId() const { return m_process.processId(); }
    const QByteArray& login() const { return m_login; }
    const QString& folder() const { return m_dataFolder; }

    struct Ended
    {
        int code = -1;
        QByteArray out;
        QByteArray err;
    };
    /// Another cairnd with a command on the same folder.
    Ended run(const QStringList& words);
    /// The same, killed after a time unless it has ended by then.
    void runAndKill(const QStringList& words, int milliseconds);

private:
    QTemporaryDir m_folder;
    QString m_dataFolder;
    QProcessEnvironment m_environment;
    QProcess m_process;
    QByteArray m_login;
    quint16 m_port = 0;
};

} // namespace cairn::test
