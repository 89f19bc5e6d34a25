// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/localservice.h"
#include "core/local/store/schema.h"
#include "core/storage/statement.h"
#include "tests/local/files.h"

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

struct Folder
{
    QTemporaryDir place;
    QString data = place.filePath(u"data"_s);
    QString catalog = data + u"/catalog.sqlite"_s;

    Folder()
    {
        const QDir origin(QStringLiteral(CAIRN_TEST_DATA) + u"/folder-0.1/data"_s);
        QDirIterator entries(origin.path(), QDir::Files | QDir::Hidden,
                             QDirIterator::Subdirectories);
        while (entries.hasNext()) {
            const QString from = entries.next();
            const QString to = data + u'/' + origin.relativeFilePath(from);
            REQUIRE(QDir().mkpath(QFileInfo(to).path()));
            REQUIRE(QFile::copy(from, to));
            QFile::setPermissions(to, QFile::permissions(to) | QFileDevice::WriteOwner);
        }
    }
    Result<std::unique_ptr<local::LocalService>> start() const
    {
        return local::LocalService::start({.dataFolder = data});
    }
    QStringList copies() const
    {
        return QDir(data).entryList({u"catalog.sqlite.before-*"_s}, QDir::Files);
    }
};

qint64 number(const QString& file, const QString& sql)
{
    const auto database = Database::open(file);
    REQUIRE(database);
    const auto value = Statement(**database, sql).first(readInteger);
    REQUIRE(value);
    return value->value_or(-1);
}

} // namespace

TEST_CASE("A catalog is copied before its tables change, until the next start that goes well")
{
    const Folder folder;
    const qint64 version = number(folder.catalog, u"PRAGMA user_version"_s);
    const qint64 uploads = number(folder.catalog, u"SELECT count(*) FROM upload"_s);
    const auto steps = qint64(local::schema().size());
    REQUIRE(version < steps);
    REQUIRE(uploads > 0);
    REQUIRE(folder.start());
    const QString copy = u"catalog.sqlite.before-%1"_s.arg(steps);
    REQUIRE(folder.copies() == QStringList{copy});
    const QString path = folder.data + u'/' + copy;
    CHECK_FALSE(QFile::permissions(path) & (QFileDevice::ReadGroup | QFileDevice::ReadOther));
    CHECK(number(path, u"PRAGMA user_version"_s) == version);
    CHECK(number(path, u"SELECT count(*) FROM upload"_s) == uploads);
    CHECK(number(folder.catalog, u"PRAGMA user_version"_s) == steps);
    CHECK(number(folder.catalog, u"SELECT count(*) FROM upload"_s) == uploads);

    // A start that fails is none that goes well.
    REQUIRE(QDir().rename(folder.data + u"/cars"_s, folder.data + u"/away"_s));
    REQUIRE_FALSE(folder.start());
    CHECK(folder.copies() == QStringList{copy});
    REQUIRE(QDir().rename(folder.data + u"/away"_s, folder.data + u"/cars"_s));
    REQUIRE(folder.start());
    CHECK(folder.copies().isEmpty());
}

TEST_CASE("A folder of a newer version is said to be one and left as it is")
{
    const Folder folder;
    REQUIRE(folder.start());
    SECTION("its catalog")
    {
        const auto catalog = Database::open(folder.catalog);
        REQUIRE(Statement(**catalog, u"PRAGMA user_version = 99"_s).run());
    }
    SECTION("its records")
    {
        const QString path = folder.data + u"/records/000001.jsonl"_s;
        QByteArray lines = contentOf(path);
        REQUIRE(lines.contains("\"version\":1,"));
        write(path, lines.replace("\"version\":1,", "\"version\":2,"));
    }
    const auto size = QFileInfo(folder.catalog).size();
    const auto started = folder.start();
    REQUIRE_FALSE(started);
    CHECK(started.error().code == u"ERROR_NEWER_FOLDER");
    CHECK(QFileInfo(folder.catalog).size() == size);
    CHECK_FALSE(QFile::exists(folder.catalog + u".damaged"_s));
    CHECK(QDir(folder.data + u"/records"_s).entryList(QDir::Files).size() == 1);
}
