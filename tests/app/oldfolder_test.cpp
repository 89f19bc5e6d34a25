// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/application.h"
#include "app/host/datafolder.h"
#include "core/download/downloadrequest.h"
#include "core/download/workfolder.h"
#include "core/local/housekeeping.h"
#include "core/transfer/store/sqlitetransferstore.h"
#include "tests/support/catchqt.h"
#include "tests/support/until.h"

#include <QAction>
#include <QCryptographicHash>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMenu>
#include <QNetworkReply>
#include <QSplitter>
#include <QTemporaryDir>

using namespace cairn;
using namespace Qt::StringLiterals;

// A data folder of an earlier version is opened by today's, which must find in it what
// tests/data/folder-*/expected.json says, in the words of the API and of people.
namespace {

const QString origin = QStringLiteral(CAIRN_TEST_DATA) + u"/folder-0.1"_s;

/// Path and content of every file in @p folder.
std::map<QString, QByteArray> filesIn(const QString& folder)
{
    std::map<QString, QByteArray> files;
    QDirIterator entries(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        REQUIRE(file.open(QIODevice::ReadOnly));
        files[QDir(folder).relativeFilePath(file.fileName())] = file.readAll();
    }
    return files;
}

struct OldFolder
{
    QTemporaryDir copy;
    QString data = copy.filePath(u"data"_s);
    QJsonObject expected;
    std::map<QString, QByteArray> original = filesIn(origin);

    OldFolder()
    {
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(copy.path()));
        expected = QJsonDocument::fromJson(original.at(u"expected.json"_s)).object();
        REQUIRE_FALSE(expected.isEmpty());
        for (const auto& [name, content] : original) {
            QFile file(copy.filePath(name));
            REQUIRE(QDir().mkpath(QFileInfo(file).path()));
            REQUIRE(file.open(QIODevice::WriteOnly));
            REQUIRE(file.write(content) == content.size());
        }
    }
    ~OldFolder() { CHECK(filesIn(origin) == original); }
};

/// Where @p seen lacks or contradicts what is expected. Further members of an object are new ones.
QStringList differences(const QJsonValue& expected, const QJsonValue& seen, const QString& at = {})
{
    const auto text = [](const QJsonValue& value) {
        return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    };
    QStringList found;
    if (expected.isObject() && seen.isObject()) {
        const QJsonObject members = expected.toObject();
        for (auto member = members.begin(); member != members.end(); ++member)
            found += differences(*member, seen[member.key()], at + u'/' + member.key());
    } else if (expected.isArray() && seen.isArray()
               && expected.toArray().size() == seen.toArray().size()) {
        for (int i = 0; i < expected.toArray().size(); ++i)
            found += differences(expected[i], seen[i], at + u'/' + QString::number(i));
    } else if (expected != seen) {
        found = QStringList{at + u": "_s + text(expected) + u" has become "_s + text(seen)};
    }
    return found;
}

/// What the service answers to @p request, such as "GET /version".
QJsonObject ask(const QUrl& service, const QString& request, const QByteArray& key)
{
    QNetworkAccessManager network;
    QNetworkRequest message(QUrl(service.toString() + request.section(u' ', 1)));
    if (!key.isEmpty())
        message.setRawHeader("Authorization", "Bearer " + key);
    QNetworkReply* reply
        = network.sendCustomRequest(message, request.section(u' ', 0, 0).toLatin1());
    REQUIRE(test::until([reply] { return reply->isFinished(); }));
    const QByteArray body = reply->readAll();
    QJsonObject seen{
        {u"status"_s, reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt()}};
    const QJsonDocument json = QJsonDocument::fromJson(body);
    if (json.isNull()) {
        seen[u"bytes"_s] = body.size();
        seen[u"sha256"_s] = QString::fromLatin1(
            QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex());
    } else {
        seen[u"answer"_s] = json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object());
    }
    return seen;
}

/// "Unpinned" is said today by naming no pin.
QJsonObject inTodaysWords(QJsonObject entry)
{
    QJsonObject answer = entry.value("answer"_L1).toObject();
    if (answer.value("pins"_L1)[0]["status"_L1] != u"Unpinned"_s)
        return entry;
    answer[u"pins"_s] = QJsonArray();
    entry[u"answer"_s] = answer;
    return entry;
}

/// Asks what @p list has and compares. What waits is looked at in the background at first.
void checkAnswers(local::LocalService& service, const QJsonObject& expected, const QString& list)
{
    for (const QJsonValue entry : expected[list].toArray()) {
        const QString who = entry["as"_L1].toString();
        const QByteArray key = who == "This computer"_L1
            ? service.sessionLogin().reveal()
            : expected["keys"_L1][who].toString().toLatin1();
        const QString request = entry["request"_L1].toString();
        QJsonObject wanted = inTodaysWords(entry.toObject());
        wanted.remove("as"_L1);
        wanted.remove("request"_L1);
        QStringList found;
        test::until(
            [&] {
                found = differences(wanted, ask(service.url(), request, key));
                return found.isEmpty();
            },
            std::chrono::seconds(5));
        INFO(who.toStdString() << " asks " << request.toStdString());
        CHECK(found == QStringList());
    }
}

QJsonValue text(std::optional<Timestamp> time)
{
    using namespace std::chrono;
    if (!time)
        return QJsonValue::Null;
    if (*time == Timestamp::max())
        return u"end of time"_s;
    const auto second = floor<seconds>(time->time_since_epoch());
    return QDateTime::fromSecsSinceEpoch(second.count(), Qt::UTC)
        .toString(u"yyyy-MM-ddTHH:mm:ss.%1Z"_s)
        .arg((time->time_since_epoch() - second).count(), 6, 10, QLatin1Char('0'));
}

/// The words for what is stored as a number; tests/transfer/persisted_test.cpp pins the numbers.
QString word(int number, const char* words)
{
    return QString::fromLatin1(words).split(u' ').value(number, u"?"_s);
}

QJsonValue seen(const Error& error)
{
    constexpr auto kinds
        = "cancelled offline timeout unauthorized forbidden not-found conflict invalid empty"
          " too-large rate-limited maintenance server protocol keychain-locked keychain-absent"
          " keychain-failed storage disk-full file-unreadable source-changed corrupt";
    return QJsonObject{{u"kind"_s, word(int(error.kind), kinds)},
                       {u"detail"_s, error.detail},
                       {u"subject"_s, error.subject},
                       {u"code"_s, error.code}};
}

QString state(const Transfer& transfer)
{
    return word(int(transfer.state),
                "queued packing sending waiting confirming stored cancelled failed paused held"
                " incomplete receiving saved");
}

QJsonArray pathsOf(const std::vector<LeftOut>& entries)
{
    QJsonArray paths;
    for (const LeftOut& entry : entries) {
        CHECK(entry.reason == LeftOut::Reason::NotSaid); // There were no reasons yet.
        paths.append(entry.path);
    }
    return paths;
}

QJsonObject seen(const Transfer& transfer, const TransferStore& store)
{
    const QJsonArray notes = transfer.isDownload() ? pathsOf(transfer.leftOut)
                                                   : QJsonArray::fromStringList(transfer.notes);
    QJsonObject json{{u"id"_s, qint64(transfer.id)},
                     {u"name"_s, transfer.name},
                     {u"state"_s, state(transfer)},
                     {u"root"_s, transfer.root.text()},
                     {u"files"_s, transfer.files},
                     {u"sourceBytes"_s, transfer.sourceBytes},
                     {u"totalBytes"_s, transfer.totalBytes},
                     {u"acknowledgedBytes"_s, transfer.acknowledgedBytes},
                     {u"parts"_s, transfer.parts},
                     {u"acknowledgedParts"_s, transfer.acknowledgedParts},
                     {u"created"_s, text(transfer.created)},
                     {u"finished"_s, text(transfer.finished)},
                     {u"resumeAt"_s, text(transfer.resumeAt)},
                     {u"notes"_s, notes}};
    if (transfer.suspension) {
        json[u"hold"_s] = word(int(*transfer.suspension),
                               "offline maintenance account-restricted login-expired"
                               " keychain-locked disk-full source-offline");
    }
    if (transfer.error)
        json[u"error"_s] = seen(*transfer.error);
    if (transfer.download) {
        json[u"download"_s] = QJsonObject{{u"cid"_s, transfer.download->cid.text()},
                                          {u"path"_s, transfer.download->path},
                                          {u"target"_s, transfer.download->target},
                                          {u"name"_s, transfer.download->name}};
    } else {
        const UploadRequest& request = transfer.request;
        json[u"upload"_s]
            = QJsonObject{{u"paths"_s, QJsonArray::fromStringList(request.paths)},
                          {u"name"_s, request.name},
                          {u"profile"_s, request.profile},
                          {u"wrapped"_s, word(int(request.wrap), "as-profile yes no")},
                          {u"hiddenFiles"_s, word(int(request.hidden), "skipped included")},
                          {u"unreadableFiles"_s, word(int(request.unreadable), "fail left-out")},
                          {u"partBytes"_s, request.partTarget},
                          {u"car"_s, request.carFile}};
    }
    QJsonArray dropped;
    for (const DroppedSource& source : transfer.dropped)
        dropped.append(QJsonObject{{u"source"_s, source.source}, {u"error"_s, seen(source.error)}});
    json[u"droppedSources"_s] = dropped;
    QJsonArray parts;
    for (const PartRecord& part : store.parts(transfer.id)) {
        parts.append(QJsonObject{{u"part"_s, part.part},
                                 {u"bytes"_s, part.bytes},
                                 {u"carCid"_s, part.carCid.text()},
                                 {u"acknowledged"_s, part.acknowledged}});
    }
    json[u"partsKnown"_s] = parts;
    return json;
}

/// All of an account's transfers as they were left, and what a restart makes of those unfinished.
QJsonObject seen(TransferStore& store, TransferId highest)
{
    QJsonArray left;
    for (TransferId id = 1; id <= highest; ++id) {
        if (const auto transfer = store.find(id))
            left.append(seen(*transfer, store));
    }
    QJsonArray finished;
    for (const Transfer& transfer : store.finished(0, TransferStore::all))
        finished.append(qint64(transfer.id));
    store.adopt({});
    QJsonArray queue;
    for (const Transfer& transfer : store.unfinished())
        queue.append(u"%1 %2"_s.arg(transfer.id).arg(state(transfer)));
    return {{u"left"_s, left},
            {u"finishedNewestFirst"_s, finished},
            {u"queueAfterRestart"_s, queue},
            {u"pausedUntil"_s, text(store.pausedUntil())}};
}

} // namespace

TEST_CASE_METHOD(OldFolder, "what an earlier version stored and served is found again, twice")
{
    const QJsonObject wanted = expected["service"_L1].toObject();
    for (int opened = 1; opened <= 2; ++opened) {
        INFO("opened for the time no. " << opened);
        const auto service = local::LocalService::start({.dataFolder = data});
        REQUIRE(service);
        checkAnswers(**service, wanted, u"toLogins"_s);
        if (opened == 2) // Each use is noted in the token.
            checkAnswers(**service, wanted, u"toOthers"_s);
    }

    const auto garbage = local::collectGarbage(data, local::DryRun::Yes);
    REQUIRE(garbage);
    CHECK(differences(wanted["garbage"_L1],
                      QJsonObject{{u"cars"_s, garbage->cars}, {u"bytes"_s, garbage->bytes}})
          == QStringList());
    const auto report = local::checkStore(data, [](const local::Finding&) {});
    REQUIRE(report);
    CHECK(report->isClean());
    CHECK(differences(wanted["check"_L1],
                      QJsonObject{{u"cars"_s, report->cars},
                                  {u"blocks"_s, report->blocks},
                                  {u"uploads"_s, report->uploads}})
          == QStringList());
}

TEST_CASE_METHOD(OldFolder, "the accounts that an earlier version kept are found again")
{
    const auto records = AccountsFile(accountsFilePath(data)).load();
    REQUIRE(records);
    QJsonArray seen;
    for (const AccountRecord& record : *records) {
        seen.append(QJsonObject{{u"id"_s, record.id.text()},
                                {u"name"_s, record.name},
                                {u"endpoint"_s, record.endpoint.toString()},
                                {u"hasLogin"_s, record.hasLogin},
                                {u"hasApiToken"_s, record.hasApiToken}});
    }
    CHECK(differences(expected["accounts"_L1], seen) == QStringList());
}

TEST_CASE_METHOD(OldFolder, "the transfers that an earlier version left are found again, twice")
{
    const QJsonObject accounts = expected["transfers"_L1].toObject();
    REQUIRE_FALSE(accounts.isEmpty());
    for (auto account = accounts.begin(); account != accounts.end(); ++account) {
        INFO("transfers of " << account.key().toStdString());
        auto store = SqliteTransferStore::open(transferFolder(data), account.key());
        REQUIRE(store);
        const QJsonObject first = seen(**store, 100);
        CHECK(differences(*account, first) == QStringList());
        store->reset();
        store = SqliteTransferStore::open(transferFolder(data), account.key());
        REQUIRE(store);
        const QJsonObject again = seen(**store, 100);
        CHECK(again["queueAfterRestart"_L1] == first["queueAfterRestart"_L1]);
        CHECK(again["finishedNewestFirst"_L1] == first["finishedNewestFirst"_L1]);
        CHECK(again["pausedUntil"_L1] == first["pausedUntil"_L1]);
    }
}

TEST_CASE_METHOD(OldFolder, "a download that an earlier version had under way goes on where it was")
{
    QJsonObject wanted = expected["downloadUnderWay"_L1].toObject();
    wanted.remove(u"verifiedBytes"_s); // It was what the folders claim; now files are counted.
    DownloadRequest request{content::CidString(wanted["cid"_L1].toString()),
                            wanted["path"_L1].toString(),
                            copy.filePath(u"downloads/"_s + wanted["fileName"_L1].toString())};
    const auto folder = WorkFolder::open(request);
    REQUIRE(folder);
    const DownloadRecord& record = folder->record();
    QJsonArray entries;
    for (const quint64 count : record.entries)
        entries.append(qint64(count));
    CHECK(differences(wanted,
                      QJsonObject{{u"cid"_s, request.cid.text()},
                                  {u"path"_s, request.path},
                                  {u"fileName"_s, wanted["fileName"_L1]},
                                  {u"wholeEntries"_s, entries},
                                  {u"fileBytes"_s, qint64(record.fileBytes)},
                                  {u"sourceBytes"_s, qint64(record.sourceBytes)},
                                  {u"files"_s, record.files},
                                  {u"leftOut"_s, pathsOf(folder->leftOut(record))}})
          == QStringList());
}

TEST_CASE_METHOD(OldFolder, "the preferences of an earlier version are taken up")
{
    // The transfers would start, and read and write where their paths lead.
    REQUIRE(QDir(transferFolder(data)).removeRecursively());
    QJsonArray addresses;
    for (const QUrl& address : gateways(data))
        addresses.append(address.toString());

    desktop::Options options;
    options.useKeychain = false;
    desktop::Application app(options, data);
    app.start();
    MainWindow& window = app.window();
    REQUIRE(test::until([&] { return app.accounts().find(localAccount) != nullptr; }));
    QJsonObject limits;
    for (AccountSession* service : app.accounts().all()) {
        const auto set = service->transfers().limits();
        limits[service->record().id.text()] = QJsonObject{
            {u"partsInFlight"_s, set.partsInFlight}, {u"bytesPerSecond"_s, set.bytesPerSecond}};
    }
    QJsonObject menus;
    for (QMenu* menu : window.findChildren<QMenu*>()) {
        emit menu->aboutToShow();
        for (const QAction* action : menu->actions()) {
            if (action->isCheckable())
                menus[action->text().remove(u'&')] = action->isChecked();
        }
    }
    CHECK(differences(expected["preferences"_L1],
                      QJsonObject{{u"gateways"_s, addresses},
                                  {u"limits"_s, limits},
                                  {u"checkedInMenus"_s, menus},
                                  {u"windowHeight"_s, window.height()}})
          == QStringList());

    // What a person hardly sees taken up is at least still written under the same names.
    QSettings kept(settingsFile(data), QSettings::IniFormat);
    const QJsonArray names = expected["preferencesWrittenAgain"_L1].toArray();
    REQUIRE_FALSE(names.isEmpty());
    for (const QJsonValue name : names) {
        CHECK(kept.contains(name.toString()));
        kept.remove(name.toString());
    }
    window.showAccount(localAccount);
    for (QSplitter* splitter : window.findChildren<QSplitter*>(u"storedSplitter"_s))
        emit splitter->splitterMoved(300, 1);
    window.close();
    for (const QJsonValue name : names) {
        INFO(name.toString().toStdString());
        CHECK(kept.contains(name.toString()));
    }
}
