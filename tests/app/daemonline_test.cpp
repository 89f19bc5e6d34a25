// SPDX-License-Identifier: MIT OR Apache-2.0
// The command line of cairnd: what it refuses, what it says, and what it leaves alone.
#include "tests/app/machine.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using cairn::test::Ended;
using cairn::test::Machine;

namespace {

struct DaemonLine : Machine
{
    DaemonLine()
    {
        // So that what Qt would choose instead is in the same place.
        environment.remove(u"XDG_RUNTIME_DIR"_s);
        environment.insert(u"TMPDIR"_s, folder.path());
        environment.insert(u"LC_ALL"_s, u"de_DE.UTF-8"_s);
        environment.insert(u"LANGUAGE"_s, u"de"_s);
    }

    Ended cairnd(const QStringList& words)
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CAIRND), words);
        REQUIRE(process.waitForFinished(10000));
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    QString data() const { return folder.filePath(u"data"_s); }
    bool isUntouched() const
    {
        return QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
};

QJsonObject errorIn(const Ended& ended)
{
    return QJsonDocument::fromJson(ended.err)["error"_L1].toObject();
}

QJsonDocument json(const Ended& ended)
{
    return QJsonDocument::fromJson(ended.out);
}

} // namespace

TEST_CASE_METHOD(DaemonLine,
                 "cairnd refuses what it does not understand before it touches anything")
{
    const QString line = GENERATE(
        u"--stray"_s, u"chekc"_s, u"user"_s, u"user fly"_s, u"user add"_s, u"user add a b"_s,
        u"user ls a"_s, u"user tag a b"_s, u"token ls"_s, u"token block a"_s, u"token block a b"_s,
        u"gc a"_s, u"gc --repair"_s, u"check --dry-run"_s, u"check --listen 127.0.0.1:0"_s,
        u"--dry-run"_s, u"adopt a"_s, u"adopt nonsense a"_s, u"rebuild a"_s, u"--mode rx"_s,
        u"--sunset soon"_s, u"--free-after soon"_s, u"--free-after -1"_s,
        u"--allow-origin nonsense"_s, u"--trusted-proxy nonsense"_s, u"--gateway nonsense"_s);
    const Ended ended = cairnd(line.split(' '_L1));
    INFO(line.toStdString() << ": " << ended.err.toStdString());
    CHECK(ended.code == 2);
    CHECK(ended.out == "");
    CHECK(ended.err.startsWith("cairnd: "));
    CHECK(isUntouched());
}

TEST_CASE_METHOD(DaemonLine, "cairnd refuses values that are empty")
{
    for (const QString& option :
         {u"--data"_s, u"--listen"_s, u"--host-name"_s, u"--trusted-proxy"_s, u"--mode"_s,
          u"--sunset"_s, u"--gateway"_s, u"--allow-origin"_s, u"--free-after"_s}) {
        const Ended ended = cairnd({option, u""_s});
        INFO(ended.err.toStdString());
        CHECK(ended.code == 2);
        CHECK(ended.err.contains(option.toUtf8()));
    }
    CHECK(cairnd({u"user"_s, u"add"_s, u""_s}).code == 2);
    CHECK(isUntouched());
}

TEST_CASE_METHOD(DaemonLine, "cairnd listens where it is told in full, and nowhere else")
{
    const QString where = GENERATE(
        u"8787"_s, u"80"_s, u"1"_s, u":8787"_s, u"127.0.0.1"_s, u"127.0.0.1:"_s, u"localhost"_s,
        u"[::1]"_s, u"::1"_s, u"::1:8787"_s, u"[::1"_s, u"[127.0.0.1]:80"_s, u"1:80"_s,
        u"127.1:80"_s, u"256.0.0.1:80"_s, u"0x7f000001:80"_s, u"127.0.0.1:65536"_s,
        u"127.0.0.1:-1"_s, u"127.0.0.1:+80"_s, u"127.0.0.1:0x50"_s, u"127.0.0.1:80/x"_s,
        u"http://127.0.0.1:80"_s, u"a@127.0.0.1:80"_s, u"127.0.0.1: 80"_s, u"*:80"_s,
        u"some.host:80"_s, u"0.0.0.0:8787"_s, u"[::]:8787"_s, u"192.0.2.1:80"_s);
    const Ended ended = cairnd({u"--listen"_s, where});
    INFO(where.toStdString() << ": " << ended.err.toStdString());
    CHECK(ended.code == 2);
    CHECK(ended.err.contains(where.toUtf8()));
    CHECK(isUntouched());
}

TEST_CASE_METHOD(DaemonLine, "a sentence about --listen says what is missing")
{
    const auto said = [this](const QString& where) { return cairnd({u"--listen"_s, where}).err; };
    CHECK(said(u"8787"_s).contains("127.0.0.1:8787"));
    CHECK(said(u"127.0.0.1"_s).contains("127.0.0.1:8787"));
    CHECK(said(u"::1"_s).contains("[::1]:8787"));
    CHECK(said(u"0.0.0.0:80"_s).contains("--insecure-listen"));
}

TEST_CASE_METHOD(DaemonLine, "commands that need a data folder make none")
{
    const QString line = GENERATE(
        u"check"_s, u"check --repair"_s, u"gc"_s, u"gc --dry-run"_s, u"user ls"_s, u"token ls a"_s,
        u"adopt"_s, u"rebuild"_s, u"token block a 1"_s, u"user tag a HasPsaAccess true"_s,
        u"adopt bagbaieraqgqnhmjuq3rekyaauoamprsj5guceamtibe6hhgdo4kr6mo6j2ea a"_s);
    const Ended ended = cairnd(line.split(' '_L1));
    INFO(ended.err.toStdString());
    CHECK(ended.code == 1);
    CHECK(ended.err.contains(data().toUtf8()));
    CHECK(ended.err.contains("cairnd user add"));
    CHECK(isUntouched());
}

TEST_CASE_METHOD(DaemonLine, "cairnd serves without a word but its address, in every language")
{
    const QString url = start();
    CHECK(url.startsWith(u"http://127.0.0.1:"_s));
    daemon.terminate();
    REQUIRE(daemon.waitForFinished(20000));
    // But for the log.
    for (const QByteArray& line : daemon.readAllStandardError().trimmed().split('\n'))
        CHECK(line.startsWith("cairn."));
}

TEST_CASE_METHOD(DaemonLine, "a mistyped command is told with the one that was meant")
{
    CHECK(cairnd({u"chekc"_s}).err.contains("Did you mean “cairnd check”?"));
    CHECK(cairnd({u"user"_s, u"lls"_s}).err.contains("“ls”"));
    CHECK(cairnd({u"usr"_s, u"ls"_s}).err.contains("Did you mean “cairnd user ls”?"));
    CHECK(cairnd({u"tokens"_s, u"ls"_s, u"a"_s}).err.contains("Did you mean “cairnd token ls”?"));
    CHECK_FALSE(cairnd({u"upload"_s}).err.contains("Did you mean"));
}

TEST_CASE_METHOD(DaemonLine, "each command of cairnd explains itself with an example")
{
    const QString line
        = GENERATE(u""_s, u"user"_s, u"user add"_s, u"user ls"_s, u"user tag"_s, u"token ls"_s,
                   u"token block"_s, u"gc"_s, u"adopt"_s, u"check"_s, u"rebuild"_s);
    const Ended help = cairnd(line.split(' '_L1, Qt::SkipEmptyParts) + QStringList{u"--help"_s});
    INFO(help.out.toStdString());
    CHECK(help.code == 0);
    CHECK(help.err == "");
    CHECK(help.out.startsWith("Usage: cairnd "));
    const qsizetype example = help.out.indexOf("\nExample:\n  cairnd");
    REQUIRE(example > 0);
    CHECK(help.out.indexOf(line.toUtf8(), example) > 0);
    CHECK(isUntouched());
}

TEST_CASE_METHOD(DaemonLine, "lists and reports of cairnd are to be had as JSON")
{
    const Ended added = cairnd({u"user"_s, u"add"_s, u"a\nb"_s, u"--json"_s});
    CHECK(added.code == 0);
    CHECK(json(added)["name"_L1].toString() == u"a\nb"_s);
    CHECK(json(added)["login"_L1].toString().size() > 20);

    const QJsonArray users = json(cairnd({u"--json"_s, u"user"_s, u"ls"_s})).array();
    REQUIRE(users.size() == 2);
    CHECK(users.last()["name"_L1].toString() == u"a\nb"_s);

    REQUIRE(ctl({u"put"_s, file(u"data.bin"_s, 100000)}).code == 0);
    REQUIRE(ctl({u"token"_s, u"create"_s, u"ci"_s}).code == 0);
    const QString owner = users.first()["name"_L1].toString();
    const QJsonArray tokens = json(cairnd({u"token"_s, u"ls"_s, owner, u"--json"_s})).array();
    REQUIRE(tokens.size() == 1);
    CHECK(tokens.first()["name"_L1].toString() == u"ci"_s);
    CHECK_FALSE(tokens.first()["id"_L1].isNull());

    const Ended clean = cairnd({u"check"_s, u"--json"_s});
    CHECK(clean.code == 0);
    CHECK(json(clean)["result"_L1].toString() == u"clean"_s);
    CHECK(json(clean)["cars"_L1].toInt() == 1);
    CHECK(json(clean)["findings"_L1].toArray().isEmpty());

    const QJsonDocument garbage = json(cairnd({u"gc"_s, u"--dry-run"_s, u"--json"_s}));
    CHECK(garbage["dryRun"_L1].toBool());
    CHECK(garbage["cars"_L1].isDouble());
    CHECK(garbage["uploads"_L1].isArray());
    CHECK(json(cairnd({u"adopt"_s, u"--json"_s})).isArray());
    CHECK(json(cairnd({u"rebuild"_s, u"--json"_s}))["cars"_L1].toInt() == 1);
}

TEST_CASE_METHOD(DaemonLine, "check as JSON names what is damaged")
{
    REQUIRE(ctl({u"put"_s, file(u"data.bin"_s, 100000)}).code == 0);
    const QDir cars(data() + u"/cars"_s);
    const QString name = cars.entryList({u"*.car"_s}).value(0);
    QFile car(cars.filePath(name));
    REQUIRE(car.open(QIODevice::ReadWrite));
    car.seek(car.size() / 2);
    car.write("damage");
    car.close();
    const Ended damaged = cairnd({u"check"_s, u"--json"_s});
    CHECK(damaged.code == 1);
    CHECK(json(damaged)["result"_L1].toString() == u"damaged"_s);
    const QJsonObject first = json(damaged)["findings"_L1][0].toObject();
    CHECK(first["kind"_L1].toString() == u"damagedCar"_s);
    CHECK(first["cid"_L1].toString() == name.chopped(4));
    CHECK(first["repaired"_L1] == QJsonValue(false));
}

TEST_CASE_METHOD(DaemonLine, "faults of cairnd are JSON where the results are")
{
    const Ended misused = cairnd({u"chekc"_s, u"--json"_s});
    CHECK(misused.code == 2);
    CHECK(errorIn(misused)["code"_L1].toString() == u"USAGE"_s);
    CHECK(errorIn(misused)["message"_L1].toString().contains(u"chekc"_s));
    CHECK(errorIn(cairnd({u"--json"_s}))["code"_L1].toString() == u"USAGE"_s);
    CHECK(errorIn(cairnd({u"--stray"_s, u"--json"_s}))["code"_L1].toString() == u"USAGE"_s);

    const Ended missing = cairnd({u"check"_s, u"--json"_s});
    CHECK(missing.code == 1);
    CHECK(missing.out == "");
    CHECK(errorIn(missing)["code"_L1].toString() == u"DATA_FOLDER_MISSING"_s);
    CHECK(errorIn(missing)["subject"_L1].toString() == data());

    REQUIRE(cairnd({u"user"_s, u"add"_s, u"a"_s}).code == 0);
    CHECK(errorIn(cairnd({u"token"_s, u"ls"_s, u"b"_s, u"--json"_s}))["code"_L1].toString()
          == u"USER_UNKNOWN"_s);
}
