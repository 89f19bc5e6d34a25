// SPDX-License-Identifier: MIT OR Apache-2.0
#define CATCH_CONFIG_RUNNER
#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>
#include <QThread>

#include <catch2/catch.hpp>

namespace {

/// A thread of Qt's network is done for Qt a moment before the system ends it. OpenSSL frees what
/// it kept for it in that moment, unless the program is ending and has taken OpenSSL down by then:
/// then the sanitizers find a leak.
void waitForThreads()
{
    constexpr int most = 50;
    for (int i = 0; i < most; ++i) {
        const QDir tasks(QStringLiteral("/proc/self/task"));
        if (tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size() <= 1)
            return;
        QThread::msleep(2);
    }
}

} // namespace

int main(int argc, char** argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication app(argc, argv);
    const int failed = Catch::Session().run(argc, argv);
    waitForThreads();
    return failed;
}
