// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/app/daemon.h"

#include <catch2/catch.hpp>

#include <csignal>

namespace cairn::test {
using namespace Qt::StringLiterals;

Daemon::Daemon()
    : m_environment(QProcessEnvironment::systemEnvironment())
{
    m_environment.insert(u"CAIRN_DATA_DIR"_s, folder());
    m_environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.path());
    m_environment.insert(u"QT_LOGGING_RULES"_s, u"cairn.*=false"_s);
    m_process.setProcessEnvironment(m_environment);
    m_login = run({u"user"_s, u"add"_s, u"tester"_s}).out;
}

Daemon::~Daemon()
{
    kill();
}

void Daemon::start(const QStringList& options)
{
    m_process.start(QStringLiteral(CAIRND), QStringList{u"--listen"_s, u"127.0.0.1:0"_s} + options);
    REQUIRE(m_process.waitForReadyRead(20'000));
    const QByteArray line = m_process.readLine().trimmed();
    REQUIRE(line.startsWith("cairnd: listening on http://127.0.0.1:"));
    m_port = line.sliced(line.lastIndexOf(':') + 1).toUShort();
}

void Daemon::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(m_process.processId()), SIGKILL);
    m_process.waitForFinished(20'000);
}

Daemon::Ended Daemon::run(const QStringList& words)
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(QStringLiteral(CAIRND), words);
    REQUIRE(process.waitForFinished(120'000));
    return {process.exitCode(), process.readAllStandardOutput().trimmed()};
}

} // namespace cairn::test
