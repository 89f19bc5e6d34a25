// SPDX-License-Identifier: MIT OR Apache-2.0
// Pictures of states that are hard to come by, to be looked at: built on demand, run by hand, and
// again with CAIRN_LETTERS=150 for letters of 150 %. They land in the build folder's gallery/.
#include "tests/ui/world.h"
#include "ui/uploads/list/transfermodel.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QMenu>
#include <QMenuBar>
#include <QRandomGenerator>
#include <QTreeView>

using namespace cairn;
using namespace cairn::test;
using namespace std::chrono_literals;
using transfer::State;
using transfer::SuspensionReason;

namespace {

constexpr qint64 MB = 1'000'000;

const content::CidString cid(u"bafybeiep3t2chy6e3dxk3fktnshm7tpopjrns6wevo4uwpnnz5aq352se4"_s);

/// Larger letters alone, as a desktop's text size makes them.
struct Letters
{
    Letters()
    {
        QFont larger = font;
        larger.setPointSizeF(font.pointSizeF() * qMax(100, percent()) / 100);
        QApplication::setFont(larger);
    }
    ~Letters() { QApplication::setFont(font); }
    static int percent() { return qEnvironmentVariableIntValue("CAIRN_LETTERS"); }

    QFont font = QApplication::font();
};

struct Gallery : Letters, World
{
    QString pictures = QStringLiteral(CAIRN_BINARY_DIR) + u"/gallery/"_s;
    TransferId last = 1'000'000;

    Gallery() { QDir().mkpath(pictures); }

    void take(const QString& name, QWidget* of = nullptr)
    {
        until([] { return false; }, 250ms); // What is collected for a moment shows.
        QWidget* shown = of                     ? of
            : QApplication::activeModalWidget() ? QApplication::activeModalWidget()
                                                : &window;
        const QString size = percent() > 0 ? u"-large.png"_s : u".png"_s;
        CHECK(shown->grab().save(pictures + name + size));
    }
    /// The same in light, as large as a window is at first, and in dark, as small as it can be.
    template<typename Show> void takeAll(const QString& name, Show show)
    {
        theme.choose(Theme::Choice::Light);
        window.resize(1200, 760);
        show(name + u"-light"_s);
        theme.choose(Theme::Choice::Dark);
        window.resize(window.minimumSizeHint().expandedTo(window.minimumSize()));
        show(name + u"-dark"_s);
        theme.choose(Theme::Choice::Light);
    }
    TransferModel& model()
    {
        return *static_cast<TransferModel*>(find<QTreeView>(u"transferList"_s)->model());
    }
    Transfer one(const QString& name, State state)
    {
        Transfer made;
        made.id = ++last;
        made.position = qint64(made.id);
        made.name = name;
        made.request.paths = {u"/home/ada/"_s + name};
        made.state = state;
        made.created = clock.now();
        return made;
    }
    Transfer packed(const QString& name, State state, int parts, int done)
    {
        Transfer made = one(name, state);
        made.root = cid;
        made.files = 128;
        made.parts = parts;
        made.acknowledgedParts = done;
        made.totalBytes = made.sourceBytes = parts * 50 * MB;
        made.sentBytes = made.acknowledgedBytes = done * 50 * MB;
        return made;
    }
    Transfer held(const QString& name, SuspensionReason reason, const Error& error)
    {
        Transfer made = packed(name, State::Suspended, 4, 1);
        made.suspension = reason;
        made.error = error;
        return made;
    }
    /// Of a list that is longer than its window.
    void takeBothEnds(const QString& name)
    {
        auto* const list = find<QTreeView>(u"transferList"_s);
        list->scrollToTop();
        take(name + u"-1"_s);
        list->scrollToBottom();
        take(name + u"-2"_s);
    }
    /// A row that is really there, so that the list shows.
    void openPane()
    {
        AccountSession& account = local();
        press(Qt::Key_1, Qt::ControlModifier);
        account.transfers().pauseAll();
        REQUIRE(account.transfers().add({.paths = {file(u"notes.txt"_s, "a")}}));
        QCoreApplication::processEvents();
    }
    void clear()
    {
        auto& rows = model();
        while (rows.rowCount() > 1)
            rows.remove(rows.at(rows.at(0).id > 1'000 ? 0 : 1).id);
    }
};

} // namespace

TEST_CASE_METHOD(Gallery, "paused for a time")
{
    openPane();
    accounts.all().front()->transfers().pauseAll(clock.now() + 1h);
    Transfer paused = packed(u"Survey recordings.bin"_s, State::Paused, 4, 2);
    paused.resumeAt = clock.now() + 15min;
    model().put(paused);
    model().put(packed(u"Photos of the summer"_s, State::Paused, 3, 1));
    takeAll(u"paused"_s, [this](const QString& name) { take(name); });
    accounts.all().front()->transfers().pauseAll(clock.now() + 26h);
    take(u"paused-until-tomorrow"_s);
}

TEST_CASE_METHOD(Gallery, "held rows")
{
    openPane();
    accounts.all().front()->transfers().resumeAll();
    using Kind = Error::Kind;
    model().put(
        held(u"Offline"_s, SuspensionReason::Offline, {Kind::Offline, {}, u"api.example.org"_s}));
    model().put(held(u"Maintenance"_s, SuspensionReason::Maintenance, {Kind::Maintenance, {}}));
    model().put(held(u"Restricted"_s, SuspensionReason::AccountRestricted,
                     {Kind::Forbidden, {}, {}, u"ERROR_ACCOUNT_RESTRICTED"_s}));
    model().put(held(u"Login expired"_s, SuspensionReason::LoginExpired,
                     {Kind::Unauthorized, {}, {}, u"ERROR_TOKEN_NOT_FOUND"_s}));
    model().put(held(u"Keychain"_s, SuspensionReason::KeychainLocked, {Kind::KeychainLocked, {}}));
    model().put(held(u"Disk full"_s, SuspensionReason::DiskFull, {Kind::DiskFull, {}}));
    Transfer download = held(u"Source offline"_s, SuspensionReason::SourceOffline,
                             {Kind::Offline, {}, u"api.example.org"_s, u"SOURCE_OFFLINE"_s});
    download.download = DownloadRequest{cid, {}, u"/home/ada/Downloads/Source offline"_s};
    download.dropped.push_back({u"gateway.example.org"_s, {Kind::Corrupt, {}, cid.text()}});
    model().put(download);
    takeAll(u"held"_s, [this](const QString& name) { takeBothEnds(name); });
}

TEST_CASE_METHOD(Gallery, "on their way")
{
    openPane();
    accounts.all().front()->transfers().resumeAll();
    Transfer sending = packed(u"Survey recordings of the northern meadow, all of August.bin"_s,
                              State::Sending, 12, 0);
    sending.partsInFlight = 3;
    sending.lastProgress = clock.now();
    model().put(sending);
    for (int i = 0; i < 40; ++i) {
        clock.advance(1s);
        sending.sentBytes += qint64(3 + (i * 7) % 9) * MB;
        sending.acknowledgedParts = int(sending.sentBytes / (50 * MB));
        sending.acknowledgedBytes = sending.acknowledgedParts * 50 * MB;
        sending.lastProgress = clock.now();
        model().put(sending);
    }
    Transfer stalled = packed(u"Stalled.bin"_s, State::Sending, 4, 1);
    stalled.partsInFlight = 2;
    stalled.lastProgress = clock.now() - 72s;
    model().put(stalled);
    Transfer reading = one(u"Archive of the association"_s, State::Packing);
    reading.files = 1204;
    reading.bytesHashed = 840 * MB;
    model().put(reading);
    Transfer waiting = packed(u"Waiting.bin"_s, State::Waiting, 3, 1);
    waiting.nextAttempt = clock.now() + 30s;
    waiting.attempt = 3;
    waiting.error = Error{Error::Kind::Offline, {}, u"api.example.org"_s};
    model().put(waiting);
    model().put(packed(u"Confirming.bin"_s, State::Confirming, 3, 3));
    model().put(one(u"Waits for its turn.pdf"_s, State::Queued));
    Transfer download = packed(u"Holiday films"_s, State::Receiving, 0, 0);
    download.download = DownloadRequest{cid, {}, u"/home/ada/Downloads/Holiday films"_s};
    download.totalBytes = 900 * MB;
    download.sentBytes = 420 * MB;
    download.acknowledgedBytes = 400 * MB;
    download.lastProgress = clock.now();
    download.dropped.push_back({u"gateway.example.org"_s, {Error::Kind::Corrupt, {}, cid.text()}});
    model().put(download);
    takeAll(u"moving"_s, [this](const QString& name) { takeBothEnds(name); });
}

TEST_CASE_METHOD(Gallery, "over")
{
    openPane();
    accounts.all().front()->transfers().cancelAll();
    QCoreApplication::processEvents();
    Transfer incomplete = packed(u"Incomplete.bin"_s, State::Incomplete, 4, 3);
    incomplete.error = Error{Error::Kind::Forbidden, {}, {}, u"ERROR_NOT_ALLOWED"_s};
    model().put(incomplete);
    Transfer failed = one(u"Vanished.txt"_s, State::Failed);
    failed.error = Error{Error::Kind::FileUnreadable, {}, u"/home/ada/Vanished.txt"_s};
    model().put(failed);
    Transfer stored = packed(u"Website"_s, State::Stored, 2, 2);
    stored.notes = {u"/home/ada/Website/.git"_s, u"/home/ada/Website/.DS_Store"_s,
                    u"/home/ada/Website/a"_s, u"/home/ada/Website/b"_s};
    model().put(stored);
    model().put(packed(u"Cancelled.iso"_s, State::Cancelled, 3, 1));
    Transfer saved = packed(u"Holiday films"_s, State::Saved, 0, 0);
    saved.download = DownloadRequest{cid, {}, u"/home/ada/Downloads/Holiday films"_s};
    saved.totalBytes = saved.sourceBytes = 900 * MB;
    saved.files = 12;
    model().put(saved);
    find<QTreeView>(u"transferList"_s)->setCurrentIndex(model().indexOf(incomplete.id));
    takeAll(u"over"_s, [this](const QString& name) {
        find<QTreeView>(u"transferList"_s)->scrollToTop();
        take(name);
    });
}

TEST_CASE_METHOD(Gallery, "menus")
{
    openPane();
    REQUIRE(tabTo(u"transferList"_s));
    takeAll(u"menu"_s, [this](const QString& name) {
        pressMenuKey();
        REQUIRE(menuIsOpen());
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        take(name, menu);
        for (const Qt::Key key : {Qt::Key_F, Qt::Key_M, Qt::Key_B, Qt::Key_E}) {
            press(key);
            QWidget* popup = QApplication::activePopupWidget();
            if (popup && popup != menu)
                take(name + u'-' + QChar(key), popup);
            press(Qt::Key_Left);
        }
        press(Qt::Key_Escape);
        press(Qt::Key_Escape);
    });
    take(u"list-focus-light"_s);
}

TEST_CASE_METHOD(Gallery, "the plan with problems")
{
    local();
    press(Qt::Key_1, Qt::ControlModifier);
    QDir(folder.path()).mkpath(u"site/deploy"_s);
    QDir(folder.path()).mkpath(u"site/empty"_s);
    file(u"site/index.html"_s, "<p>Hello</p>");
    file(u"site/deploy/id_ed25519"_s, "not a real one");
    file(u"site/seed phrase.txt"_s, "not a real one");
    file(u"site/.env"_s, "A=1");
    file(u"site/.hidden"_s, "A=1");
    QFile::link(folder.filePath(u"nowhere"_s), folder.filePath(u"site/old"_s));
    QFile::link(folder.filePath(u"site/index.html"_s), folder.filePath(u"site/link.html"_s));
    takeAll(u"plan"_s, [this](const QString& name) {
        window.open({folder.filePath(u"site"_s)});
        REQUIRE(until([] { return isVisible(u"previewPublic"_s); }));
        take(name);
        press(Qt::Key_Escape);
        REQUIRE(isBack());
    });
}

TEST_CASE_METHOD(Gallery, "download")
{
    AccountSession& account = local();
    stored(account, u"Meadow in August.txt"_s, "hello");
    press(Qt::Key_2, Qt::ControlModifier);
    REQUIRE(tabTo(u"storedTable"_s));
    takeAll(u"download"_s, [this](const QString& name) {
        take(name + u"-stored"_s);
        press(Qt::Key_D, Qt::ControlModifier);
        REQUIRE(dialog());
        take(name);
        press(Qt::Key_Escape);
        REQUIRE(isBack());
    });
}

// The README's picture, resources/pictures/window.png: what an account may hold after some weeks.
TEST_CASE_METHOD(Gallery, "stored")
{
    QRandomGenerator random(1);
    const auto write = [&](const QString& name, qint64 size) {
        QByteArray bytes(size, '\0');
        random.fillRange(reinterpret_cast<quint32*>(bytes.data()), size / 4);
        QDir().mkpath(QFileInfo(folder.filePath(name)).path());
        file(name, bytes);
    };
    write(u"Website/index.html"_s, 14'000);
    write(u"Website/style.css"_s, 6'200);
    write(u"Annual report 2025.pdf"_s, 2'480'000);
    write(u"Map of the reserve.svg"_s, 412'000);
    write(u"Spring concert.flac"_s, 38 * MB);
    write(u"Bird counts.csv"_s, 184'000);
    for (int i = 1; i <= 24; ++i) {
        write(u"Photos of the meadow/%1.jpg"_s.arg(i), 1'400'000 + i * 31'000);
        write(u"Newsletters/%1.pdf"_s.arg(i), 240'000 + i * 3'100);
    }
    write(u"Seed catalogue.pdf"_s, 5'730'000);
    write(u"Survey recordings/north.flac"_s, 71 * MB);
    write(u"Survey recordings/south.flac"_s, 62 * MB);

    clock.advance(1720 * 24h + 1h); // The fake clock begins in 2021.
    AccountSession& account = local();
    for (const auto& name :
         {u"Website"_s, u"Annual report 2025.pdf"_s, u"Map of the reserve.svg"_s, u"Newsletters"_s,
          u"Bird counts.csv"_s, u"Spring concert.flac"_s, u"Seed catalogue.pdf"_s,
          u"Photos of the meadow"_s, u"Survey recordings"_s}) {
        const qint64 before = account.library().total();
        clock.advance(71h);
        REQUIRE(account.transfers().add({.paths = {folder.filePath(name)}}));
        REQUIRE(until([&] { return account.library().total() == before + 1; }, 60s));
    }
    press(Qt::Key_2, Qt::ControlModifier);
    REQUIRE(tabTo(u"storedTable"_s));
    theme.choose(Theme::Choice::Light);
    window.resize(1200, 760);
    auto* const table = find<QTreeView>(u"storedTable"_s);
    table->setCurrentIndex(table->model()->index(0, 0));
    take(u"window"_s);
}

TEST_CASE_METHOD(Gallery, "accounts")
{
    const auto take = [this](const QString& name) {
        takeAll(name, [this](const QString& named) { Gallery::take(named); });
    };
    press(Qt::Key_4, Qt::ControlModifier);
    // By http to another computer.
    REQUIRE(await(vault.store(loginKey(AccountId(u"far"_s)), Secret("login"))));
    REQUIRE(store.put(
        {AccountId(u"far"_s), u"Attic"_s, QUrl(u"http://service.invalid:9"_s), true, false}));
    REQUIRE(accounts.loadStored());
    window.showAccount(AccountId(u"far"_s));
    press(Qt::Key_4, Qt::ControlModifier);
    REQUIRE(until([] { return isVisible(u"allowHttpButton"_s); }));
    take(u"account-http"_s);
    press(Qt::Key_U, Qt::AltModifier);
    REQUIRE(dialog());
    take(u"account-http-question"_s);
    press(Qt::Key_Escape);
    REQUIRE(isBack());

    const auto id = await(accounts.add({u"Studio"_s, server.url(), {Secret("login"), {}}},
                                       AccountSessions::Keep::InKeychain));
    REQUIRE(id);
    AccountSession& studio = *accounts.find(*id);
    window.showAccount(*id);
    press(Qt::Key_4, Qt::ControlModifier);
    const auto isState = [&](Account::State state) {
        return until([&] { return studio.account().state() == state; });
    };
    REQUIRE(isState(Account::State::SignedIn));
    server.say("GET /user/info", "slow", "429 Too Many Requests", "Retry-After: 3600\r\n");
    studio.account().check();
    REQUIRE(isState(Account::State::AskedToWait));
    take(u"account-asked-to-wait"_s);
    server.refuse("GET /user/info", "401 No", "ERROR_TOKEN_NOT_FOUND");
    studio.account().retry();
    REQUIRE(isState(Account::State::Refused));
    take(u"account-refused"_s);
    press(Qt::Key_K, Qt::AltModifier);
    REQUIRE(dialog());
    type(u"\"Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl\""_s);
    take(u"account-replace"_s);
    press(Qt::Key_Escape);
    REQUIRE(isBack());
}

TEST_CASE_METHOD(Gallery, "keychains")
{
    using Behaviour = FlakyVault::Behaviour;
    const AccountId id(u"cellar"_s);
    REQUIRE(await(vault.store(loginKey(id), Secret("login"))));
    vault.be(Behaviour::Asking);
    REQUIRE(store.put({id, u"Cellar"_s, server.url(), true, false}));
    REQUIRE(accounts.loadStored());
    window.showAccount(id);
    press(Qt::Key_4, Qt::ControlModifier);
    Account& account = accounts.find(id)->account();
    for (const auto& [behaviour, name] :
         {std::pair(Behaviour::Asking, u"asks"_s), std::pair(Behaviour::Denied, u"denied"_s),
          std::pair(Behaviour::Locked, u"locked"_s), std::pair(Behaviour::Absent, u"absent"_s)}) {
        vault.be(behaviour);
        account.retry();
        takeAll(u"keychain-"_s + name, [this](const QString& named) { take(named); });
    }
}
