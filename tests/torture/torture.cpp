// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/torture.h"

#include "tests/local/cars.h"
#include "tests/torture/actions.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <catch2/catch.hpp>

#include <cstdio>
#include <thread>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

constexpr int diskMebibytes = 96;
constexpr std::size_t logLines = 150; // Shown where something is wrong.

} // namespace

Torture::Torture(unsigned seed)
    : m_seed(seed)
    , m_random(seed)
{ }

void Torture::makeDaemon(const QString& dataFolder)
{
    m_daemon = std::make_unique<Daemon>(dataFolder, m_badDisk.variables());
    m_faults = std::make_unique<FolderFaults>(dataFolder, m_model, m_random, m_log);
    m_operator = std::make_unique<Operator>(*m_daemon, m_model, m_random, m_log);
}

/// What was there before is looked at once more and removed.
void Torture::beginNew()
{
    m_daemon.reset();
    m_disk.reset();
    m_model = {};
    m_log.clear();
    m_wasKilled = false;
    if (below(2) == 0) {
        m_disk = SmallDisk::make(diskMebibytes);
        if (!m_disk)
            ++m_counts["skipped: a full disk, since nothing may be mounted here"];
    }
    m_folder = std::make_unique<QTemporaryDir>();
    makeDaemon((m_disk ? m_disk->path() : m_folder->path()) + u"/data"_s);
    const std::size_t users = 1 + below(4);
    for (std::size_t i = 0; i < users; ++i)
        addUser(u"user%1"_s.arg(i));
    fillCommon();
    m_daemon->start();
    makeFirstTokens();
    m_daemon->terminate();
}

void Torture::addUser(const QString& name)
{
    const Daemon::Ended added = m_daemon->run({u"user"_s, u"add"_s, name});
    REQUIRE(added.code == 0);
    const Daemon::Ended tagged
        = m_daemon->run({u"user"_s, u"tag"_s, name, u"HasPsaAccess"_s, u"true"_s});
    REQUIRE(tagged.code == 0);
    KnownUser user;
    user.name = name;
    user.login = added.out;
    user.listKey = user.login;
    m_model.users.push_back(std::move(user));
}

/// Those that pins are made with.
void Torture::makeFirstTokens()
{
    for (KnownUser& user : m_model.users) {
        if (user.login.isEmpty() || !user.mayWrite || !user.tokens.empty())
            continue;
        const WireAnswer answer = askOverWire(m_daemon->port(), "POST", "/user/tokens", user.login,
                                              R"({"name":"first"})");
        REQUIRE(answer.status == 201);
        const QJsonObject json = QJsonDocument::fromJson(answer.body).object();
        user.tokens.push_back({json["_id"_L1].toString().toLatin1(),
                               json["secret"_L1].toString().toLatin1(),
                               u"first"_s,
                               {true, false}});
    }
}

void Torture::fillCommon()
{
    for (int i = 0; i < 4; ++i) {
        const content::Block one = rawBlock(randomBytes(m_random, 1 + below(9'000)));
        const content::Block two = rawBlock(randomBytes(m_random, 1 + below(900)));
        m_model.common.push_back(SentCar::of(completeCar(pbBlock({one, two}), {one, two})));
    }
}

void Torture::take(std::vector<QByteArray>& log, std::vector<QByteArray>& complaints)
{
    m_log.insert(m_log.end(), log.begin(), log.end());
    m_complaints.insert(m_complaints.end(), complaints.begin(), complaints.end());
    log.clear();
    complaints.clear();
}

void Torture::judge()
{
    std::vector<QByteArray> none;
    take(none, m_operator->complaints);
    if (m_complaints.empty())
        return;
    QByteArray text = "again with CAIRN_TORTURE_SEED=" + QByteArray::number(m_seed)
        + " CAIRN_TORTURE_ROUNDS=" + QByteArray::number(m_round + 1) + '\n';
    for (const QByteArray& complaint : m_complaints)
        text += "  " + complaint + '\n';
    text += "What was done, the last " + QByteArray::number(qsizetype(logLines)) + " of "
        + QByteArray::number(qsizetype(m_log.size())) + ":\n";
    const std::size_t first = m_log.size() > logLines ? m_log.size() - logLines : 0;
    for (std::size_t i = first; i < m_log.size(); ++i)
        text += "  " + m_log[i] + '\n';
    if (qEnvironmentVariableIsSet("CAIRN_TORTURE_KEEP") && m_folder) {
        m_folder->setAutoRemove(false);
        text += "The folder stays: " + m_daemon->folder().toUtf8() + '\n';
    }
    // Not by Catch2, which breaks lines.
    std::fputs(text.constData(), stderr);
    FAIL("seed " << m_seed << ", round " << m_round << ": " << m_complaints.front().toStdString());
}

void Torture::startAndLook(Depth depth)
{
    if (!m_daemon->tryStart()) {
        m_complaints.push_back("it does not start: " + m_daemon->errors());
        return judge();
    }
    note("started: " + m_daemon->errors().trimmed());
    m_model.heal();
    Look look(m_daemon->port(), m_model, m_random, depth);
    look.run();
    std::vector<QByteArray> none;
    take(none, look.complaints());
    m_operator->check();
    judge();
}

void Torture::stop(bool kindly)
{
    if (!m_daemon->isRunning())
        return;
    if (kindly)
        m_daemon->terminate();
    else
        m_daemon->kill();
    if (kindly && m_daemon->exitCode() != 0)
        m_complaints.push_back("SIGTERM ends with " + QByteArray::number(m_daemon->exitCode()));
    m_wasKilled = !kindly;
    note(kindly ? "terminated" : "killed");
}

/// One thread for each user, some of the time for one user only.
void Torture::workWhile(Conditions conditions, During during)
{
    std::vector<Worker> workers;
    workers.reserve(m_model.users.size());
    for (KnownUser& user : m_model.users) {
        if (!user.login.isEmpty() && user.mayWrite && (workers.empty() || below(4) != 0))
            workers.emplace_back(m_daemon->port(), user, m_model, conditions, unsigned(m_random()));
    }
    const int actions = int(3 + below(14));
    const unsigned long pause = below(300);
    std::vector<std::thread> threads;
    for (Worker& worker : workers)
        threads.emplace_back([&worker, actions] { worker.run(actions); });
    if (during == During::Kill || during == During::Term) {
        QThread::msleep(pause); // The moment is the point of the test.
        stop(during == During::Term);
    }
    if (during == During::Collecting)
        m_operator->collectKilled();
    for (std::thread& thread : threads)
        thread.join();
    for (const Worker& worker : workers) {
        std::vector<QByteArray> log = worker.log();
        std::vector<QByteArray> complaints = worker.complaints();
        take(log, complaints);
    }
    m_model.heal();
}

void Torture::round(int number)
{
    m_round = number;
    m_random.seed(m_seed + 7919U * unsigned(number));
    note("ROUND " + QByteArray::number(number));
    startAndLook(Depth::Sample);
    work(chooseDuring());
    if (m_daemon->isRunning()) {
        quietCommands();
        stop(below(2) == 0);
    }
    if (below(2) == 0)
        m_faults->keepCatalog();
    const std::size_t faults = below(3);
    for (std::size_t i = 0; i < faults; ++i)
        befall(After(below(std::size_t(After::Count))));
    judge();
}

void Torture::end()
{
    startAndLook(Depth::Everything);
    stop(true);
    judge();
}

QByteArray Torture::summary() const
{
    QByteArray text;
    for (const auto& [what, count] : m_counts)
        text += QByteArray::number(count) + " x " + what + '\n';
    return text;
}

} // namespace cairn::test
