// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/localhost.h"

#include <QFile>
#include <QFileInfo>
#include <QTcpServer>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

struct Folder
{
    QTemporaryDir folder;
    QTemporaryDir runtime;

    Folder() { qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path())); }
};

} // namespace

TEST_CASE_METHOD(Folder, "whoever comes first hosts, the next one attaches")
{
    const auto first = LocalHost::open({.dataFolder = folder.path()});
    REQUIRE(first);
    CHECK((*first)->isOwner());
    const auto second = LocalHost::open({.dataFolder = folder.path()});
    REQUIRE(second);
    CHECK_FALSE((*second)->isOwner());
    CHECK((*second)->url() == (*first)->url());
    CHECK((*second)->login() == (*first)->login());
}

TEST_CASE_METHOD(Folder, "the address is for its owner's eyes only and goes with the service")
{
    QString file = runtimeFile(folder.path());
    {
        const auto host = LocalHost::open({.dataFolder = folder.path()});
        REQUIRE(host);
        REQUIRE(QFile::exists(file));
        const auto others
            = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        CHECK_FALSE(QFileInfo(file).permissions() & others);
    }
    CHECK_FALSE(QFile::exists(file));
}

TEST_CASE_METHOD(Folder, "an address left over from a crash misleads nobody")
{
    REQUIRE(
        writeRuntimeFile(folder.path(), {QUrl(u"http://127.0.0.1:9"_s), Secret("old"), 999999}));
    const auto host = LocalHost::open({.dataFolder = folder.path()});
    REQUIRE(host);
    CHECK((*host)->isOwner());
    CHECK(readRuntimeFile(folder.path()).value().url == (*host)->url());
}

TEST_CASE_METHOD(Folder, "a runtime file that is not ours is Corrupt")
{
    QFile file(runtimeFile(folder.path()));
    REQUIRE(writeRuntimeFile(folder.path(), {QUrl(u"http://127.0.0.1:9"_s), Secret("old"), 1}));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("{}");
    file.close();
    CHECK(readRuntimeFile(folder.path()).error().kind == Error::Kind::Corrupt);
}

TEST_CASE_METHOD(Folder, "the address stays the same from run to run")
{
    const auto urlOfARun = [this] {
        const auto host = LocalHost::open({.dataFolder = folder.path()});
        return host ? (*host)->url() : QUrl();
    };
    const QUrl first = urlOfARun();
    CHECK(first.port() > 0);
    CHECK(urlOfARun() == first);
}

TEST_CASE_METHOD(Folder, "a port that another program took meanwhile is no reason to fail")
{
    QTcpServer other;
    REQUIRE(other.listen(QHostAddress::LocalHost));
    QFile remembered(folder.filePath(u"port"_s));
    REQUIRE(remembered.open(QIODevice::WriteOnly));
    remembered.write(QByteArray::number(other.serverPort()));
    remembered.close();
    const auto host = LocalHost::open({.dataFolder = folder.path()});
    REQUIRE(host);
    CHECK((*host)->url().port() != other.serverPort());
}
