// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <csignal>

namespace cairn::test {
using namespace Qt::StringLiterals;

struct Ended
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

/// The values of what has one JSON value a line.
inline QJsonArray jsonLines(const QByteArray& text)
{
    QJsonArray values;
    for (const QByteArray& line : text.split('\n')) {
        if (!line.isEmpty())
            values.append(QJsonDocument::fromJson(line).object());
    }
    return values;
}

/// cairnctl and cairnd as their users start them, on one data folder.
struct Machine
{
    QTemporaryDir folder;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QProcess daemon;

    Machine()
    {
        environment.insert(u"CAIRN_DATA_DIR"_s, folder.filePath(u"data"_s));
        environment.insert(u"XDG_RUNTIME_DIR"_s, folder.path());
        environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
        environment.remove(u"CAIRN_TOKEN"_s);
    }
    ~Machine() { stop(SIGTERM); }

    /// With @p input at its standard input.
    Ended ctl(const QStringList& arguments, const QByteArray& input = {})
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CAIRNCTL), arguments);
        process.write(input);
        process.closeWriteChannel();
        REQUIRE(process.waitForFinished(60000));
        return {process.exitCode(), process.readAllStandardOutput().trimmed(),
                process.readAllStandardError()};
    }

    /// Starts cairnd and returns its address.
    QString start()
    {
        daemon.setProcessEnvironment(environment);
        daemon.start(QStringLiteral(CAIRND), {u"--listen"_s, u"127.0.0.1:0"_s});
        REQUIRE(daemon.waitForReadyRead(20000));
        const QByteArray line = daemon.readLine().trimmed();
        REQUIRE(line.startsWith("cairnd: listening on http://127.0.0.1:"));
        return QString::fromLatin1(line.mid(line.indexOf("http")));
    }

    void stop(int signal)
    {
        if (daemon.state() == QProcess::NotRunning)
            return;
        ::kill(pid_t(daemon.processId()), signal);
        daemon.waitForFinished(20000);
    }

    QString file(const QString& name, qsizetype size)
    {
        QByteArray bytes(size, Qt::Uninitialized);
        for (qsizetype i = 0; i < size; ++i)
            bytes[i] = char((i * 31 + 7) % 251);
        QFile file(folder.filePath(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(bytes) == size);
        return file.fileName();
    }
};

} // namespace cairn::test
