// SPDX-License-Identifier: MIT OR Apache-2.0
// Many programs at once on one data folder: whoever hosts the service, and however that one ends,
// every command does what it was asked for.
#include "tests/app/crowd.h"
#include "tests/support/until.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <map>

using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

void checkAllSucceeded(const std::vector<Call>& calls)
{
    for (const Call& call : calls) {
        INFO(call.words.join(u' ').toStdString() << ": " << call.err.toStdString());
        CHECK(call.code == 0);
        CHECK_FALSE(call.err.contains("its progress cannot be kept"));
    }
}

/// What is stored under a name, and where it comes from.
struct Stored
{
    QString source;
    QString cid;
};
using Store = std::map<QString, Stored>;

class SideBySide : public Crowd
{
public:
    /// Calls that put @p files files and @p folders folders that were not there before.
    std::vector<Call> puts(int files, int folders)
    {
        std::vector<Call> calls;
        for (int i = 0; i < files + folders; ++i) {
            const QString name = u"source%1"_s.arg(++m_sources);
            const QString source = i < files ? file(name, 600'000) : makeFolder(name, 3);
            calls.push_back({{u"put"_s, u"--no-wrap"_s, u"--name"_s, name, source}});
        }
        return calls;
    }

    /// The same of one file in parts of a mebibyte, so that whoever is killed, its upload is under
    /// way.
    std::vector<Call> longPuts(int count)
    {
        std::vector<Call> calls;
        for (int i = 0; i < count; ++i) {
            const QString name = u"source%1"_s.arg(++m_sources);
            calls.push_back({{u"put"_s, u"--no-wrap"_s, u"--name"_s, name, largeFile(name, 24),
                              u"--part-size"_s, u"1"_s}});
        }
        return calls;
    }

    /// Takes into @p store what was put.
    void take(const std::vector<Call>& calls, Store& store) const
    {
        for (const Call& call : calls) {
            if (call.words.front() == "put"_L1)
                store[call.words.at(3)] = {call.words.at(4), QString::fromLatin1(call.out)};
        }
    }

    void mix(std::vector<Call>& calls) { std::ranges::shuffle(calls, random()); }

    static void add(std::vector<Call>& calls, const QStringList& words, int times)
    {
        calls.insert(calls.end(), std::size_t(times), Call{words});
    }

    /// Exactly what @p store says is listed, and comes back as it was.
    void checkStored(const Store& store)
    {
        std::map<QString, QString> listed;
        const Call list = run({u"ls"_s, u"--json"_s});
        for (const QByteArray& line : list.out.split('\n')) {
            const QJsonObject upload = QJsonDocument::fromJson(line).object();
            if (!upload.isEmpty())
                listed[upload["name"_L1].toString()] = upload["cid"_L1].toString();
        }
        std::map<QString, QString> expected;
        std::vector<Call> gets;
        ++m_rounds;
        for (const auto& [name, stored] : store) {
            expected[name] = stored.cid;
            gets.push_back({{u"get"_s, stored.cid, u"-o"_s, back(name)}});
        }
        CHECK(listed == expected);
        run(gets, 8);
        checkAllSucceeded(gets);
        for (const auto& [name, stored] : store) {
            INFO(name.toStdString());
            CHECK(isSame(stored.source, back(name)));
        }
    }

    /// Sixty commands on a folder on which nobody was before, then sixty on what is there.
    void runAllKinds()
    {
        std::vector<Call> fresh = puts(20, 10);
        add(fresh, {u"ls"_s}, 10);
        add(fresh, {u"token"_s, u"ls"_s}, 5);
        for (int i = 0; i < 10; ++i)
            add(fresh, {u"token"_s, u"create"_s, u"token%1"_s.arg(i)}, 1);
        const QString packed = file(u"packed.bin"_s, 300'000);
        for (int i = 0; i < 5; ++i)
            add(fresh, {u"pack"_s, u"-o"_s, path(u"%1.car"_s.arg(i)), packed}, 1);
        mix(fresh);
        run(fresh, 60);
        checkAllSucceeded(fresh);
        Store store;
        take(fresh, store);
        checkTokens(10);

        std::vector<Call> others = puts(10, 5);
        auto stored = store.begin();
        for (int i = 0; i < 15; ++i, ++stored) {
            add(others, {u"get"_s, stored->second.cid, u"-o"_s, path(u"got%1"_s.arg(i))}, 1);
            add(others, {u"status"_s, stored->second.cid}, 1);
        }
        std::vector<QString> gone;
        for (int i = 0; i < 5; ++i, ++stored) {
            add(others, {u"rm"_s, stored->second.cid}, 1);
            gone.push_back(stored->first);
        }
        std::vector<std::pair<QString, QString>> renamed;
        for (int i = 0; i < 5; ++i, ++stored) {
            renamed.emplace_back(stored->first, u"renamed%1"_s.arg(i));
            add(others, {u"rename"_s, stored->second.cid, renamed.back().second}, 1);
        }
        const QStringList tokens = tokenIds();
        for (int i = 0; i < 5; ++i) {
            add(others, {u"token"_s, u"revoke"_s, tokens.at(i)}, 1);
            add(others, {u"verify"_s, path(u"%1.car"_s.arg(i))}, 1);
        }
        mix(others);
        run(others, 60);
        checkAllSucceeded(others);
        take(others, store);
        for (const QString& name : gone)
            store.erase(name);
        for (const auto& [before, now] : renamed) {
            store[now] = store.at(before);
            store.erase(before);
        }
        checkTokens(5);
        checkStored(store);
    }

    bool has(const QString& folder, const QString& names) const
    {
        return !QDir(path(folder))
                    .entryList({names}, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                    .isEmpty();
    }

    void checkTokens(int count) { CHECK(tokenIds().size() == count); }

private:
    QString back(const QString& name) const
    {
        return path(u"back%1-%2"_s.arg(QString::number(m_rounds), name));
    }
    QStringList tokenIds()
    {
        QStringList ids;
        const Call list = run({u"token"_s, u"ls"_s, u"--json"_s});
        for (const auto& token : QJsonDocument::fromJson(list.out).array())
            ids << token.toObject()["_id"_L1].toString();
        return ids;
    }
    int m_sources = 0;
    int m_rounds = 0;
};

} // namespace

TEST_CASE_METHOD(SideBySide, "of twenty uploads by four at a time every one is stored")
{
    std::vector<Call> calls = puts(20, 0);
    run(calls, 4);
    checkAllSucceeded(calls);
    Store store;
    take(calls, store);
    CHECK(store.size() == 20);
    checkStored(store);
}

TEST_CASE_METHOD(SideBySide, "sixty commands of all kinds at once succeed on a fresh folder")
{
    runAllKinds();
}

TEST_CASE_METHOD(SideBySide, "sixty commands of all kinds at once succeed beside a window")
{
    QProcess& window = start(QStringLiteral(CAIRN), {u"--no-keychain"_s});
    SECTION("that hosts the service")
    {
        awaitHost(window);
    }
    SECTION("that starts with them") { }
    runAllKinds();
    // Commands that hosted it meanwhile have left it to the window.
    awaitHost(window);
    CHECK(window.state() == QProcess::Running);
}

TEST_CASE_METHOD(SideBySide, "commands go on when the window that hosts their service is killed")
{
    QProcess& window = start(QStringLiteral(CAIRN), {u"--no-keychain"_s});
    awaitHost(window);
    std::vector<Call> calls = puts(13, 5);
    std::ranges::move(longPuts(2), std::back_inserter(calls));
    add(calls, {u"ls"_s}, 10);
    mix(calls);
    int ended = 0;
    run(calls, 12, [&] {
        if (++ended == 5)
            window.kill();
    });
    checkAllSucceeded(calls);
    Store store;
    take(calls, store);
    checkStored(store);
}

TEST_CASE_METHOD(SideBySide, "commands go on when the cairnd that served them is told to end")
{
    QProcess& daemon = start(QStringLiteral(CAIRND), {});
    awaitHost(daemon);
    std::vector<Call> calls = puts(15, 5);
    for (int i = 0; i < 10; ++i)
        add(calls, {u"token"_s, u"create"_s, u"token%1"_s.arg(i)}, 1);
    mix(calls);
    int ended = 0;
    run(calls, 12, [&] {
        if (++ended == 5)
            daemon.terminate();
    });
    checkAllSucceeded(calls);
    REQUIRE(until([&] { return daemon.state() == QProcess::NotRunning; }));
    CHECK(daemon.exitCode() == 0);
    checkTokens(10); // None was asked for twice: what was begun was answered.
    Store store;
    take(calls, store);
    checkStored(store);
}

TEST_CASE_METHOD(SideBySide, "of commands whose host is killed again and again only those fail")
{
    std::vector<Call> calls = puts(16, 5);
    std::ranges::move(longPuts(4), std::back_inserter(calls));
    add(calls, {u"ls"_s}, 15);
    mix(calls);
    int ended = 0;
    int kills = 0;
    run(calls, 10, [&] {
        if (++ended % 4 == 0 && kills < 6 && killHost())
            ++kills;
    });
    std::vector<Call> killed;
    for (const Call& call : calls) {
        if (call.code == -1)
            killed.push_back({call.words});
    }
    CHECK(int(killed.size()) <= kills);
    CHECK(kills > 0);
    std::erase_if(calls, [](const Call& call) { return call.code == -1; });
    checkAllSucceeded(calls);
    // The same command goes on with what was begun.
    run(killed, 4);
    checkAllSucceeded(killed);
    Store store;
    take(calls, store);
    take(killed, store);
    CHECK(store.size() == 25);
    checkStored(store);
}

TEST_CASE_METHOD(SideBySide, "a command alone goes on when its host is killed under it")
{
    QProcess& daemon = start(QStringLiteral(CAIRND), {});
    awaitHost(daemon);
    const auto killDaemon = [&daemon] { ::kill(pid_t(daemon.processId()), SIGKILL); };
    std::vector<Call> calls = longPuts(1);
    Store store;
    SECTION("that sends")
    {
        whileRunning(
            calls, [this] { return has(u"data/cars"_s, u"*.car"_s); }, killDaemon);
        checkAllSucceeded(calls);
        take(calls, store);
    }
    SECTION("that receives")
    {
        run(calls, 1);
        checkAllSucceeded(calls);
        take(calls, store);
        std::vector<Call> get{{{u"get"_s, store.begin()->second.cid, u"-o"_s, path(u"first"_s)}}};
        whileRunning(
            get, [this] { return has({}, u".cairn-*"_s); }, killDaemon);
        checkAllSucceeded(get);
    }
    checkStored(store);
}
