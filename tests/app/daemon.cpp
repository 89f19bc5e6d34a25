// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/app/daemon.h"

#include <catch2/catch.hpp>

#include <csignal>

namespace cairn::test {
using namespace Qt::StringLiterals;

Daemon::Daemon()
    : Daemon({}, {})
{
    m_login = run({u"user"_s, u"add"_s, u"tester"_s}).out;
}

Daemon::Daemon(const QString& dataFolder, const QMap<QString, QString>& variables)
    : m_dataFolder(dataFolder.isEmpty() ? m_folder.filePath(u"data"_s) : dataFolder)
    , m_environment(QProcessEnvironment::systemEnvironment())
{
    m_environment.insert(u"CAIRN_DATA_DIR"_s, folder());
    m_environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.path());
    m_environment.insert(u"QT_LOGGING_RULES"_s, u"cairn.*=false"_s);
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        m_environment.insert(variable.key(), variable.value());
    m_process.setProcessEnvironment(m_environment);
}

Daemon::~Daemon()
{
    kill();
}

void Daemon::start(const QStringList& options)
{
    REQUIRE(tryStart(options));
}

bool Daemon::tryStart(const QStringList& options)
{
    m_process.start(QStringLiteral(CAIRND), QStringList{u"--listen"_s, u"127.0.0.1:0"_s} + options);
    if (!m_process.waitForReadyRead(20'000)) {
        kill();
        return false;
    }
    const QByteArray line = m_process.readLine().trimmed();
    REQUIRE(line.startsWith("cairnd: listening on http://127.0.0.1:"));
    m_port = line.sliced(line.lastIndexOf(':') + 1).toUShort();
    return true;
}

void Daemon::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(m_process.processId()), SIGKILL);
    m_process.waitForFinished(20'000);
}

void Daemon::terminate()
{
    ::kill(pid_t(m_process.processId()), SIGTERM);
    REQUIRE(m_process.waitForFinished(60'000));
}

Daemon::Ended Daemon::run(const QStringList& words)
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(QStringLiteral(CAIRND), words);
    REQUIRE(process.waitForFinished(120'000));
    return {process.exitCode(), process.readAllStandardOutput().trimmed(),
            process.readAllStandardError().trimmed()};
}

void Daemon::runAndKill(const QStringList& words, int milliseconds)
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(QStringLiteral(CAIRND), words);
    if (process.waitForFinished(milliseconds))
        return;
    ::kill(pid_t(process.processId()), SIGKILL);
    process.waitForFinished(20'000);
}

} // namespace cairn::test
