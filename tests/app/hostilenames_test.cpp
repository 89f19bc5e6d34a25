// SPDX-License-Identifier: MIT OR Apache-2.0
// Whatever something is called, the programs write one row for it, and no terminal obeys it.
#include "app/ctl/help.h"
#include "app/ctl/output.h"
#include "app/ctl/progressline.h"
#include "tests/app/machine.h"
#include "tests/support/catchqt.h"
#include "tests/support/hostilenames.h"
#include "ui/text/displaytext.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>

using namespace cairn::test;
using cairn::displayText;

namespace {

/// Of what a program wrote; each ends with a line break.
QStringList lines(QByteArray written)
{
    if (written.endsWith('\n'))
        written.chop(1);
    return written.isEmpty() ? QStringList() : QString::fromUtf8(written).split(u'\n');
}

/// The last column of each row, each with as many as it should have.
QStringList lastColumns(const QByteArray& written, int columns)
{
    QStringList last;
    for (const QString& line : lines(written)) {
        const QStringList cells = line.split(u'\t');
        CHECK(cells.size() == columns);
        for (const QString& cell : cells)
            CHECK_FALSE(isObeyed(cell));
        last << cells.back();
    }
    last.sort();
    return last;
}

QStringList shown(const QStringList& names)
{
    QStringList all;
    for (const QString& name : names)
        all << displayText(name);
    all.sort();
    return all;
}

QStringList namesIn(const QJsonArray& values)
{
    QStringList names;
    for (const QJsonValue& value : values)
        names << value["name"_L1].toString();
    names.sort();
    return names;
}

struct HostileMachine : Machine
{
    /// cairnd with what it writes, not trimmed.
    Ended daemonSays(const QStringList& arguments)
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CAIRND), arguments);
        REQUIRE(process.waitForFinished(60000));
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }
    QString small(const QString& name, int seed)
    {
        QFile file(folder.filePath(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::number(seed));
        return file.fileName();
    }
};

} // namespace

TEST_CASE_METHOD(HostileMachine, "each upload is one row of ls, whatever its name")
{
    start();
    QStringList names;
    int seed = 0;
    for (const QString& name : hostileNames()) {
        names << name.trimmed(); // Which is what a service keeps.
        const Ended put = ctl({u"put"_s, u"--name"_s, name, small(u"file"_s, ++seed)});
        INFO(put.err.toStdString());
        REQUIRE(put.code == 0);
        CHECK(lines(put.out).size() == 1);
    }
    names.sort();
    const Ended json = ctl({u"ls"_s, u"--json"_s});
    for (const QString& line : lines(json.out))
        CHECK_FALSE(isObeyed(line));
    const QStringList stored = namesIn(jsonLines(json.out));
    REQUIRE(stored.size() == names.size());
    CHECK(stored == names);
    CHECK(lastColumns(ctl({u"ls"_s}).out, 4) == shown(stored));

    // Deleted, they are rows of what is freed.
    for (const QJsonValue& upload : jsonLines(json.out))
        REQUIRE(ctl({u"rm"_s, upload["cid"_L1].toString()}).code == 0);
    stop(SIGTERM);
    QStringList freed = lines(daemonSays({u"gc"_s, u"--dry-run"_s}).out);
    REQUIRE(freed.size() == names.size() + 1);
    freed.removeLast(); // How many they are.
    CHECK(lastColumns(freed.join(u'\n').toUtf8(), 3) == shown(stored));
}

TEST_CASE_METHOD(HostileMachine, "each token is one row of token ls, whatever its name")
{
    start();
    const QStringList names = hostileNames();
    for (const QString& name : names) {
        const Ended created = ctl({u"token"_s, u"create"_s, name});
        INFO(created.err.toStdString());
        CHECK(created.code == 0);
        CHECK(lines(created.out).size() == 1);
    }
    const QByteArray json = ctl({u"token"_s, u"ls"_s, u"--json"_s}).out;
    CHECK_FALSE(isObeyed(QString::fromUtf8(json)));
    const QStringList stored = namesIn(QJsonDocument::fromJson(json).array());
    CHECK(stored.size() == names.size());
    CHECK(lastColumns(ctl({u"token"_s, u"ls"_s}).out, 6) == shown(stored));
}

TEST_CASE_METHOD(HostileMachine, "cairnd names users and their tokens in one row each")
{
    QStringList users{u"a\tb"_s, u"\x1b]0;x\x07"_s, u"c\nforged"_s, u"gnp\u202Eexe"_s};
    QStringList added;
    for (const QString& user : users) {
        if (daemonSays({u"user"_s, u"add"_s, user}).code == 0)
            added << user;
    }
    const Ended listed = daemonSays({u"user"_s, u"ls"_s});
    QStringList rows = lastColumns(listed.out, 1);
    for (const QString& user : added)
        CHECK(rows.contains(displayText(user)));
    CHECK(rows.size() <= added.size() + 1);
    const Ended unknown = daemonSays({u"token"_s, u"ls"_s, u"no\nbody\x1b[2K"_s});
    CHECK(unknown.code == 1);
    CHECK(lines(unknown.err).size() == 1);
    CHECK(unknown.err.contains("no␊body␛[2K"));
}

TEST_CASE_METHOD(HostileMachine, "what is left out is one line each, and none is obeyed")
{
    const QString folderName = this->folder.filePath(u"folder"_s);
    REQUIRE(QDir().mkpath(folderName));
    for (const QString& name : {u".hidden\nforged: x"_s, u".\x1b]0;x\x07"_s, u"good"_s}) {
        QFile file(folderName + u'/' + name);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(name.toUtf8());
    }
    for (const QString& command : {u"pack"_s, u"put"_s}) {
        const Ended ended = ctl({command, folderName});
        CHECK(ended.code == 0);
        int leftOut = 0;
        for (const QString& line : lines(ended.err)) {
            CHECK(line.startsWith(u"cairnctl: "_s));
            CHECK_FALSE(isObeyed(line));
            leftOut += line.contains(u"left out: "_s) ? 1 : 0;
        }
        CHECK(leftOut == 2);
        CHECK(ended.err.contains(".hidden␊forged: x"));
    }
}

TEST_CASE_METHOD(HostileMachine, "an entry that get leaves out is one line, and its JSON no escape")
{
    const QString folderName = this->folder.filePath(u"folder"_s);
    REQUIRE(QDir().mkpath(folderName));
    QFile file(folderName + u"/good"_s);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("good");
    file.close();
    // Links that lead out are what is left out of a download.
    for (const QString& name : {u"a\nforged: x"_s, u"\x1b]0;x\x07"_s})
        REQUIRE(QFile::link(u"../../out"_s, folderName + u'/' + name));
    const Ended put = ctl({u"put"_s, u"--profile"_s, u"unixfs-v1-2025"_s, folderName});
    INFO(put.err.toStdString());
    REQUIRE(put.code == 0);
    const Ended got = ctl({u"get"_s, QString::fromUtf8(put.out), u"--json"_s, u"-o"_s,
                           this->folder.filePath(u"gnp\u202Eexe"_s)});
    REQUIRE(got.code == cairn::ctl::Partly);
    CHECK_FALSE(isObeyed(QString::fromUtf8(got.out)));
    const QJsonObject json = QJsonDocument::fromJson(got.out).object();
    CHECK(json["target"_L1].toString() == this->folder.filePath(u"gnp\u202Eexe"_s));
    CHECK(json["leftOut"_L1].toArray().size() == 2);
    for (const QString& line : lines(got.err)) {
        CHECK(QJsonDocument::fromJson(line.toUtf8()).isObject());
        CHECK_FALSE(isObeyed(line));
    }
    CHECK(got.err.contains("not as stored: a"));
}

TEST_CASE_METHOD(HostileMachine, "the name that get takes of an upload reads as it is written")
{
    const QString name = u"invoice\u202Efdp.exe"_s;
    const Ended put = ctl({u"put"_s, u"--name"_s, name, small(u"file"_s, 1)});
    REQUIRE(put.code == 0);
    const QString folderName = this->folder.filePath(u"there"_s);
    REQUIRE(QDir().mkpath(folderName));
    QProcess get;
    get.setProcessEnvironment(environment);
    get.setWorkingDirectory(folderName);
    get.start(QStringLiteral(CAIRNCTL), {u"get"_s, QString::fromUtf8(put.out)});
    REQUIRE(get.waitForFinished(60000));
    CHECK(get.exitCode() == 0);
    CHECK(QDir(folderName).entryList(QDir::Files) == QStringList(displayText(name)));
    CHECK_FALSE(isObeyed(displayText(name)));
}

TEST_CASE_METHOD(HostileMachine, "what was given wrong is said in one line")
{
    for (const QStringList& line : {QStringList{u"fly\x1b[2K\nforged"_s},
                                    {u"status"_s, u"bafy\nforged"_s},
                                    {u"token"_s, u"revoke"_s, u"\u202E4"_s},
                                    {u"put"_s, u"no\tsuch\nfile"_s},
                                    {u"verify"_s, u"\x1b]0;x\x07"_s},
                                    {u"--account"_s, u"no\nbody"_s, u"ls"_s},
                                    {u"--fl\ny"_s}}) {
        const Ended ended = ctl(line);
        CHECK(ended.code != 0);
        CHECK(ended.out.isEmpty());
        for (const QString& written : lines(ended.err)) {
            CHECK(written.startsWith(u"cairnctl: "_s));
            CHECK_FALSE(isObeyed(written));
        }
    }
}

TEST_CASE("progress shows text of others too")
{
    QTemporaryFile file;
    REQUIRE(file.open());
    std::FILE* out = std::fopen(file.fileName().toLocal8Bit().constData(), "wb");
    REQUIRE(out);
    cairn::ctl::ProgressLine line(out, true);
    line.show(u"reading a\nb"_s, u"\x1b[2K 3 bytes"_s, 0, 0);
    std::fclose(out);
    CHECK(file.readAll() == "\rreading a␊b  ␛[2K 3 bytes\x1b[K");
}

TEST_CASE("the usage says where names are as they are")
{
    CHECK(cairn::ctl::helpText({}).simplified().contains(u"--json has every name as it is"_s));
}
