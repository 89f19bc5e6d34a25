// SPDX-License-Identifier: MIT OR Apache-2.0
// Our own folders and files: taken, damaged, of a newer version, gone.
#include "app/host/runtimefile.h"
#include "core/account/accountsfile.h"
#include "core/api/http/httprequest.h"
#include "core/api/wire/routes.h"
#include "core/local/housekeeping.h"
#include "core/local/localservice.h"
#include "core/local/recovery/folderlock.h"
#include "core/service/kepttransfers.h"
#include "core/storage/statement.h"
#include "core/transfer/store/sqlitetransferstore.h"
#include "tests/support/await.h"
#include "tests/ui/text/situations.h"

#include <QDir>
#include <QLockFile>
#include <QNetworkAccessManager>

#include <sys/stat.h>
#include <unistd.h>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

using Kind = Error::Kind;
using local::LocalService;

Error startError(const QString& dataFolder)
{
    return errorOf(LocalService::start({.dataFolder = dataFolder}));
}

/// A data folder that was served once.
QString served(const Place& place)
{
    const QString data = place.path(u"data"_s);
    REQUIRE(LocalService::start({.dataFolder = data}));
    return data;
}

void setVersion(const QString& database, int version)
{
    const auto open = Database::open(database);
    REQUIRE(open);
    REQUIRE(Statement(**open, u"PRAGMA user_version = %1"_s.arg(version)).run());
}

Error isInUse(const Place& place)
{
    const QString data = served(place);
    const auto lock = local::lockFolder(data);
    REQUIRE(lock);
    return startError(data);
}

/// A folder of somebody else's; root may write everywhere, and so is nobody for a while.
Error notWritable(const Place& place)
{
    const QString data = place.folder(u"data"_s);
    REQUIRE(::chmod(QFile::encodeName(place.path(u"."_s)).constData(), 0777) == 0);
    REQUIRE(::chmod(QFile::encodeName(data).constData(), 0555) == 0);
    const bool isRoot = ::geteuid() == 0;
    if (isRoot)
        REQUIRE(::seteuid(65534) == 0);
    const auto started = LocalService::start({.dataFolder = data});
    if (isRoot)
        REQUIRE(::seteuid(0) == 0);
    return errorOf(started);
}

Error carsAreAway(const Place& place)
{
    const QString data = place.path(u"data"_s);
    {
        const auto service = LocalService::start({.dataFolder = data});
        REQUIRE(service);
        QFile car(QStringLiteral(CAIRN_TEST_DATA "/cars/ok.car"));
        REQUIRE(car.open(QIODevice::ReadOnly));
        QNetworkRequest request(routes::urlOf((*service)->url(), routes::car));
        request.setRawHeader("Content-Type", routes::carType);
        request.setRawHeader("Authorization", "Bearer " + (*service)->sessionLogin().reveal());
        QNetworkAccessManager network;
        const auto sent = await(send(network, "POST"_ba, request, car.readAll()));
        REQUIRE(sent);
        REQUIRE(sent->status == 200);
    }
    REQUIRE(QDir().rename(data + u"/cars"_s, data + u"/elsewhere"_s));
    return startError(data);
}

Error accountsError(const Place& place, const QByteArray& bytes)
{
    return errorOf(AccountsFile(place.file(u"accounts.json"_s, bytes)).load());
}

Error accountsInUse(const Place& place)
{
    const QString path = place.path(u"accounts.json"_s);
    QLockFile other(path + u".lock"_s);
    REQUIRE(other.lock());
    return errorOf(AccountsFile(path).put({.id = AccountId(u"1"_s)}));
}

Error transfersError(const Place& place)
{
    const auto kept = keptTransfers(place.path({}), u"me"_s);
    REQUIRE(kept.trouble);
    return *kept.trouble;
}

Error newerTransfers(const Place& place)
{
    REQUIRE(SqliteTransferStore::open(place.path({}), u"me"_s));
    setVersion(place.path(u"me.sqlite"_s), 999);
    return transfersError(place);
}

/// Of the service that runs on a data folder: its file lies in the session's runtime folder.
Error runningError(const Place& place, const QByteArray& bytes)
{
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(place.folder(u"runtime"_s)));
    QFile::setPermissions(place.path(u"runtime"_s),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QString data = place.folder(u"data"_s);
    if (!bytes.isEmpty()) {
        REQUIRE(makeRuntimeFolder());
        QFile file(runtimeFile(data));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
    }
    const Error error = errorOf(readRuntimeFile(data));
    qunsetenv("XDG_RUNTIME_DIR");
    return error;
}

} // namespace

Situations folderSituations()
{
    return {
        {"a data folder that another process has", isInUse, Kind::Conflict, "ERROR_FOLDER_IN_USE",
         "Another program, situations_tests (process {process}), has the data folder "
         "“{folder}/data”. End it, or wait until it is done, then retry.",
         1, "end the process"},
        {"a data folder below a file",
         [](const Place& place) { return startError(place.file(u"file"_s, "x") + u"/data"_s); },
         Kind::Storage, "FOLDER_NOT_MADE",
         "The folder “{folder}/file/data” cannot be made. Check that its disk is connected and "
         "that you may write there, or choose another folder.",
         1, "choose another folder"},
        {"a data folder in which no lock can be made", notWritable, Kind::Storage,
         "FOLDER_NOT_LOCKED",
         "The data folder “{folder}/data” cannot be written. Check its disk and your rights, or "
         "choose another folder.",
         1, "check disk and rights of the folder"},
        {"a data folder that is not there",
         [](const Place& place) { return errorOf(local::checkStore(place.path(u"none"_s), {})); },
         Kind::NotFound, "DATA_FOLDER_MISSING",
         "There is no data folder “{folder}/none”. Check its name; “cairnctl put”, “cairnd user "
         "add” or a start of Cairn or cairnd with it makes it.",
         3, "check the path"},
        {"a catalog of a newer version",
         [](const Place& place) {
             const QString data = served(place);
             setVersion(data + u"/catalog.sqlite"_s, 999);
             return startError(data);
         },
         Kind::Storage, "ERROR_NEWER_FOLDER",
         "“{folder}/data” was written by a newer version of Cairn. Use that version; nothing was "
         "changed.",
         1, "use the newer version"},
        {"a folder of CARs that is not mounted", carsAreAway, Kind::Storage, "ERROR_CARS_AWAY",
         "What is stored is not in “{folder}/data/cars”. Check that its disk is connected, then "
         "start again; nothing was changed.",
         1, "connect the disk"},
        {"a signing key that is cut short",
         [](const Place& place) {
             const QString data = served(place);
             place.file(u"data/signing.key"_s, "short");
             return startError(data);
         },
         Kind::Storage, "KEY_DAMAGED",
         "“{folder}/data/signing.key”, the key that signs tokens, is damaged. Move it away and "
         "start again: a new key is made, and tokens that exist stay good.",
         1, "move the key away"},
        {"no service where one is looked for",
         [](const Place& place) { return runningError(place, {}); }, Kind::NotFound,
         "SERVICE_NOT_RUNNING",
         "No service runs on the data folder “{folder}/data”. Start it, then retry.", 3,
         "start the service"},
        {"a damaged file of the running service",
         [](const Place& place) { return runningError(place, "half of a JSO"); }, Kind::Corrupt,
         "RUNTIME_FILE_DAMAGED",
         "“{folder}/runtime/cairn/{data}.json”, where the running service says its address, is "
         "damaged. End the service and start it again.",
         1, "restart the service"},
        {"a database that is none",
         [](const Place& place) {
             return errorOf(Database::open(place.file(u"my.sqlite"_s, QByteArray(4096, 'x'))));
         },
         Kind::Storage, "SQLITE_NOTADB",
         "“{folder}/my.sqlite” is no database, or the beginning of it is damaged. End every Cairn "
         "program and start again: what other files know is made anew from them.",
         1, "restart, to have it made anew"},
        {"a database in whose place a folder is",
         [](const Place& place) { return errorOf(Database::open(place.folder(u"my.sqlite"_s))); },
         Kind::Storage, "",
         "“{folder}/my.sqlite” cannot be read or written. Check that its disk is connected and "
         "that you may read and write it, then retry.",
         1, "check disk and rights of the file"},
        {"a list of accounts that is cut short",
         [](const Place& place) { return accountsError(place, R"({"version":1,"acco)"); },
         Kind::Corrupt, "ACCOUNTS_DAMAGED",
         "“{folder}/accounts.json”, the list of accounts, is damaged and was not changed. Put back "
         "a copy of it, or move it away and add the accounts again.",
         1, "put back a copy of the accounts"},
        {"a list of accounts of a newer version",
         [](const Place& place) { return accountsError(place, R"({"version":2,"accounts":[]})"); },
         Kind::Storage, "ACCOUNTS_NEWER",
         "“{folder}/accounts.json”, the list of accounts, was written by a newer version of Cairn. "
         "Use that version; the list was not changed.",
         1, "use the newer version for the accounts"},
        {"a list of accounts that cannot be read",
         [](const Place& place) {
             return errorOf(AccountsFile(place.folder(u"accounts.json"_s)).load());
         },
         Kind::Storage, "ACCOUNTS_UNREADABLE",
         "“{folder}/accounts.json”, the list of accounts, cannot be read. Check that you may read "
         "it, then retry.",
         1, "check the rights of the accounts"},
        {"a list of accounts that another program is changing", accountsInUse, Kind::Conflict,
         "ACCOUNTS_IN_USE",
         "Another program is changing “{folder}/accounts.json”, the list of accounts. Wait until "
         "it is done, then retry.",
         1, "wait for the other program"},
        {"a damaged list of transfers",
         [](const Place& place) {
             place.file(u"me.sqlite"_s, QByteArray(4096, 'x'));
             return transfersError(place);
         },
         Kind::Storage, "TRANSFERS_SET_ASIDE",
         "The list of uploads and downloads was damaged. It is kept as "
         "“{folder}/me.sqlite.damaged”, and a new list was begun.",
         1, "nothing, the old list is kept aside"},
        {"a list of transfers of a newer version", newerTransfers, Kind::Storage, "TRANSFERS_NEWER",
         "“{folder}/me.sqlite”, the list of uploads and downloads, was written by a newer version "
         "of Cairn and was not changed. What is begun now is forgotten when the program ends.",
         1, "use the newer version for the transfers"},
    };
}

} // namespace cairn::test

TEST_CASE("what goes wrong with our own folders and files is said as it is", "[situations]")
{
    cairn::test::check(cairn::test::folderSituations());
}
