// SPDX-License-Identifier: MIT OR Apache-2.0
// Small CARs that found something once (tests/data/cars): what the programs make of each.
#include "tests/app/machine.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using cairn::test::Ended;
using cairn::test::Machine;

namespace {

struct Cars : Machine
{
    static QString car(const QString& name)
    {
        return QStringLiteral(CAIRN_TEST_DATA) + u"/cars/"_s + name + u".car"_s;
    }
    Ended verify(const QString& name) { return ctl({u"verify"_s, u"--json"_s, car(name)}); }
    /// The root it was stored under.
    QString stored(const QString& name, int code = 0)
    {
        const Ended put = ctl({u"put-car"_s, car(name)});
        INFO(put.err.toStdString());
        CHECK(put.code == code);
        return QString::fromUtf8(put.out);
    }
    /// By "get" into the folder @p name: what it left out, path and reason.
    QStringList got(const QString& name)
    {
        const Ended got
            = ctl({u"get"_s, u"--json"_s, stored(name), u"-o"_s, folder.filePath(name)});
        INFO(got.err.toStdString());
        const QJsonObject json = QJsonDocument::fromJson(got.out).object();
        QStringList leftOut;
        for (const QJsonValue entry : json["leftOut"_L1].toArray())
            leftOut << entry["path"_L1].toString() + u": "_s + entry["reason"_L1].toString();
        CHECK(json["leftOutCount"_L1].toInteger() == leftOut.size());
        CHECK(got.code == (leftOut.isEmpty() ? 0 : 6));
        return leftOut;
    }
    QStringList namesIn(const QString& name) const
    {
        return QDir(folder.filePath(name))
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                       QDir::Name);
    }
    struct stat statusOf(const QString& name) const
    {
        struct stat raw = {};
        REQUIRE(::lstat(QFile::encodeName(folder.filePath(name)).constData(), &raw) == 0);
        return raw;
    }
};

} // namespace

TEST_CASE_METHOD(Cars, "sound CARs of every form are verified, stored and given back")
{
    start();
    for (const auto& name :
         {u"ok"_s, u"v0"_s, u"rev-order"_s, u"dup-blocks"_s, u"extra-block"_s, u"sha512-leaf"_s,
          u"go-sha3"_s, u"go-blake2b"_s, u"two-same-roots"_s, u"carv2"_s, u"go-v2-indexed"_s,
          u"go-v2-padded"_s, u"zero-pad"_s, u"empty-dir"_s, u"empty-file-pb"_s, u"empty-raw-root"_s,
          u"unixfs-raw-type"_s, u"identity-leaf-absent"_s}) {
        CAPTURE(name.toStdString());
        CHECK(verify(name).code == 0);
        CHECK(got(name).isEmpty());
        CHECK(QFileInfo::exists(folder.filePath(name)));
    }
    for (const auto& name : {u"dagcbor-root"_s, u"dagjson-root"_s, u"dagpb-nodata"_s}) {
        CAPTURE(name.toStdString());
        CHECK(verify(name).code == 0);
        CHECK_FALSE(stored(name).isEmpty());
    }
}

TEST_CASE_METHOD(Cars, "what is no sound CAR is refused with the file, the place and the rule")
{
    const std::vector<std::pair<QString, QByteArrayList>> refused{
        {u"empty"_s, {"is empty"}},
        {u"html"_s, {"is no CAR", "begins with “<"}},
        {u"truncated"_s, {"cut short", "at byte "}},
        {u"bad-hash"_s, {"has not the bytes that its hash says", "at byte ", "Block baf"}},
        {u"trailing-junk"_s, {"byte "}},
        {u"go-blake3"_s, {"cannot compute the hash of block baf", "at byte "}},
        {u"go-sha1"_s, {"cannot compute the hash of block baf", "at byte "}},
        {u"identity-root"_s, {"identity hash", "at byte "}},
        {u"identity-leaf-present"_s, {"identity hash", "at byte "}}};
    start();
    for (const auto& [name, words] : refused) {
        CAPTURE(name.toStdString());
        for (const char* command : {"verify", "put-car"}) {
            const Ended ended = ctl({QString::fromLatin1(command), car(name)});
            CAPTURE(command, ended.err.toStdString());
            CHECK(ended.code == 1);
            CHECK(ended.out.isEmpty());
            CHECK(ended.err.contains((u"/cars/"_s + name + u".car”"_s).toUtf8()));
            for (const QByteArray& word : words)
                CHECK(ended.err.contains(word));
        }
    }
    for (const auto& [name, word] : std::vector<std::pair<QString, QByteArray>>{
             {u"no-roots"_s, "names no root"},
             {u"identity-root-empty"_s, "has the identity hash"},
             {u"no-blocks"_s, "does not hold its root baf"},
             {u"root-absent"_s, "does not hold its root baf"}}) {
        const Ended ended = ctl({u"put-car"_s, car(name)});
        CAPTURE(name.toStdString(), ended.err.toStdString());
        CHECK(ended.code == 1);
        CHECK(ended.err.contains(word));
        CHECK(verify(name).code == (name == u"identity-root-empty"_s ? 0 : 1));
    }
    CHECK(ctl({u"verify"_s, car(u"identity-root-empty"_s)}).err.contains("has the identity hash"));
}

TEST_CASE_METHOD(Cars, "verify names roots, what they lack, and what they do not need")
{
    const QJsonObject extra = QJsonDocument::fromJson(verify(u"extra-block"_s).out).object();
    CHECK(extra["complete"_L1] == true);
    CHECK(extra["unreached"_L1] == 1);
    CHECK(extra["firstUnreached"_L1].toArray().size() == 1);
    const QJsonObject absent = QJsonDocument::fromJson(verify(u"root-absent"_s).out).object();
    CHECK(absent["complete"_L1] == false);
    CHECK(absent["absentRoots"_L1].toArray().size() == 1);
    CHECK(absent["unreached"_L1].toInteger() > 0);
}

TEST_CASE_METHOD(Cars, "names that no file can have are named, and nothing is written outside")
{
    start();
    const QString noName = u": no file can have that name"_s;
    for (const auto& name : {u"name-nul"_s, u"name-slash"_s, u"name-dot"_s, u"name-dotdot"_s,
                             u"name-abs"_s, u"name-emptyname"_s}) {
        CAPTURE(name.toStdString());
        const QStringList before = namesIn({});
        const QStringList leftOut = got(name);
        REQUIRE(leftOut.size() == 1);
        CHECK(leftOut.front().endsWith(noName));
        CHECK(namesIn({}).size() == before.size() + 1);
    }
    CHECK(got(u"name-newline"_s).isEmpty());
    CHECK(got(u"name-bs"_s).isEmpty());
    CHECK(got(u"name-case"_s).isEmpty());
    CHECK(namesIn(u"name-case"_s).size() == 2);
}

TEST_CASE_METHOD(Cars, "what is not a file is left out with its reason, the rest comes back")
{
    start();
    CHECK(got(u"symlink"_s).isEmpty());
    for (const auto& [name, reason] : std::vector<std::pair<QString, QString>>{
             {u"symlink-abs"_s, u"may lead out of the folder"_s},
             {u"dir-with-cbor-child"_s, u"neither a file nor a folder nor a link"_s},
             {u"unixfs-metadata-type"_s, u"neither a file nor a folder nor a link"_s}}) {
        CAPTURE(name.toStdString());
        const QStringList leftOut = got(name);
        REQUIRE(leftOut.size() == 1);
        CHECK(leftOut.front().endsWith(reason));
    }
    const QStringList wrong = got(u"blocksizes-wrong"_s);
    REQUIRE(wrong.size() == 1);
    CHECK(wrong.front().contains(u"written whole, though its block baf"_s));
    CHECK(got(u"deepfile300"_s).isEmpty());
    CHECK(got(u"deep1000"_s).isEmpty());
}

TEST_CASE_METHOD(Cars, "rights and times of a CAR come back")
{
    start();
    CHECK(got(u"mode-suid"_s).isEmpty());
    for (const QString& name : namesIn(u"mode-suid"_s))
        CHECK((statusOf(u"mode-suid/"_s + name).st_mode & 07000) == 0);
    for (const auto& name : {u"mtime-1901"_s, u"mtime-neg1"_s, u"mtime-2200"_s, u"mtime-y9999"_s})
        CHECK(got(name).isEmpty());
    CHECK(statusOf(u"mtime-neg1"_s).st_mtim.tv_sec == -1);
}

TEST_CASE_METHOD(Cars, "a CAR of several roots is counted, and each of them stored when asked")
{
    start();
    const QString several = folder.filePath(u"several.car"_s);
    const QString one = file(u"one"_s, 1000);
    const QString other = file(u"other"_s, 2000);
    REQUIRE(ctl({u"pack"_s, u"--no-wrap"_s, u"-o"_s, folder.filePath(u"a.car"_s), one}).code == 0);
    REQUIRE(ctl({u"pack"_s, u"--no-wrap"_s, u"-o"_s, folder.filePath(u"b.car"_s), other}).code
            == 0);
    const auto read = [&](const QString& name) {
        QFile file(folder.filePath(name));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    };
    // Both are a header of one root, then a block of that root's CID.
    const QByteArray a = read(u"a.car"_s);
    const QByteArray b = read(u"b.car"_s);
    const qsizetype header = 1 + a[0];
    const QByteArray cidOf = QByteArray::fromHex("d82a58250001551220");
    const QByteArray rootA = a.mid(a.indexOf(cidOf), cidOf.size() + 32);
    const QByteArray rootB = b.mid(b.indexOf(cidOf), cidOf.size() + 32);
    QByteArray roots = a.first(header).mid(1);
    roots.replace(QByteArray("\x81", 1) + rootA, QByteArray("\x82", 1) + rootA + rootB);
    QFile file(several);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(1, char(roots.size())) + roots + a.mid(header) + b.mid(header));
    file.close();

    const Ended refused = ctl({u"put-car"_s, several});
    CAPTURE(refused.err.toStdString());
    CHECK(refused.code == 1);
    CHECK(refused.err.contains("names 2 roots"));
    CHECK(refused.err.contains("--each-root"));
    const Ended each = ctl({u"put-car"_s, u"--each-root"_s, several});
    INFO(each.err.toStdString());
    CHECK(each.code == 0);
    REQUIRE(each.out.split('\n').size() == 2);
    for (const QByteArray& root : each.out.split('\n')) {
        const QString target = folder.filePath(QString::fromUtf8(root));
        CHECK(ctl({u"get"_s, QString::fromUtf8(root), u"-o"_s, target}).code == 0);
    }
}

TEST_CASE_METHOD(Cars, "an incomplete CAR is stored in part, and says what is missing")
{
    start();
    const QString source = file(u"big"_s, 3 * 1024 * 1024);
    const QString whole = folder.filePath(u"whole.car"_s);
    REQUIRE(ctl({u"pack"_s, u"--no-wrap"_s, u"-o"_s, whole, source}).code == 0);
    QFile file(whole);
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    // Without its first leaf: 1 MiB and what stands before it.
    const qsizetype header = 1 + bytes[0];
    const qsizetype leaf = 3 + 36 + 1024 * 1024;
    QFile cut(folder.filePath(u"cut.car"_s));
    REQUIRE(cut.open(QIODevice::WriteOnly));
    cut.write(bytes.first(header) + bytes.mid(header + leaf));
    cut.close();
    const Ended verified = ctl({u"verify"_s, cut.fileName()});
    CHECK(verified.code == 1);
    CHECK(verified.err.contains("missing: bafk"));
    const Ended put = ctl({u"put-car"_s, cut.fileName()});
    INFO(put.err.toStdString());
    CHECK(put.code == 6);
    CHECK(put.err.contains("not in this CAR, though the root needs it: bafk"));
    CHECK(put.err.contains("Stored in part: 1 block is missing"));
    // A CAR with the rest makes it whole.
    CHECK(ctl({u"put-car"_s, whole}).code == 0);
    CHECK(ctl({u"get"_s, QString::fromUtf8(put.out), u"-o"_s, folder.filePath(u"back"_s)}).code
          == 0);
}
