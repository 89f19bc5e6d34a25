// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/localservice.h"
#include "tests/app/machine.h"
#include "tests/support/faultproxy.h"
#include "tests/support/until.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <sys/stat.h>

using namespace cairn;
using namespace Qt::StringLiterals;
using cairn::test::Ended;
using cairn::test::FaultProxy;
using cairn::test::Machine;

namespace {

constexpr auto oneByte = "bafybeifow4fizj5vbhelm3tdaqdbvjcsgdl5mk7fx64qx3njhkzsxpydcm";

struct Putting : Machine
{
    qsizetype listed() { return cairn::test::jsonLines(ctl({u"ls"_s, u"--json"_s}).out).size(); }

    QString folderWith(const QString& name, const QByteArray& bytes)
    {
        const QString path = folder.filePath(u"source"_s);
        REQUIRE(QDir().mkpath(path));
        QFile file(path + u'/' + name);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(bytes) == bytes.size());
        return path;
    }
};

/// Between cairnctl and a service of this process.
struct Between : Machine
{
    std::unique_ptr<local::LocalService> service
        = *local::LocalService::start({.dataFolder = folder.filePath(u"service"_s)});
    FaultProxy proxy{service->url()};

    Ended put(const QString& path)
    {
        environment.insert(u"CAIRN_TOKEN"_s, QString::fromLatin1(service->sessionLogin().reveal()));
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CAIRNCTL),
                      {u"--endpoint"_s, proxy.url().toString(), u"put"_s, path});
        REQUIRE(test::until([&] { return process.state() == QProcess::NotRunning; },
                            std::chrono::minutes(1)));
        return {process.exitCode(), process.readAllStandardOutput().trimmed(),
                process.readAllStandardError()};
    }
};

} // namespace

TEST_CASE_METHOD(Putting,
                 "put names what looks like a secret and sends nothing, unless it is told to")
{
    folderWith(u"id_ed25519"_s,
               "-----BEGIN OPENSSH PRIVATE KEY-----\nbase64\n-----END OPENSSH PRIVATE KEY-----\n");
    const QString source = folderWith(u"holiday.txt"_s, "sunny");
    const Ended refused = ctl({u"put"_s, source});
    INFO(refused.err.toStdString());
    CHECK(refused.code == 1);
    CHECK(refused.out.isEmpty());
    CHECK(refused.err.contains("looks like a secret (private key): "));
    CHECK(refused.err.contains("id_ed25519"));
    CHECK_FALSE(refused.err.contains("holiday.txt"));
    CHECK(refused.err.contains("--allow-secrets"));
    CHECK(listed() == 0);

    const Ended told = ctl({u"put"_s, u"--allow-secrets"_s, source});
    CHECK(told.code == 0);
    CHECK(listed() == 1);
}

TEST_CASE_METHOD(Putting, "put names all that it cannot read and sends nothing")
{
    const QString source = folderWith(u"good.txt"_s, "good");
    REQUIRE(::mkfifo(QFile::encodeName(source + u"/pipe"_s).constData(), 0600) == 0);
    REQUIRE(::mkfifo(QFile::encodeName(source + u"/tube"_s).constData(), 0600) == 0);
    const Ended refused = ctl({u"put"_s, source});
    INFO(refused.err.toStdString());
    CHECK(refused.code == 1);
    CHECK(refused.out.isEmpty());
    CHECK(refused.err.contains("pipe"));
    CHECK(refused.err.contains("tube"));
    CHECK(refused.err.contains("Nothing was sent"));
    CHECK(listed() == 0);
}

TEST_CASE_METHOD(Putting,
                 "what is stored whole already is not sent again, and gets the name that is given")
{
    const QString path = file(u"data.bin"_s, 1);
    REQUIRE(ctl({u"put"_s, u"--name"_s, u"first"_s, path}).out == oneByte);
    const Ended again = ctl({u"put"_s, u"--json"_s, u"--name"_s, u"second"_s, path});
    INFO(again.err.toStdString());
    CHECK(again.code == 0);
    CHECK(again.err.contains("Stored already"));
    CHECK(again.err.contains("first"));
    CHECK_FALSE(again.err.contains("sending"));
    const QJsonObject upload = QJsonDocument::fromJson(again.out).object();
    CHECK(upload["cid"_L1].toString().toLatin1() == oneByte);
    CHECK(upload["name"_L1].toString() == u"second"_s);

    const QString car = folder.filePath(u"data.car"_s);
    REQUIRE(ctl({u"pack"_s, u"-o"_s, car, path}).code == 0);
    const Ended asCar = ctl({u"put-car"_s, car});
    CHECK(asCar.code == 0);
    CHECK(asCar.out == oneByte);
    CHECK(asCar.err.contains("Stored already"));

    // What was taken off the list is sent again.
    REQUIRE(ctl({u"rm"_s, QString::fromLatin1(oneByte)}).code == 0);
    CHECK(ctl({u"put"_s, path}).err.contains("sending"));
    CHECK(listed() == 1);
}

TEST_CASE_METHOD(Between, "whether it is stored already being unknown, put sends it")
{
    const auto answer = GENERATE(
        FaultProxy::say("500 Internal Server Error", "broken"),
        FaultProxy::say("404 Not Found", R"({"code":"HTTP_ERROR","message":"Not Found"})"),
        // Some of it is there: no pin says that all is.
        FaultProxy::say("200 OK",
                        QByteArray(R"({"_id":"1","type":"Car","name":"data.bin",)"
                                   R"("created":"2026-01-01T00:00:00Z",)"
                                   R"("updated":"2026-01-01T00:00:00Z","cid":")")
                            + oneByte
                            + R"(","dagSize":57,"pins":[{"status":"Pinning",)"
                              R"("updated":"2026-01-01T00:00:00Z","peerId":"","peerName":"",)"
                              R"("region":""}],"parts":["bagx"],"deals":[]})"));
    int asked = 0;
    proxy.plan = [&](const FaultProxy::Request& request) {
        const bool isFirst = request.path.startsWith("/user/uploads/") && asked++ == 0;
        return isFirst ? answer : FaultProxy::Fault();
    };
    const Ended put = this->put(file(u"data.bin"_s, 1));
    INFO(put.err.toStdString());
    CHECK(put.code == 0);
    CHECK(put.out == oneByte);
    CHECK(proxy.bodies.size() == 1);
    CHECK(asked == 2); // And once to confirm.

    // Known, it is not sent again.
    const Ended again = this->put(file(u"data.bin"_s, 1));
    CHECK(again.code == 0);
    CHECK(again.out == oneByte);
    CHECK(proxy.bodies.size() == 1);
    CHECK(proxy.bodies.first() == 1);
}

TEST_CASE_METHOD(Putting, "put leaves out what is excluded")
{
    const QString source = folderWith(u"good.txt"_s, "good");
    const QByteArray without = ctl({u"pack"_s, source}).out;
    folderWith(u"bad.log"_s, "bad");
    const Ended put = ctl({u"put"_s, u"--exclude"_s, u"*.log"_s, source});
    CHECK(put.code == 0);
    CHECK(put.out == without);
    CHECK(put.err.contains("bad.log"));
    CHECK_FALSE(
        ctl({u"put"_s, u"-q"_s, u"--exclude"_s, u"*.log"_s, source}).err.contains("bad.log"));
    CHECK(ctl({u"pack"_s, source}).out != without);
}

TEST_CASE_METHOD(Putting, "put stores what can be read, and says what could not, if it is told to")
{
    const QString source = folderWith(u"good.txt"_s, "good");
    REQUIRE(::mkfifo(QFile::encodeName(source + u"/pipe"_s).constData(), 0600) == 0);
    const Ended put = ctl({u"put"_s, u"-q"_s, u"--skip-unreadable"_s, source});
    CHECK(put.code == 6);
    CHECK_FALSE(put.out.isEmpty());
    CHECK(put.err.contains("pipe"));
    CHECK(listed() == 1);
}

TEST_CASE_METHOD(Putting, "put says beforehand what to know of links and names")
{
    const QString source = folderWith(u"plain"_s, "x");
    folderWith(u"a:b"_s, "x");
    folderWith(u"Plain"_s, "y");
    const QString outside = file(u"outside"_s, 10);
    REQUIRE(QFile::link(outside, source + u"/away"_s));
    const Ended followed = ctl({u"put"_s, source});
    INFO(followed.err.toStdString());
    CHECK(followed.code == 0);
    const qsizetype sent = followed.err.indexOf("sending");
    for (const QByteArray said : {"a link that leads out of the folder: ", "/source/away",
                                  "/source/a:b", "a name that is not possible on every system: "}) {
        CAPTURE(said.toStdString());
        REQUIRE(followed.err.contains(said));
        CHECK(followed.err.indexOf(said) < sent);
    }
    const Ended skipped = ctl({u"put"_s, u"--links"_s, u"skip"_s, source});
    CHECK(skipped.code == 0);
    CHECK(skipped.out != followed.out);
    CHECK_FALSE(skipped.err.contains("leads out"));
    CHECK(skipped.err.contains("left out: "));
    const Ended kept = ctl({u"put"_s, u"--links"_s, u"keep"_s, source});
    CHECK(kept.code == 0);
    const Ended back
        = ctl({u"get"_s, QString::fromUtf8(kept.out), u"-o"_s, folder.filePath(u"back"_s)});
    CHECK(back.code == 6);
    CHECK(back.err.contains("not as stored: source/away: a link that may lead out of the folder"));
    CHECK(back.err.contains("1 entry is not as stored"));
    CHECK(ctl({u"put"_s, u"--links"_s, u"chain"_s, source}).code == 2);
}

TEST_CASE_METHOD(Putting, "put names both inputs of one name and reads neither")
{
    const QString one = folderWith(u"x"_s, "1") + u"/x"_s;
    const QString other = folder.filePath(u"other/x"_s);
    const Ended refused = ctl({u"put"_s, one, other});
    CHECK(refused.code == 1);
    CHECK(refused.err.contains((u"“"_s + one + u"” and “"_s + other + u"”"_s).toUtf8()));
}

TEST_CASE_METHOD(Putting, "a path behind a link leads where the system takes it")
{
    REQUIRE(QDir(folder.path()).mkpath(u"far/in"_s));
    REQUIRE(QDir(folder.path()).mkpath(u"near"_s));
    const auto write = [&](const QString& name, const QByteArray& bytes) {
        QFile file(folder.filePath(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    };
    write(u"far/file"_s, "right");
    write(u"near/file"_s, "wrong");
    REQUIRE(QFile::link(folder.filePath(u"far/in"_s), folder.filePath(u"near/link"_s)));
    const QByteArray packed
        = ctl({u"pack"_s, u"--no-wrap"_s, folder.filePath(u"near/link/../file"_s)}).out;
    CHECK(packed == ctl({u"pack"_s, u"--no-wrap"_s, folder.filePath(u"far/file"_s)}).out);
    const QByteArray put
        = ctl({u"put"_s, u"--no-wrap"_s, folder.filePath(u"near/link/../file"_s)}).out;
    CHECK(put == packed);
    // A target as well.
    CHECK(ctl({u"get"_s, QString::fromUtf8(put), u"-o"_s, folder.filePath(u"near/link/../back"_s)})
              .code
          == 0);
    CHECK(QFile::exists(folder.filePath(u"far/back"_s)));
}
