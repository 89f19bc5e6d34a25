// SPDX-License-Identifier: MIT OR Apache-2.0
// What happens around the window, and how it ends.
#include "tests/support/hostilenames.h"
#include "tests/ui/monkey/monkey.h"
#include "ui/accountpages.h"

#include <QAbstractItemModel>
#include <QApplication>
#include <QDialog>

namespace cairn::test {
using transfer::State;

namespace {
constexpr std::chrono::seconds maxRest(120);
} // namespace

void Monkey::stopService()
{
    Site& site = m_dice.chance(70) ? m_here : m_there;
    aside([&] { site.stop(); });
}

/// The program tells the account when the service of this computer has another login.
void Monkey::startService()
{
    for (Site* site : {&m_here, &m_there}) {
        if (!site->isUp())
            aside([&] { site->start(); });
    }
    AccountSession* local = accounts.find(localAccount);
    if (!local)
        return;
    local->account().use({m_here.login(), {}});
    local->account().check();
}

void Monkey::replaceLocalAccount()
{
    accounts.addLocal(m_here.url(), m_here.login(), u"This computer"_s);
}

void Monkey::addAccount()
{
    if (accounts.all().size() > 3)
        return;
    const auto keep = m_dice.chance(50) ? AccountSessions::Keep::InKeychain
                                        : AccountSessions::Keep::ThisSession;
    std::ignore = accounts.add({anyName(), m_proxy.url(), {m_there.login(), {}}}, keep);
}

void Monkey::removeAccount()
{
    const auto all = accounts.all();
    if (all.size() > 1)
        std::ignore = accounts.remove(m_dice.oneOf(all)->record().id);
}

void Monkey::askAccountAgain()
{
    const auto all = accounts.all();
    AccountSession* chosen = all.empty() ? nullptr : m_dice.oneOf(all);
    if (!chosen)
        return;
    if (m_dice.chance(50))
        chosen->account().check();
    else
        chosen->refresh();
}

void Monkey::changeWeather()
{
    const Weather all[]{Weather::Fine,     Weather::Fine,    Weather::Cuts, Weather::LostAnswers,
                        Weather::Refusals, Weather::Silence, Weather::Mixed};
    m_weather = m_dice.oneOf(all);
    m_diary.add(QString::number(int(m_weather)));
}

void Monkey::thaw()
{
    m_proxy.thaw();
}

void Monkey::changeVault()
{
    using Behaviour = FlakyVault::Behaviour;
    const Behaviour all[]{Behaviour::Open,   Behaviour::Open,   Behaviour::Locked,
                          Behaviour::Asking, Behaviour::Denied, Behaviour::Absent};
    vault.be(m_dice.oneOf(all));
}

void Monkey::letTimePass()
{
    const std::chrono::seconds all[]{std::chrono::seconds(10), std::chrono::minutes(2),
                                     std::chrono::minutes(16), std::chrono::hours(1)};
    const std::chrono::seconds chosen = m_dice.oneOf(all);
    m_diary.add(u"%1 s"_s.arg(chosen.count()));
    clock.advance(chosen);
}

void Monkey::othersStore()
{
    Site& site = m_dice.chance(50) ? m_here : m_there;
    for (int number = m_dice.between(1, 8); number > 0 && site.isUp(); --number)
        site.store(QByteArray::number(m_number) + ' ' + QByteArray::number(number));
}

void Monkey::othersDelete()
{
    Site& site = m_dice.chance(70) ? m_here : m_there;
    if (site.isUp())
        site.deleteSome(m_dice, m_dice.between(1, 5));
}

void Monkey::othersRename()
{
    Site& site = m_dice.chance(70) ? m_here : m_there;
    if (site.isUp())
        site.renameSome(m_dice, m_dice.between(1, 5), anyName());
}

/// Under the hands of what reads them.
void Monkey::changeFiles()
{
    QFile changed(
        folder.filePath(m_dice.chance(50) ? u"files/large.bin"_s : u"files/folder/deeper/7"_s));
    if (m_dice.chance(30))
        changed.remove();
    else if (changed.open(QIODevice::WriteOnly | QIODevice::Append))
        changed.write(QByteArray::number(m_number));
}

FaultProxy::Fault Monkey::nextFault()
{
    using Fault = FaultProxy::Fault;
    const Weather now = m_weather == Weather::Mixed
        ? Weather(m_proxyDice.between(int(Weather::Fine), int(Weather::Silence)))
        : m_weather;
    if (now == Weather::Fine || m_proxyDice.chance(50))
        return {};
    switch (now) {
    case Weather::Cuts:
        return {m_proxyDice.chance(50) ? Fault::Reset : Fault::CutAnswer,
                m_proxyDice.below(100'000)};
    case Weather::LostAnswers:
        return {Fault::LoseAnswer};
    case Weather::Silence:
        return {Fault::Stall};
    default: {
        const std::array statuses{"401 Unauthorized", "403 Forbidden",      "404 Not Found",
                                  "409 Conflict",     "413 Too Large",      "429 Too Many",
                                  "500 Oops",         "503 Unavailable",    "507 Full",
                                  "200 OK",           "302 Somewhere else", "204 Nothing"};
        const QStringList names = hostileNames();
        return FaultProxy::say(m_proxyDice.oneOf(statuses),
                               R"({"code":"X","message":")" + m_proxyDice.oneOf(names).toUtf8()
                                   + "\"}");
    }
    }
}

void Monkey::rest()
{
    m_diary.begin(u"rests"_s);
    m_heartbeat.onBeat = {};
    calmDown();
    endDialogs();
    INFO(place().toStdString());
    std::vector<AccountId> ids;
    for (const AccountSession* account : accounts.all())
        ids.push_back(account->record().id);
    QElapsedTimer timer;
    timer.start();
    for (const AccountId& id : ids)
        endTransfers(id);
    m_transfersEnded = timer.restart();
    for (AccountSession* account : accounts.all())
        compare(*account, account->record().isLocal() ? m_here : m_there);
    m_listsLoaded = timer.elapsed();
    look(true);
}

void Monkey::calmDown()
{
    m_weather = Weather::Fine;
    m_proxy.thaw();
    vault.be(FlakyVault::Behaviour::Open);
    startService();
    if (!accounts.find(localAccount))
        replaceLocalAccount();
}

/// Another one may come behind the one that is closed.
void Monkey::endDialogs()
{
    REQUIRE(until([] {
        if (QWidget* popup = QApplication::activePopupWidget())
            popup->close();
        else if (QWidget* modal = QApplication::activeModalWidget())
            modal->close();
        else
            return true;
        return false;
    }));
    window.setWindowState(Qt::WindowNoState);
    const bool isInFront = show(window);
    const QWidget* active = QApplication::activeWindow();
    INFO("in front is " << (active ? active->objectName().toStdString() : "none"));
    REQUIRE(isInFront);
}

/// Another attempt at everything that waits; false when there is nothing left to wait for.
bool Monkey::goesOn(AccountSession& session)
{
    Account& account = session.account();
    TransferQueue& queue = session.transfers();
    if (account.state() != Account::State::SignedIn || queue.accountSuspension())
        account.check();
    queue.resumeAll();
    for (const Transfer& transfer : queue.unfinished(100)) {
        if (transfer.state == State::Paused)
            queue.resume(transfer.id);
    }
    queue.askAgain();
    clock.advance(std::chrono::seconds(1));
    queue.tick();
    return account.state() != Account::State::SignedIn || queue.isBusy();
}

/// None hangs: each ends well or badly, now that everything works again. The account itself may go,
/// for whoever removed it was waiting for the keychain.
void Monkey::endTransfers(const AccountId& id)
{
    const auto isDone = [&] {
        m_watchdog.acted();
        m_proxy.thaw();
        AccountSession* session = accounts.find(id);
        return !session || !goesOn(*session);
    };
    if (until(isDone, maxRest))
        return;
    AccountSession& session = *accounts.find(id);
    INFO(session.record().name.toStdString() << " in state " << int(session.account().state()));
    QString left;
    for (const Transfer& transfer : session.transfers().unfinished(10))
        left += u"\n%1 in state %2"_s.arg(transfer.name).arg(int(transfer.state));
    FAIL("it does not come to rest:" << left.toStdString());
}

/// The list has what the service has, once all of it is loaded.
void Monkey::compare(AccountSession& account, Site& site)
{
    Library& library = account.library();
    window.showAccount(account.record().id);
    window.showPage(AccountPages::Stored);
    library.refresh();
    REQUIRE(until(
        [&] {
            m_watchdog.acted();
            clock.advance(std::chrono::seconds(1)); // The account's pace.
            library.fetchMore();
            return library.loadState() != LoadState::Loading && !library.canFetchMore();
        },
        maxRest));
    REQUIRE(library.loadState() == LoadState::Loaded);
    QStringList listed;
    for (const Upload& upload : library.uploads())
        listed << upload.cid.text();
    listed.sort();
    const QStringList stored = site.cids();
    CHECK(library.total() == stored.size());
    REQUIRE(listed.size() == stored.size());
    REQUIRE((listed == stored));
    account.tokens().refresh();
    REQUIRE(until([&] { return account.tokens().loadState() == LoadState::Loaded; }));
}

} // namespace cairn::test
