// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/app/machine.h"

#include <QDir>

using namespace Qt::StringLiterals;
using cairn::test::Ended;
using cairn::test::jsonLines;
using cairn::test::Machine;

// The programs as their users start them: real processes, one data folder.
namespace {

QJsonArray list(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).array();
}

// tests/data/unixfs-vectors.json, "file-10485883" and "file-1".
constexpr auto tenMiB = "bafybeie2sgqdgjoftm2bzqqlhirqd3sb6tv7o4jvlmp2s6xlrhd4oaqrfa";
constexpr auto oneByte = "bafybeifow4fizj5vbhelm3tdaqdbvjcsgdl5mk7fx64qx3njhkzsxpydcm";

} // namespace

TEST_CASE_METHOD(Machine, "put of a 10 MiB file gives the CID everybody gives, and ls lists it")
{
    const Ended put = ctl({u"put"_s, file(u"data.bin"_s, 10485883)});
    CHECK(put.code == 0);
    CHECK(put.out == tenMiB);

    const Ended listed = ctl({u"ls"_s, u"--json"_s});
    CHECK(listed.code == 0);
    const QJsonArray uploads = jsonLines(listed.out);
    REQUIRE(uploads.size() == 1);
    CHECK(uploads.first()["cid"_L1].toString().toLatin1() == tenMiB);
    CHECK(uploads.first()["name"_L1].toString() == u"data.bin"_s);
    CHECK(uploads.first()["pins"_L1][0]["status"_L1].toString() == u"Pinned"_s);
}

TEST_CASE_METHOD(Machine, "pack says what put would store, and sends nothing")
{
    const QString path = file(u"data.bin"_s, 10485883);
    const Ended packed = ctl({u"pack"_s, u"--json"_s, path});
    const QJsonObject json = QJsonDocument::fromJson(packed.out).object();
    CHECK(json["cid"_L1].toString().toLatin1() == tenMiB);
    CHECK(json["profile"_L1].toString() == u"web3.storage"_s);
    CHECK(json["files"_L1].toInt() == 1);
    CHECK(json["bytes"_L1].toInt() == 10485883);
    CHECK(json["carBytes"_L1].isNull());
    CHECK(jsonLines(ctl({u"ls"_s, u"--json"_s}).out).isEmpty());
}

TEST_CASE_METHOD(Machine, "a packed CAR verifies, and no longer with one byte changed")
{
    const QString path = file(u"data.bin"_s, 3000000);
    const QString car = folder.filePath(u"data.car"_s);
    const Ended packed = ctl({u"pack"_s, u"-o"_s, car, path});
    REQUIRE(packed.code == 0);
    const Ended verified = ctl({u"verify"_s, car});
    CHECK(verified.code == 0);
    CHECK(verified.out == packed.out);
    QFile changed(car);
    REQUIRE(changed.open(QIODevice::ReadWrite));
    changed.seek(1500000);
    changed.write("x");
    changed.close();
    CHECK(ctl({u"verify"_s, car}).code == 1);
}

TEST_CASE_METHOD(Machine, "get brings back what put stored, under its name, and overwrites nothing")
{
    const QString path = file(u"data.bin"_s, 10485883);
    const QString cid = QString::fromLatin1(ctl({u"put"_s, u"--no-wrap"_s, path}).out);
    const QString back = folder.filePath(u"back.bin"_s);
    const Ended got = ctl({u"get"_s, u"--json"_s, cid, u"-o"_s, back});
    CHECK(got.code == 0);
    const QJsonObject json = QJsonDocument::fromJson(got.out).object();
    CHECK(json["target"_L1].toString() == back);
    CHECK(json["files"_L1].toInt() == 1);
    CHECK(json["bytes"_L1].toInt() == 10485883);
    CHECK(json["leftOut"_L1].toArray().isEmpty());
    QFile original(path);
    QFile copy(back);
    REQUIRE(original.open(QIODevice::ReadOnly));
    REQUIRE(copy.open(QIODevice::ReadOnly));
    CHECK(original.readAll() == copy.readAll());

    const Ended again = ctl({u"get"_s, cid, u"-o"_s, back});
    CHECK(again.code == 1);
    CHECK(again.err.contains("nothing is overwritten"));

    // Without a target it is the upload's own name, in the folder one is in.
    QDir(folder.path()).mkdir(u"here"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder.filePath(u"here"_s));
    process.start(QStringLiteral(CAIRNCTL), {u"get"_s, cid});
    REQUIRE(process.waitForFinished(60000));
    CHECK(process.exitCode() == 0);
    CHECK(process.readAllStandardOutput().trimmed()
          == folder.filePath(u"here/data.bin"_s).toUtf8());
    CHECK(QFile::exists(folder.filePath(u"here/data.bin"_s)));
}

TEST_CASE_METHOD(Machine, "get says what is wrong by its exit code, and leaves nothing behind")
{
    const QString cid = QString::fromLatin1(ctl({u"put"_s, file(u"data.bin"_s, 1)}).out);
    const QString target = folder.filePath(u"t"_s);
    CHECK(ctl({u"get"_s, QString::fromLatin1(tenMiB), u"-o"_s, target}).code == 3);
    CHECK(ctl({u"get"_s, cid + u"/nothing"_s, u"-o"_s, target}).code == 3);
    CHECK(ctl({u"get"_s, u"nonsense"_s, u"-o"_s, target}).code == 2);
    CHECK(ctl({u"get"_s, cid, u"-o"_s, folder.filePath(u"no/t"_s)}).code == 1);
    CHECK_FALSE(QFile::exists(target));
    CHECK(QDir(folder.path()).entryList({u".cairn-*"_s}, QDir::Dirs | QDir::Hidden).isEmpty());
    const Ended inside = ctl({u"get"_s, cid + u"/data.bin"_s, u"-o"_s, target});
    CHECK(inside.code == 0);
    CHECK(QFileInfo(target).size() == 1);
}

TEST_CASE_METHOD(Machine, "an upload is shown, renamed and removed by its CID")
{
    REQUIRE(ctl({u"put"_s, u"--name"_s, u"first"_s, file(u"data.bin"_s, 1)}).out == oneByte);
    const auto cid = QString::fromLatin1(oneByte);
    CHECK(QJsonDocument::fromJson(ctl({u"status"_s, u"--json"_s, cid}).out)["dagSize"_L1].toInt()
          == 57);
    CHECK(ctl({u"rename"_s, cid, u"second"_s}).code == 0);
    CHECK(jsonLines(ctl({u"ls"_s, u"--json"_s}).out).first()["name"_L1].toString() == u"second"_s);
    CHECK(ctl({u"rm"_s, cid}).code == 0);
    CHECK(jsonLines(ctl({u"ls"_s, u"--json"_s}).out).isEmpty());
    CHECK(ctl({u"rm"_s, cid}).code == 0); // It is gone.
}

TEST_CASE_METHOD(Machine, "app, daemon and command line share one store")
{
    const QString url = start();
    REQUIRE(ctl({u"put"_s, file(u"data.bin"_s, 1)}).out == oneByte);

    const Ended created = ctl({u"token"_s, u"create"_s, u"ci"_s});
    REQUIRE(created.code == 0);
    REQUIRE(created.out.count('.') == 2);
    const QJsonArray tokens = list(ctl({u"token"_s, u"ls"_s, u"--json"_s}).out);
    REQUIRE(tokens.size() == 1);

    environment.insert(u"CAIRN_TOKEN"_s, QString::fromLatin1(created.out));
    CHECK(jsonLines(ctl({u"--endpoint"_s, url, u"ls"_s, u"--json"_s}).out).size() == 1);
    CHECK(ctl({u"--endpoint"_s, url, u"token"_s, u"ls"_s}).code == 4);
    environment.remove(u"CAIRN_TOKEN"_s);

    REQUIRE(ctl({u"token"_s, u"revoke"_s, tokens.first()["_id"_L1].toString()}).code == 0);
    environment.insert(u"CAIRN_TOKEN"_s, QString::fromLatin1(created.out));
    const Ended refused = ctl({u"--endpoint"_s, url, u"ls"_s});
    CHECK(refused.code == 4);
    CHECK_FALSE(refused.err.contains(created.out));
}

TEST_CASE_METHOD(Machine, "after a crash of the daemon everything stored is there")
{
    start();
    REQUIRE(ctl({u"put"_s, file(u"data.bin"_s, 1)}).out == oneByte);
    stop(SIGKILL);
    CHECK(jsonLines(ctl({u"ls"_s, u"--json"_s}).out).size() == 1);
}

TEST_CASE_METHOD(Machine, "a user of the daemon has an account of their own")
{
    const QString url = start();
    QProcess add;
    add.setProcessEnvironment(environment);
    add.start(QStringLiteral(CAIRND), {u"user"_s, u"add"_s, u"colleague"_s});
    REQUIRE(add.waitForFinished(20000));
    const QByteArray login = add.readAllStandardOutput().trimmed();
    REQUIRE(add.exitCode() == 0);
    REQUIRE_FALSE(login.isEmpty());

    REQUIRE(ctl({u"put"_s, file(u"data.bin"_s, 1)}).code == 0);
    environment.insert(u"CAIRN_TOKEN"_s, QString::fromLatin1(login));
    const Ended theirs = ctl({u"--endpoint"_s, url, u"ls"_s, u"--json"_s});
    CHECK(theirs.code == 0);
    CHECK(jsonLines(theirs.out).isEmpty());
}

TEST_CASE_METHOD(Machine, "the exit code says what kind of failure it was")
{
    CHECK(ctl({u"fly"_s}).code == 2);
    CHECK(ctl({u"put"_s, folder.filePath(u"vanished"_s)}).code == 1);
    CHECK(ctl({u"status"_s, u"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"_s}).code
          == 3);
    CHECK(ctl({u"--account"_s, u"nobody"_s, u"ls"_s}).code == 3);
    CHECK(ctl({u"--endpoint"_s, u"http://127.0.0.1:9"_s, u"ls"_s}).code == 4);
    environment.insert(u"CAIRN_TOKEN"_s, u"wrong"_s);
    CHECK(ctl({u"--endpoint"_s, u"http://127.0.0.1:9"_s, u"ls"_s}).code == 5);
}

TEST_CASE_METHOD(Machine,
                 "a failure is a sentence on standard error, and nothing on standard output")
{
    const Ended failed = ctl({u"put"_s, folder.filePath(u"vanished"_s)});
    CHECK(failed.out.isEmpty());
    CHECK(failed.err.startsWith("cairnctl: "));
    CHECK(failed.err.contains("vanished"));
}

TEST_CASE_METHOD(Machine, "a full disk is said at once, and nothing is half there")
{
    const QString small = folder.filePath(u"small"_s);
    REQUIRE(QDir().mkpath(small));
    if (QProcess::execute(u"mount"_s,
                          {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=8m"_s, u"tmpfs"_s, small})
        != 0) {
        WARN("skipped: only root may mount a small disk");
        return;
    }
    environment.insert(u"CAIRN_DATA_DIR"_s, small);
    const Ended failed = ctl({u"put"_s, file(u"large.bin"_s, 20'000'000)});
    const Ended listed = ctl({u"ls"_s, u"--json"_s});
    const QStringList left
        = QDir(small + u"/cars"_s).entryList({u"*.car"_s, u"*.part"_s}, QDir::Files | QDir::Hidden);
    const Ended next = ctl({u"put"_s, file(u"small.bin"_s, 1000)});
    CHECK(QProcess::execute(u"umount"_s, {small}) == 0);

    CHECK(failed.code == 1);
    CHECK(failed.out.isEmpty());
    CHECK(failed.err.contains("no space left"));
    CHECK(jsonLines(listed.out).isEmpty());
    CHECK(left.isEmpty());
    CHECK(next.code == 0);
}
