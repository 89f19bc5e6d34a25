// SPDX-License-Identifier: MIT OR Apache-2.0
// ls, search, rm, rename, link, account ls, token ls: what a script does with what is stored.
#include "tests/app/machine.h"

#include <QDir>
#include <QSettings>

using namespace Qt::StringLiterals;
using cairn::test::Ended;
using cairn::test::jsonLines;
using cairn::test::Machine;

namespace {

constexpr auto absent = "bafkreidon73zkcrwdb5iafqtijxildoonbwnpv7dyd6ef3qdgads2jc4su";

struct Listing : Machine
{
    QString put(const QString& name, const QStringList& options = {})
    {
        QFile source(folder.filePath(name));
        REQUIRE(source.open(QIODevice::WriteOnly));
        source.write(name.toUtf8());
        source.close();
        const Ended ended = ctl(QStringList{u"put"_s} + options + QStringList{source.fileName()});
        REQUIRE(ended.code == 0);
        return QString::fromLatin1(ended.out);
    }
    QStringList listed()
    {
        return QString::fromUtf8(ctl({u"ls"_s, u"--cid"_s}).out).split('\n'_L1, Qt::SkipEmptyParts);
    }
    static QJsonObject errorOf(const Ended& ended)
    {
        return QJsonDocument::fromJson(ended.err).object()["error"_L1].toObject();
    }
};

} // namespace

TEST_CASE_METHOD(Listing, "ls lists CIDs alone, or an object a line")
{
    const QString one = put(u"one"_s);
    const QString two = put(u"two"_s);
    CHECK(listed() == QStringList{two, one});
    const QJsonArray lines = jsonLines(ctl({u"ls"_s, u"--json"_s}).out);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0]["cid"_L1] == two);
    CHECK(lines[1]["name"_L1] == u"one"_s);
}

TEST_CASE_METHOD(Listing, "ls of a folder's CID lists its entries, and one of them can be got")
{
    REQUIRE(QDir(folder.path()).mkpath(u"photos/summer"_s));
    file(u"photos/a.jpg"_s, 10);
    file(u"photos/summer/b\nc.jpg"_s, 20);
    const QString cid = QString::fromLatin1(ctl({u"put"_s, folder.filePath(u"photos"_s)}).out);
    const QByteArray wrapped = ctl({u"ls"_s, cid}).out;
    CHECK(wrapped.split('\t').back() == "photos");
    const QByteArrayList rows = ctl({u"ls"_s, cid + u"/photos"_s}).out.split('\n');
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].split('\t').back() == "a.jpg");
    CHECK(rows[1].split('\t').back() == "summer");
    const QJsonArray inner = jsonLines(ctl({u"ls"_s, u"--json"_s, cid + u"/photos/summer"_s}).out);
    REQUIRE(inner.size() == 1);
    CHECK(inner[0]["name"_L1] == u"b\nc.jpg"_s);
    CHECK(ctl({u"ls"_s, cid + u"/photos/a.jpg"_s}).out.split('\t').at(1) == "10");
    CHECK(ctl({u"ls"_s, cid + u"/photos/none"_s}).code == 3);
    CHECK(ctl({u"get"_s, u"-q"_s, cid + u"/photos/a.jpg"_s, u"-o"_s, u"/dev/null"_s}).code == 0);
}

TEST_CASE_METHOD(Listing,
                 "search finds by a part of the name in any case, and by every spelling of a CID")
{
    const QString cid = put(u"Überraschung.txt"_s);
    put(u"other"_s);
    const QByteArray line = cid.toLatin1();
    CHECK(ctl({u"search"_s, u"--cid"_s, u"üBERR"_s}).out == line);
    CHECK(ctl({u"search"_s, u"--cid"_s, u"u\u0308berr"_s}).out == line); // in two characters
    CHECK(ctl({u"search"_s, u"--cid"_s, cid.toUpper()}).out == line);
    CHECK(ctl({u"search"_s, u"--cid"_s, u"https://"_s + cid + u".ipfs.example/x"_s}).out == line);
    const Ended none = ctl({u"search"_s, u"nothing of that name"_s});
    CHECK(none.code == 3);
    CHECK(none.out.isEmpty());
}

TEST_CASE_METHOD(Listing, "rm goes on after one that fails, and what is gone already is done")
{
    const QString one = put(u"one"_s);
    const QString two = put(u"two"_s);
    const Ended removed = ctl({u"rm"_s, one, QString::fromLatin1(absent), two});
    INFO(removed.err.toStdString());
    CHECK(removed.code == 0);
    CHECK(removed.out == one.toLatin1() + '\n' + two.toLatin1());
    CHECK(removed.err.contains("not in the list"));
    CHECK(listed().isEmpty());
    CHECK(ctl({u"rm"_s, one, two}).code == 0);
    const QJsonArray said = jsonLines(ctl({u"rm"_s, u"--json"_s, put(u"one"_s), two}).out);
    REQUIRE(said.size() == 2);
    CHECK(said[0]["removed"_L1].toBool());
    CHECK_FALSE(said[1]["removed"_L1].toBool());
}

TEST_CASE_METHOD(Listing, "rm finds an upload by the other version of its CID")
{
    const QString v0 = put(u"old"_s, {u"--profile"_s, u"unixfs-v0-2015"_s});
    REQUIRE(v0.startsWith("Qm"_L1));
    const QJsonObject upload
        = jsonLines(ctl({u"status"_s, u"--json"_s, v0}).out).first().toObject();
    const QString v1 = upload["cid"_L1].toString();
    CHECK(ctl({u"rm"_s, v1.startsWith("Qm"_L1) ? v0 : v1}).code == 0);
    CHECK(listed().isEmpty());
}

TEST_CASE_METHOD(Listing, "status and rename take every spelling of a CID")
{
    const QString cid = put(u"one"_s);
    const Ended status = ctl({u"status"_s, cid.toUpper()});
    CHECK(status.code == 0);
    CHECK(status.out.contains(cid.toLatin1()));
    CHECK(ctl({u"rename"_s, cid.toUpper(), u"uno"_s}).code == 0);
    CHECK(jsonLines(ctl({u"ls"_s, u"--json"_s}).out)[0]["name"_L1] == u"uno"_s);
}

TEST_CASE_METHOD(Listing, "put with a name renames what is stored already")
{
    const QString cid = put(u"one"_s);
    const Ended again
        = ctl({u"put"_s, u"--json"_s, u"--name"_s, u"uno"_s, folder.filePath(u"one"_s)});
    CHECK(again.code == 0);
    CHECK(QJsonDocument::fromJson(again.out).object()["name"_L1] == u"uno"_s);
    CHECK(listed() == QStringList{cid});
    // Without one, the name that was given stays.
    CHECK(ctl({u"put"_s, folder.filePath(u"one"_s)}).code == 0);
    CHECK(jsonLines(ctl({u"ls"_s, u"--json"_s}).out)[0]["name"_L1] == u"uno"_s);
}

TEST_CASE_METHOD(Listing, "link names the gateways of the settings, and asks nobody")
{
    const QString settings = folder.filePath(u"data/settings.ini"_s);
    REQUIRE(QDir().mkpath(folder.filePath(u"data"_s)));
    {
        QSettings file(settings, QSettings::IniFormat);
        file.setValue("gateways", QStringList{u"https://gateway.example/"_s});
    }
    const Ended links = ctl({u"link"_s, QString::fromLatin1(absent) + u"/a b/c"_s});
    CHECK(links.code == 0);
    CHECK(links.out
          == QByteArray("ipfs://") + absent + "/a%20b/c\nhttps://gateway.example/ipfs/" + absent
              + "/a%20b/c");
}

TEST_CASE_METHOD(Listing, "account ls has this computer under a name that nobody else can have")
{
    CHECK(ctl({u"account"_s, u"ls"_s}).out == "local\tThis computer");
    CHECK(ctl({u"--account"_s, u"local"_s, u"ls"_s}).code == 0);
    environment.insert(u"CAIRN_TOKEN"_s, u"a.b.c"_s);
    const Ended added
        = ctl({u"--json"_s, u"account"_s, u"add"_s, u"Local"_s, u"--endpoint"_s, start()});
    CHECK(added.code == 1);
    CHECK(errorOf(added)["code"_L1] == u"ACCOUNT_NAME_RESERVED"_s);
}

TEST_CASE_METHOD(Listing, "token ls shows what a token may do, when it ends and was used last")
{
    const QString address = start();
    const Ended made = ctl({u"token"_s, u"create"_s, u"ci"_s, u"--scope"_s, u"upload,list"_s,
                            u"--expires"_s, u"3d"_s});
    REQUIRE(made.code == 0);
    const auto columns = [&] { return ctl({u"token"_s, u"ls"_s}).out.split('\t'); };
    REQUIRE(columns().size() == 6);
    CHECK(columns()[2] == "upload,list");
    CHECK(columns()[3].startsWith("20"));
    CHECK(columns()[4] == "-");
    CHECK(columns()[5] == "ci");
    environment.insert(u"CAIRN_TOKEN"_s, QString::fromLatin1(made.out));
    CHECK(ctl({u"--endpoint"_s, address, u"ls"_s}).code == 0);
    environment.remove(u"CAIRN_TOKEN"_s);
    CHECK(columns()[4].startsWith("20"));
}

TEST_CASE_METHOD(Listing,
                 "errors are an object with code, message and subject if JSON is asked for")
{
    const Ended usage = ctl({u"--json"_s, u"fly"_s});
    CHECK(usage.code == 2);
    CHECK(errorOf(usage)["code"_L1] == u"USAGE"_s);
    const QString missing = folder.filePath(u"missing"_s);
    const Ended unreadable = ctl({u"put"_s, missing, u"--json"_s});
    CHECK(unreadable.code == 1);
    CHECK(errorOf(unreadable)["code"_L1] == u"FILE_MISSING"_s);
    CHECK(errorOf(unreadable)["subject"_L1] == missing);
    CHECK_FALSE(errorOf(unreadable)["message"_L1].toString().isEmpty());
}

TEST_CASE_METHOD(Listing, "a mistyped data folder is not made by who only looks")
{
    const QString mistyped = folder.filePath(u"daat"_s);
    for (const QStringList& words : {QStringList{u"ls"_s},
                                     {u"search"_s, u"x"_s},
                                     {u"status"_s, QString::fromLatin1(absent)},
                                     {u"token"_s, u"ls"_s},
                                     {u"transfer"_s, u"ls"_s},
                                     {u"account"_s, u"ls"_s},
                                     {u"rm"_s, QString::fromLatin1(absent)}}) {
        INFO(words.join(' '_L1).toStdString());
        CHECK(ctl(QStringList{u"--data"_s, mistyped} + words).code == 3);
        CHECK_FALSE(QFile::exists(mistyped));
    }
    for (const QStringList& words :
         {QStringList{u"--help"_s}, {u"pack"_s, file(u"a"_s, 1)}, {u"completion"_s, u"bash"_s}}) {
        CHECK(ctl(QStringList{u"--data"_s, mistyped} + words).code == 0);
        CHECK_FALSE(QFile::exists(mistyped));
    }
    CHECK(ctl({u"--data"_s, mistyped, u"put"_s, file(u"a"_s, 1)}).code == 0);
}

TEST_CASE_METHOD(Listing, "what failed overnight is found and gone on with")
{
    const QString cid = put(u"one"_s, {u"--no-wrap"_s});
    const QString target = folder.filePath(u"out/one"_s);
    REQUIRE(QDir(folder.path()).mkdir(u"out"_s));
    // Nobody has it.
    CHECK(ctl({u"get"_s, QString::fromLatin1(absent), u"-o"_s, target}).code != 0);
    const QByteArray row = ctl({u"transfer"_s, u"ls"_s}).out;
    const QString number = QString::fromLatin1(row.split('\t').first());
    INFO(row.toStdString());
    CHECK(row.contains("failed"));
    CHECK(row.split('\t').size() == 7);
    CHECK(ctl({u"transfer"_s, u"resume"_s, number}).code != 0); // Still nobody has it.
    CHECK(ctl({u"transfer"_s, u"resume"_s, u"987654321"_s}).code == 3);
    CHECK(ctl({u"transfer"_s, u"rm"_s, number}).code == 0);
    const Ended nothing = ctl({u"transfer"_s, u"resume"_s});
    CHECK(nothing.code == 0);
    CHECK(nothing.out.isEmpty());
}
