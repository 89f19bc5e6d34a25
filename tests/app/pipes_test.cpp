// SPDX-License-Identifier: MIT OR Apache-2.0
// Standard input and output, pipes and devices, where a command takes or makes a file.
#include "core/base/posix/process.h"
#include "tests/app/machine.h"
#include "tests/support/until.h"

#include <QDir>

#include <sys/stat.h>

#include <thread>

using namespace Qt::StringLiterals;
using cairn::test::Ended;
using cairn::test::jsonLines;
using cairn::test::Machine;

namespace {

struct Piping : Machine
{
    QByteArray bytes = QByteArray("what goes through a pipe\n").repeated(100'000);

    QString fifo()
    {
        const QString path = folder.filePath(u"fifo"_s);
        REQUIRE(::mkfifo(QFile::encodeName(path).constData(), 0600) == 0);
        return path;
    }
    QByteArray contents(const QString& path)
    {
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }
    QString put(const QStringList& words, const QByteArray& input)
    {
        const Ended ended = ctl(QStringList{u"put"_s, u"-q"_s} + words, input);
        INFO(ended.err.toStdString());
        REQUIRE(ended.code == 0);
        return QString::fromLatin1(ended.out);
    }
    /// Nothing is left of what was on the way.
    bool isClean()
    {
        return ctl({u"transfer"_s, u"ls"_s}).out.isEmpty()
            && QDir(folder.filePath(u"temporary"_s)).isEmpty();
    }
    Piping()
    {
        REQUIRE(QDir(folder.path()).mkdir(u"temporary"_s));
        environment.insert(u"TMPDIR"_s, folder.filePath(u"temporary"_s));
    }
};

} // namespace

TEST_CASE_METHOD(Piping, "put stores standard input under the name it is given")
{
    const QString cid = put({u"--name"_s, u"log.txt"_s, u"-"_s}, bytes);
    const QJsonObject upload = jsonLines(ctl({u"ls"_s, u"--json"_s}).out).first().toObject();
    CHECK(upload["name"_L1] == u"log.txt"_s);
    CHECK(ctl({u"get"_s, u"-q"_s, cid + u"/log.txt"_s, u"-o"_s, u"-"_s}).out == bytes.trimmed());
    // The same bytes in a file of that name are the same content.
    QFile file(folder.filePath(u"log.txt"_s));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    CHECK(put({file.fileName()}, {}) == cid);
    CHECK(isClean());
}

TEST_CASE_METHOD(Piping, "put, pack and verify read from a named pipe")
{
    const QString path = fifo();
    const auto written = [&](const QByteArray& text, const QStringList& words) {
        std::jthread writer([&] {
            QFile pipe(path);
            if (pipe.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
                pipe.write(text);
        });
        return ctl(words);
    };
    const QString cid = put({u"--no-wrap"_s, u"-"_s}, bytes);
    CHECK(written(bytes, {u"pack"_s, u"--no-wrap"_s, path}).out == cid.toLatin1());
    CHECK(written(bytes, {u"put"_s, u"--no-wrap"_s, path}).out == cid.toLatin1());
    const QString car = folder.filePath(u"a.car"_s);
    REQUIRE(ctl({u"export"_s, cid, u"-o"_s, car}).code == 0);
    CHECK(written(contents(car), {u"verify"_s, path}).out == cid.toLatin1());
}

TEST_CASE_METHOD(Piping, "put-car and verify read standard input")
{
    const QString cid = put({u"--no-wrap"_s, u"-"_s}, bytes);
    const QString car = folder.filePath(u"a.car"_s);
    REQUIRE(ctl({u"export"_s, cid, u"-o"_s, car}).code == 0);
    REQUIRE(ctl({u"rm"_s, cid}).code == 0);
    CHECK(ctl({u"put-car"_s, u"--name"_s, u"again"_s, u"-"_s}, contents(car)).out
          == cid.toLatin1());
    CHECK(ctl({u"verify"_s, u"-"_s}, contents(car)).out == cid.toLatin1());
    const Ended wrong = ctl({u"verify"_s, u"-"_s}, "no CAR");
    CHECK(wrong.code == 1);
    const Ended none = ctl({u"put-car"_s, u"-"_s}, "no CAR");
    CHECK(none.code == 1);
    CHECK_FALSE(none.err.contains("cairnctl-")); // What is said is said of the pipe.
    CHECK(isClean());
}

TEST_CASE_METHOD(Piping, "get writes a verified file to standard output, a pipe or a device")
{
    const QString cid = put({u"--no-wrap"_s, u"-"_s}, bytes);
    CHECK(ctl({u"get"_s, u"-q"_s, cid, u"-o"_s, u"-"_s}).out == bytes.trimmed());
    CHECK(ctl({u"get"_s, cid, u"-o"_s, u"/dev/null"_s}).code == 0);
    const Ended full = ctl({u"get"_s, cid, u"-o"_s, u"/dev/full"_s});
    CHECK(full.code == 1);
    CHECK(full.err.contains("space"));

    const QString path = fifo();
    QByteArray read;
    {
        std::jthread reader([&] { read = contents(path); });
        CHECK(ctl({u"get"_s, cid, u"-o"_s, path}).code == 0);
    }
    CHECK(read == bytes);
    CHECK(isClean());
}

TEST_CASE_METHOD(Piping, "what a killed call has read from standard input goes with the next one")
{
    QProcess killed;
    killed.setProcessEnvironment(environment);
    killed.start(QStringLiteral(CAIRNCTL), {u"put"_s, u"-"_s});
    killed.write(bytes);
    REQUIRE(killed.waitForStarted(20'000));
    const QDir temporary(folder.filePath(u"temporary"_s));
    REQUIRE(cairn::test::until([&] { return !temporary.isEmpty(); }));
    // Who lives keeps its own.
    put({u"-"_s}, bytes);
    CHECK_FALSE(temporary.isEmpty());
    killed.kill();
    REQUIRE(killed.waitForFinished(20'000));
    CHECK_FALSE(temporary.isEmpty());
    put({u"-"_s}, bytes);
    CHECK(temporary.isEmpty());
}

TEST_CASE_METHOD(Piping, "pack writes over nothing, and to a pipe or a device")
{
    const QString source = file(u"a"_s, 10);
    const QString there = file(u"precious"_s, 10);
    const QByteArray before = contents(there);
    const Ended refused = ctl({u"pack"_s, u"-o"_s, there, source});
    CHECK(refused.code == 1);
    CHECK(refused.err.contains("nothing is overwritten"));
    CHECK(contents(there) == before);
    CHECK(ctl({u"pack"_s, u"-o"_s, u"/dev/null"_s, source}).code == 0);
    CHECK(ctl({u"pack"_s, u"-o"_s, u"/dev/full"_s, source}).code == 1);
}

TEST_CASE_METHOD(Piping, "a folder does not go to standard output")
{
    REQUIRE(QDir(folder.path()).mkdir(u"two"_s));
    const QString cid
        = put({QFileInfo(file(u"two/a"_s, 1)).path(), file(u"two/b"_s, 1)}, {}); // and a file
    const Ended got = ctl({u"get"_s, u"-q"_s, cid, u"-o"_s, u"-"_s});
    CHECK(got.code != 0);
    CHECK(got.out.isEmpty());
    CHECK(isClean());
}

TEST_CASE_METHOD(Piping, "get -o DIR/ puts it into that folder")
{
    const QString cid = put({u"--name"_s, u"log.txt"_s, u"--no-wrap"_s, u"-"_s}, bytes);
    const QString into = folder.filePath(u"into/"_s);
    CHECK(ctl({u"get"_s, cid, u"-o"_s, into}).code != 0); // It is not there.
    REQUIRE(QDir(folder.path()).mkdir(u"into"_s));
    CHECK(ctl({u"get"_s, cid, u"-o"_s, into}).code == 0);
    CHECK(contents(into + u"log.txt"_s) == bytes);
}

TEST_CASE_METHOD(Piping, "export gives the CAR of a CID, to a file or standard output")
{
    const QString cid = put({u"--no-wrap"_s, u"-"_s}, bytes);
    const QString car = folder.filePath(u"a.car"_s);
    const Ended exported = ctl({u"export"_s, u"--json"_s, cid, u"-o"_s, car});
    REQUIRE(exported.code == 0);
    const QJsonObject json = QJsonDocument::fromJson(exported.out).object();
    CHECK(json["target"_L1] == car);
    CHECK(json["carBytes"_L1].toInteger() == QFileInfo(car).size());
    CHECK(ctl({u"verify"_s, car}).out == cid.toLatin1());
    CHECK(ctl({u"export"_s, cid, u"-o"_s, u"-"_s}).out == contents(car).trimmed());

    const Ended again = ctl({u"export"_s, cid, u"-o"_s, car});
    CHECK(again.code == 1);
    CHECK(again.err.contains("nothing is overwritten"));
    const Ended unknown
        = ctl({u"export"_s, u"bafkreidon73zkcrwdb5iafqtijxildoonbwnpv7dyd6ef3qdgads2jc4su"_s,
               u"-o"_s, folder.filePath(u"b.car"_s)});
    CHECK(unknown.code == 3);
    CHECK_FALSE(QFile::exists(folder.filePath(u"b.car"_s)));
    CHECK(QDir(folder.path()).entryList({u".cairn-*"_s}, QDir::Files | QDir::Hidden).isEmpty());
    CHECK(isClean());
}
