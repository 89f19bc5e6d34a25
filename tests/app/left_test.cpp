// SPDX-License-Identifier: MIT OR Apache-2.0
// What failures leave behind is listed and can be removed; a full disk under everything ends a
// command.
#include "tests/app/machine.h"
#include "tests/support/until.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using cairn::test::Ended;
using cairn::test::Machine;

namespace {

struct Leaving : Machine
{
    QJsonArray listed()
    {
        const Ended ended = ctl({u"transfer"_s, u"ls"_s, u"--json"_s});
        REQUIRE(ended.code == 0);
        return QJsonDocument::fromJson(ended.out).array();
    }
    QStringList workFolders() const
    {
        return QDir(folder.path())
            .entryList({u".cairn-*"_s}, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    /// A download that ends with an error halfway: a leaf of its CAR is not there.
    QString incomplete()
    {
        const QString source = file(u"big"_s, 5 * 1024 * 1024);
        const QString whole = folder.filePath(u"whole.car"_s);
        REQUIRE(ctl({u"pack"_s, u"--no-wrap"_s, u"-o"_s, whole, source}).code == 0);
        QFile car(whole);
        REQUIRE(car.open(QIODevice::ReadOnly));
        const QByteArray bytes = car.readAll();
        const qsizetype leaf = 3 + 36 + 1024 * 1024;
        const qsizetype at = 1 + bytes[0] + 3 * leaf;
        QFile cut(folder.filePath(u"cut.car"_s));
        REQUIRE(cut.open(QIODevice::WriteOnly));
        cut.write(bytes.first(at) + bytes.mid(at + leaf));
        cut.close();
        const Ended put = ctl({u"put-car"_s, cut.fileName()});
        REQUIRE(put.code == 6);
        return QString::fromUtf8(put.out);
    }
};

/// All of it on a small disk; none where nothing may be mounted.
struct SmallDisk : Machine
{
    QString place = folder.filePath(u"disk"_s);
    bool isThere = QDir().mkpath(place)
        && QProcess::execute(u"mount"_s,
                             {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=200m"_s, u"tmpfs"_s, place})
            == 0;

    SmallDisk() { environment.insert(u"CAIRN_DATA_DIR"_s, place + u"/data"_s); }
    ~SmallDisk()
    {
        if (isThere)
            QProcess::execute(u"umount"_s, {u"-l"_s, place});
    }
    qint64 written() const
    {
        QDirIterator all(place, {u"content"_s}, QDir::Files | QDir::Hidden,
                         QDirIterator::Subdirectories);
        return all.hasNext() ? QFileInfo(all.next()).size() : 0;
    }
    /// Takes what is left of the disk at once.
    void fill() const
    {
        const int others = ::open(QFile::encodeName(place + u"/others"_s).constData(),
                                  O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        REQUIRE(others >= 0);
        for (off_t size = 1 << 20; ::posix_fallocate(others, 0, size) == 0; size += 1 << 20) { }
        ::close(others);
    }
};

} // namespace

TEST_CASE_METHOD(Leaving, "what a failed download has left is listed, and gone when removed")
{
    const QString cid = incomplete();
    CHECK(listed().isEmpty());
    const QString target = folder.filePath(u"back"_s);
    const Ended got = ctl({u"get"_s, cid, u"-o"_s, target});
    INFO(got.err.toStdString());
    CHECK(got.code == 3);
    CHECK_FALSE(QFileInfo::exists(target));
    REQUIRE(workFolders().size() == 1);

    const QJsonArray left = listed();
    REQUIRE(left.size() == 1);
    CHECK(left[0]["kind"_L1] == u"download"_s);
    CHECK(left[0]["state"_L1] == u"failed"_s);
    CHECK(left[0]["what"_L1] == target);
    CHECK(left[0]["workFolder"_L1] == folder.filePath(workFolders().front()));
    CHECK(left[0]["bytes"_L1] == 3 * 1024 * 1024);
    CHECK_FALSE(left[0]["isElsewhere"_L1].toBool());
    CHECK_FALSE(left[0]["message"_L1].toString().isEmpty());
    const QString id = QString::number(left[0]["id"_L1].toInteger());
    CHECK(ctl({u"transfer"_s, u"ls"_s}).out.contains(workFolders().front().toUtf8()));

    CHECK(ctl({u"transfer"_s, u"rm"_s, id}).code == 0);
    CHECK(workFolders().isEmpty());
    CHECK(listed().isEmpty());
    CHECK(ctl({u"transfer"_s, u"rm"_s, id}).code == 3);
    for (const auto& wrong : {u"../1"_s, u"0"_s, u"x"_s, u"-1"_s})
        CHECK(ctl({u"transfer"_s, u"rm"_s, wrong}).code == 2);
}

TEST_CASE_METHOD(Leaving,
                 "what a killed program worked on is listed and removed, a living one's not")
{
    QProcess at;
    at.setProcessEnvironment(environment);
    // Nobody answers there, so that it stays at work.
    environment.insert(u"CAIRN_TOKEN"_s, u"a.b.c"_s);
    at.setProcessEnvironment(environment);
    at.start(QStringLiteral(CAIRNCTL),
             {u"--endpoint"_s, u"http://127.0.0.1:9"_s, u"put"_s, file(u"one"_s, 10)});
    const auto ls = [&] {
        return QJsonDocument::fromJson(ctl({u"--endpoint"_s, u"http://127.0.0.1:9"_s, u"transfer"_s,
                                            u"ls"_s, u"--json"_s})
                                           .out)
            .array();
    };
    REQUIRE(cairn::test::until([&] { return ls().size() == 1; }, std::chrono::seconds(30)));
    CHECK(ls()[0]["isElsewhere"_L1].toBool());
    const QString id = QString::number(ls()[0]["id"_L1].toInteger());
    const auto remove = [&] {
        return ctl({u"--endpoint"_s, u"http://127.0.0.1:9"_s, u"transfer"_s, u"rm"_s, id});
    };
    const Ended refused = remove();
    CHECK(refused.code == 1);
    CHECK(refused.err.contains("Another program works on transfer"));
    at.kill();
    REQUIRE(at.waitForFinished());
    CHECK_FALSE(ls()[0]["isElsewhere"_L1].toBool());
    CHECK(remove().code == 0);
    CHECK(ls().isEmpty());
}

TEST_CASE_METHOD(SmallDisk,
                 "a get ends when its target and the data folder share a disk that fills up")
{
    if (!isThere) {
        WARN("skipped: only root may mount a small disk");
        return;
    }
    const QString source = file(u"source"_s, 80 * 1000 * 1000);
    const QString cid = QString::fromUtf8(ctl({u"put"_s, source}).out);
    REQUIRE_FALSE(cid.isEmpty());
    bool wasFull = false;
    for (int attempt = 0; attempt < 5 && !wasFull; ++attempt) {
        QProcess get;
        get.setProcessEnvironment(environment);
        get.start(QStringLiteral(CAIRNCTL), {u"get"_s, cid, u"-o"_s, place + u"/back"_s});
        while (get.state() != QProcess::NotRunning && written() == 0)
            get.waitForFinished(1);
        fill();
        REQUIRE(get.waitForFinished(60'000));
        const QByteArray said = get.readAllStandardError();
        INFO(said.toStdString());
        wasFull = get.exitCode() != 0;
        CHECK((get.exitCode() == 0 || said.contains("no space left")));
        CHECK(QFileInfo::exists(place + u"/back"_s) == (get.exitCode() == 0));
        REQUIRE(QFile::remove(place + u"/others"_s));
        QFile::remove(place + u"/back"_s);
    }
    CHECK(wasFull);
    // With room again it goes on where it was.
    const Ended again = ctl({u"get"_s, cid, u"-o"_s, place + u"/back"_s});
    CHECK(again.code == 0);
    CHECK(again.err.contains("Going on with the download begun earlier."));
}
