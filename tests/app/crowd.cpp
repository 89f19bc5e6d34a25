// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/app/crowd.h"

#include "app/host/ownerwatch.h"
#include "app/host/runtimefile.h"
#include "tests/support/until.h"

#include <QDir>
#include <QFile>
#include <QTimer>

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

unsigned seed()
{
    bool isGiven = false;
    const unsigned given = qEnvironmentVariable("CAIRN_SEED").toUInt(&isGiven);
    return isGiven ? given : std::random_device()();
}

QByteArray content(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

} // namespace

Crowd::Crowd()
{
    const unsigned number = seed();
    WARN("CAIRN_SEED=" << number);
    m_random.seed(number);
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder.path()));
    m_environment.insert(u"CAIRN_DATA_DIR"_s, path(u"data"_s));
    m_environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.path());
    m_environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    m_environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    m_environment.remove(u"CAIRN_TOKEN"_s);
}

Crowd::~Crowd()
{
    for (const auto* processes : {&m_running, &m_programs}) {
        for (const auto& process : *processes) {
            process->kill();
            process->waitForFinished();
        }
    }
}

void Crowd::run(std::vector<Call>& calls, int atOnce, const std::function<void()>& after)
{
    std::size_t begun = 0;
    std::size_t ended = 0;
    const auto moveOn = [&] {
        const std::size_t before = m_running.size();
        std::erase_if(m_running,
                      [](const auto& process) { return process->state() == QProcess::NotRunning; });
        for (std::size_t i = m_running.size(); i < before; ++i) {
            ++ended;
            if (after)
                after();
        }
        while (begun < calls.size() && int(m_running.size()) < atOnce)
            startCall(calls[begun++]);
        return ended == calls.size();
    };
    REQUIRE(until(moveOn, std::chrono::seconds(100)));
}

void Crowd::whileRunning(std::vector<Call>& calls, const std::function<bool()>& is,
                         const std::function<void()>& act)
{
    QTimer looking;
    QObject::connect(&looking, &QTimer::timeout, &looking, [&] {
        if (!is())
            return;
        looking.stop();
        act();
    });
    looking.start(1);
    run(calls, int(calls.size()));
    CHECK_FALSE(looking.isActive());
}

void Crowd::startCall(Call& call)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    QObject::connect(process.get(), &QProcess::finished, process.get(),
                     [&call, process = process.get()](int code, QProcess::ExitStatus status) {
                         call.code = status == QProcess::NormalExit ? code : -1;
                         call.out = process->readAllStandardOutput().trimmed();
                         call.err = process->readAllStandardError();
                     });
    process->start(QStringLiteral(CAIRNCTL), call.words);
    m_running.push_back(std::move(process));
}

Call Crowd::run(const QStringList& words)
{
    std::vector<Call> calls{{words}};
    run(calls, 1);
    return calls.front();
}

QProcess& Crowd::start(const QString& program, const QStringList& words)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->start(program, words);
    REQUIRE(process->waitForStarted());
    m_programs.push_back(std::move(process));
    return *m_programs.back();
}

bool Crowd::killHost()
{
    const qint64 owner = ownerOf(path(u"data"_s));
    const auto host = std::ranges::find(m_running, owner,
                                        [](const auto& process) { return process->processId(); });
    return owner > 0 && host != m_running.end() && ::kill(pid_t(owner), SIGKILL) == 0;
}

void Crowd::awaitHost(const QProcess& program)
{
    REQUIRE(until([&] {
        const auto running = readRuntimeFile(path(u"data"_s));
        return running && !running->isStarting() && running->processId == program.processId();
    }));
}

QString Crowd::file(const QString& name, int maxSize)
{
    QByteArray bytes(std::uniform_int_distribution(1, maxSize)(m_random), Qt::Uninitialized);
    std::ranges::generate(bytes, [this] { return char(m_random()); });
    QFile file(path(name));
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(file.write(bytes) == bytes.size());
    return file.fileName();
}

QString Crowd::makeFolder(const QString& name, int files)
{
    REQUIRE(QDir(m_folder.path()).mkpath(name));
    for (int i = 0; i < files; ++i)
        file(u"%1/%2.bin"_s.arg(name).arg(i), 50'000);
    return path(name);
}

QString Crowd::largeFile(const QString& name, int mebibytes)
{
    QFile file(path(name));
    REQUIRE(file.open(QIODevice::WriteOnly));
    QByteArray bytes(1024 * 1024, char(m_random()));
    for (int mebibyte = 0; mebibyte < mebibytes; ++mebibyte) {
        bytes.replace(0, 10, QByteArray::number(m_random()).rightJustified(10));
        REQUIRE(file.write(bytes) == bytes.size());
    }
    return file.fileName();
}

bool isSame(const QString& one, const QString& other)
{
    if (!QFileInfo(one).isDir())
        return content(one) == content(other);
    const QStringList names = QDir(one).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    return names == QDir(other).entryList(QDir::AllEntries | QDir::NoDotAndDotDot)
        && std::ranges::all_of(names, [&](const QString& name) {
               return isSame(one + u'/' + name, other + u'/' + name);
           });
}

} // namespace cairn::test
