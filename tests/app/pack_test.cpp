// SPDX-License-Identifier: MIT OR Apache-2.0
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <catch2/catch.hpp>
#include <unistd.h>

using namespace Qt::StringLiterals;

// `cairnctl pack` and `verify` as a script starts them.
namespace {

struct Ended
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

struct Shell
{
    QTemporaryDir folder;

    Ended ctl(const QStringList& arguments, const QString& output = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"CAIRN_DATA_DIR"_s, path(u".data"_s));
        environment.insert(u"XDG_RUNTIME_DIR"_s, folder.path());
        environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder.path());
        if (!output.isEmpty())
            process.setStandardOutputFile(output.startsWith(u'/') ? output : path(output));
        process.start(QStringLiteral(CAIRNCTL), arguments);
        REQUIRE(process.waitForFinished(60000));
        REQUIRE(process.exitStatus() == QProcess::NormalExit);
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    QString path(const QString& name) const { return folder.filePath(name); }

    void write(const QString& name, const QByteArray& bytes) const
    {
        REQUIRE(QDir(folder.path()).mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(bytes) == bytes.size());
    }

    QByteArray read(const QString& name) const
    {
        QFile file(path(name));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }

    QStringList names() const
    {
        QStringList names
            = QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        names.removeOne(u".data"_s);
        return names;
    }
};

QJsonObject object(const QByteArray& line)
{
    return QJsonDocument::fromJson(line).object();
}

// tests/data/unixfs-vectors.json, "file-hello-world"; contract §11.7.
const QByteArray wrapped = "bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74";
const QByteArray bare = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
const QByteArray version0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";

} // namespace

TEST_CASE_METHOD(Shell, "pack prints the root CID alone, for each profile and either way to wrap")
{
    write(u"hello.txt"_s, "hello world");
    const std::pair<QStringList, QByteArray> calls[]{
        {{}, wrapped},
        {{u"--wrap"_s}, wrapped},
        {{u"--no-wrap"_s}, bare},
        {{u"--profile"_s, u"web3.storage"_s}, wrapped},
        {{u"--profile"_s, u"ipfs-car-3"_s}, wrapped},
        {{u"--profile"_s, u"ipfs-car-3"_s, u"--no-wrap"_s}, bare},
        {{u"--profile"_s, u"unixfs-v1-2025"_s}, bare},
        {{u"--profile"_s, u"unixfs-v1-2025"_s, u"--wrap"_s}, wrapped},
        {{u"--profile"_s, u"unixfs-v0-2015"_s}, version0}};
    for (const auto& [options, cid] : calls) {
        INFO(options.join(u' ').toStdString());
        const Ended packed = ctl(QStringList{u"pack"_s} + options + QStringList{u"hello.txt"_s});
        CHECK(packed.code == 0);
        CHECK(packed.out == cid + '\n');
        CHECK(packed.err.isEmpty());
    }
    CHECK(names() == QStringList{u"hello.txt"_s}); // and writes nothing
}

TEST_CASE_METHOD(Shell, "pack --json prints one line of the shape that is fixed")
{
    write(u"d/a.txt"_s, "hello");
    write(u"d/sub/b.txt"_s, "hello world");
    const Ended packed = ctl({u"pack"_s, u"--json"_s, u"d"_s});
    CHECK(packed.code == 0);
    CHECK(packed.out.count('\n') == 1);
    QJsonObject json = object(packed.out);
    CHECK(json.keys()
          == QStringList{u"blocks"_s, u"bytes"_s, u"carBytes"_s, u"cid"_s, u"dagSize"_s, u"files"_s,
                         u"profile"_s});
    CHECK(json["profile"_L1].toString() == u"web3.storage"_s);
    CHECK(json["files"_L1].toInt() == 2);
    CHECK(json["bytes"_L1].toInt() == 16);
    CHECK(json["blocks"_L1].toInt() == 5);
    CHECK(json["carBytes"_L1].isNull());

    const Ended written = ctl({u"pack"_s, u"--json"_s, u"-o"_s, u"d.car"_s, u"d"_s});
    CHECK(written.code == 0);
    json["carBytes"_L1] = read(u"d.car"_s).size();
    CHECK(object(written.out) == json);
}

TEST_CASE_METHOD(Shell, "pack -o writes a CAR that verify finds complete")
{
    write(u"d/a.bin"_s, QByteArray(3'000'000, 'a'));
    write(u"d/b.txt"_s, "b");
    const Ended packed = ctl({u"pack"_s, u"-o"_s, u"d.car"_s, u"d"_s});
    CHECK(packed.code == 0);
    CHECK(packed.err.isEmpty());
    const Ended verified = ctl({u"verify"_s, u"d.car"_s});
    CHECK(verified.code == 0);
    CHECK(verified.out == packed.out);
    CHECK(verified.err == "cairnctl: 7 blocks, 3000317 bytes, every hash right; complete\n");
    CHECK(names() == QStringList{u"d"_s, u"d.car"_s});
}

TEST_CASE_METHOD(Shell, "pack -o - writes the CAR to standard output and says what it does twice")
{
    write(u"hello.txt"_s, "hello world");
    const Ended piped = ctl({u"pack"_s, u"-o"_s, u"-"_s, u"hello.txt"_s});
    CHECK(piped.code == 0);
    CHECK(piped.err.contains("input twice"));
    CHECK(piped.err.contains(wrapped)); // standard output is taken
    write(u"piped.car"_s, piped.out);
    CHECK(ctl({u"verify"_s, u"piped.car"_s}).out == wrapped + '\n');

    CHECK(ctl({u"pack"_s, u"-o"_s, u"-"_s, u"hello.txt"_s}, u"redirected.car"_s).code == 0);
    CHECK(read(u"redirected.car"_s) == piped.out);
    const Ended json = ctl({u"pack"_s, u"--json"_s, u"-o"_s, u"-"_s, u"hello.txt"_s});
    CHECK(json.out == piped.out);
    CHECK(json.err.contains("\"carBytes\":201"));
}

TEST_CASE_METHOD(Shell, "a result that cannot be written is a failure, the CAR and the CID alike")
{
    write(u"hello.txt"_s, "hello world");
    const Ended lost = ctl({u"pack"_s, u"hello.txt"_s}, u"/dev/full"_s);
    CHECK(lost.code == 1);
    CHECK_FALSE(lost.err.isEmpty());
    const Ended full = ctl({u"pack"_s, u"-o"_s, u"-"_s, u"hello.txt"_s}, u"/dev/full"_s);
    CHECK(full.code == 1);
    CHECK_FALSE(full.err.contains(wrapped));
}

TEST_CASE_METHOD(Shell, "pack takes hidden files when told, and says what it leaves out")
{
    write(u"d/a.txt"_s, "a");
    write(u"d/.hidden"_s, "h");
    REQUIRE(::symlink("a.txt", QFile::encodeName(path(u"d/link"_s)).constData()) == 0);
    REQUIRE(QDir(folder.path()).mkpath(u"d/empty"_s));
    const auto files = [&](const QStringList& options) {
        const Ended packed
            = ctl(QStringList{u"pack"_s, u"--json"_s} + options + QStringList{u"d"_s});
        CHECK(packed.code == 0);
        CHECK(packed.err.contains("empty folder left out: "));
        return object(packed.out)["files"_L1].toInt();
    };
    CHECK(files({}) == 2);
    CHECK(files({u"--hidden"_s}) == 3);
    CHECK(files({u"--profile"_s, u"ipfs-car-3"_s}) == 1);
    const Ended skipped = ctl({u"pack"_s, u"--profile"_s, u"ipfs-car-3"_s, u"d"_s});
    CHECK(skipped.err.contains(
        "cairnctl: symbolic link skipped: " + QFile::encodeName(path(u"d/link"_s)) + '\n'));
}

TEST_CASE_METHOD(Shell, "what is left out is named a hundred times and then counted")
{
    write(u"d/a.txt"_s, "a");
    for (int i = 0; i < 130; ++i)
        REQUIRE(QDir(folder.path()).mkpath(u"d/empty%1"_s.arg(i)));
    const Ended packed = ctl({u"pack"_s, u"d"_s});
    CHECK(packed.code == 0);
    CHECK(packed.err.count("empty folder left out") == 100);
    CHECK(packed.err.endsWith("cairnctl: and 30 more\n"));
}

TEST_CASE_METHOD(Shell, "a pack that fails says of what, writes nothing and exits with its kind")
{
    write(u"d/a.txt"_s, "a");
    write(u"e/a.txt"_s, "a");
    REQUIRE(::symlink("nowhere", QFile::encodeName(path(u"d/dangling"_s)).constData()) == 0);
    const Ended unreadable = ctl({u"pack"_s, u"-o"_s, u"d.car"_s, u"d"_s});
    CHECK(unreadable.code == 1);
    CHECK(unreadable.out.isEmpty());
    CHECK(unreadable.err.startsWith("cairnctl: "));
    CHECK(unreadable.err.contains("dangling"));
    CHECK(ctl({u"pack"_s, u"absent"_s}).code == 1);
    CHECK(ctl({u"pack"_s, u""_s}).code == 2);
    CHECK(ctl({u"pack"_s, u"-o"_s, u"absent/e.car"_s, u"e"_s}).code == 1);
    CHECK(ctl({u"pack"_s, u"e"_s, u"e"_s}).code == 1);
    CHECK(names() == QStringList{u"d"_s, u"e"_s});

    CHECK(ctl({u"pack"_s}).code == 2);
    CHECK(ctl({u"pack"_s, u"--wrap"_s, u"--no-wrap"_s, u"e"_s}).code == 2);
    CHECK(ctl({u"pack"_s, u"--name"_s, u"x"_s, u"e"_s}).code == 2);
    const Ended profile = ctl({u"pack"_s, u"--profile"_s, u"other"_s, u"e"_s});
    CHECK(profile.code == 2);
    CHECK(profile.err.contains("other"));
}

TEST_CASE_METHOD(Shell, "verify --json says what is there and what is missing")
{
    write(u"d/a.txt"_s, "hello");
    write(u"d/b.txt"_s, "hello world");
    REQUIRE(ctl({u"pack"_s, u"--no-wrap"_s, u"-o"_s, u"-"_s, u"d"_s}, u"d.car"_s).code == 0);
    QJsonObject json = object(ctl({u"verify"_s, u"--json"_s, u"d.car"_s}).out);
    CHECK(json["complete"_L1] == true);
    CHECK(json["blocks"_L1].toInt() == 3);
    CHECK(json["missing"_L1].toInt() == 0);
    CHECK(json["roots"_L1].toArray().size() == 1);

    // Without its last block, "hello world" and what frames it.
    write(u"d.car"_s, read(u"d.car"_s).chopped(1 + 36 + 11));
    const Ended partial = ctl({u"verify"_s, u"--json"_s, u"d.car"_s});
    CHECK(partial.code == 1);
    json = object(partial.out);
    CHECK(json["complete"_L1] == false);
    CHECK(json["missing"_L1].toInt() == 1);
    CHECK(json["firstMissing"_L1][0].toString().toLatin1() == bare);
    CHECK(ctl({u"verify"_s, u"d.car"_s}).err.contains("1 block is missing\n"));
}

TEST_CASE_METHOD(Shell, "verify finds a block that was renamed to a codec nobody knows missing")
{
    write(u"d/a.txt"_s, "hello world");
    REQUIRE(ctl({u"pack"_s, u"--no-wrap"_s, u"-o"_s, u"d.car"_s, u"d"_s}).code == 0);
    QByteArray car = read(u"d.car"_s);
    const QByteArray leaf = QByteArray::fromHex("01551220b94d27b9");
    const qsizetype at = car.indexOf(leaf);
    REQUIRE(car[at - 1] == 36 + 11); // the section, not the link to it
    car[at + 1] = 0x54;
    write(u"d.car"_s, car);
    const Ended verified = ctl({u"verify"_s, u"--json"_s, u"d.car"_s});
    CHECK(verified.code == 1);
    CHECK(object(verified.out)["complete"_L1] == false);
}

TEST_CASE_METHOD(Shell, "verify refuses what is not a sound CAR, with the exit code of its kind")
{
    write(u"text.car"_s, "some text");
    write(u"empty.car"_s, {});
    write(u"rootless.car"_s, QByteArray::fromHex("11a265726f6f7473806776657273696f6e01"));
    for (const QString& name : {u"text.car"_s, u"empty.car"_s, u"rootless.car"_s, u"."_s}) {
        INFO(name.toStdString());
        const Ended refused = ctl({u"verify"_s, name});
        CHECK(refused.code == 1);
        CHECK(refused.out.isEmpty());
        CHECK(refused.err.startsWith("cairnctl: "));
    }
    CHECK(ctl({u"verify"_s, u"absent.car"_s}).code == 3);
    CHECK(ctl({u"verify"_s}).code == 2);
    CHECK(ctl({u"verify"_s, u"--profile"_s, u"x"_s, u"text.car"_s}).code == 2);
}
