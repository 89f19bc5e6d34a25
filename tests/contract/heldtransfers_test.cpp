// SPDX-License-Identifier: MIT OR Apache-2.0
// What keeps the transfers of an account from moving, and what lets them go on: the single cases
// that the model of accountmodel_test.cpp has found.
#include "core/service/accountsession.h"
#include "core/vault/memoryvault.h"
#include "tests/contract/moodyserver.h"
#include "tests/support/catchqt.h"
#include "tests/support/fakeclock.h"

#include <QFile>
#include <QTemporaryDir>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using transfer::SuspensionReason;

namespace {

struct Held
{
    QTemporaryDir folder;
    MoodyServer server;
    FakeClock clock;
    CountingNetwork network;
    MemoryVault vault;
    AccountSession session{
        {AccountId(u"1"_s), u"Ada"_s, server.url(), true, false}, network, vault, clock};
    TransferQueue& queue = session.transfers();
    Account& account = session.account();

    Held()
    {
        account.use({Secret("login"), {}});
        session.start();
        REQUIRE(comesTo(Account::State::SignedIn));
    }

    /// And nothing is under way any more.
    bool comesTo(Account::State state)
    {
        const auto isAtWork = [&] { return network.underWay() > 0 || server.underWay > 0; };
        return comesToRest([&] { return isAtWork() || account.state() != state; });
    }
    bool comesTo(TransferId id, State state)
    {
        INFO("service: " << server.mood.what);
        return until([&] { return queue.find(id)->state == state; });
    }
    void become(const char* what)
    {
        const auto found = std::ranges::find(moods(), QByteArray(what), &Mood::what);
        REQUIRE(found != moods().end());
        server.mood = *found;
    }
    TransferId upload(const QString& name)
    {
        QFile file(folder.filePath(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(name.toUtf8());
        file.close();
        return *queue.add({.paths = {file.fileName()}});
    }
    TransferId download(const QByteArray& bytes)
    {
        const auto cid = content::Cid::v1(content::Codec::Raw, content::sha256(bytes));
        server.blocks.insert(cid.toString(), bytes);
        return *queue.add(DownloadRequest{
            content::CidString(cid), {}, folder.filePath(QString::fromLatin1(bytes)), {}});
    }
};

} // namespace

TEST_CASE_METHOD(Held, "an account that is refused in any words holds its uploads")
{
    const QByteArray words
        = GENERATE("revoked", "login wanted", "401 without a word", "blocked", "a wall");
    become(words.constData());
    account.retry();
    REQUIRE(comesTo(Account::State::Refused));
    const auto id = upload(u"a.txt"_s);
    CHECK(queue.find(id)->state == State::Queued);
    CHECK(queue.accountSuspension() == SuspensionReason::LoginExpired);
    CHECK(server.askedByUploads() == 0);
    become("well");
    session.replace(session.record(), {Secret("another"), {}});
    CHECK(comesTo(id, State::Stored));
}

TEST_CASE_METHOD(Held, "an upload that learns of a blocked token is held with all others")
{
    become("blocked");
    const auto first = upload(u"a.txt"_s);
    REQUIRE(comesTo(first, State::Suspended));
    CHECK(account.state() == Account::State::Refused);
    const auto second = upload(u"b.txt"_s);
    CHECK(queue.find(second)->state == State::Queued);
    CHECK(server.askedByUploads() == 1);
    become("well");
    session.replace(session.record(), {Secret("another"), {}});
    CHECK(comesTo(first, State::Stored));
    CHECK(comesTo(second, State::Stored));
}

TEST_CASE_METHOD(Held, "a refusal of an earlier credential holds nothing")
{
    server.isHolding = true;
    const auto id = upload(u"a.txt"_s);
    REQUIRE(until([&] { return server.askedByUploads() == 1; }));
    server.isHolding = false;
    session.replace(session.record(), {Secret("another"), {}});
    REQUIRE(until([&] { return account.state() == Account::State::SignedIn; }));
    become("revoked");
    server.answerKept();
    become("well");
    CHECK(until([&] {
        queue.tick();
        return queue.find(id)->state == State::Stored;
    }));
    CHECK(account.state() == Account::State::SignedIn);
    CHECK_FALSE(queue.accountSuspension());
}

TEST_CASE_METHOD(Held, "a request that was refused with an earlier credential goes again")
{
    server.isHolding = true;
    std::ignore = session.tokens().create({.name = u"x"_s});
    REQUIRE(until([&] { return server.count("POST /user/tokens") == 1; }));
    server.isHolding = false;
    session.replace(session.record(), {Secret("another"), {}});
    REQUIRE(until([&] { return account.state() == Account::State::SignedIn; }));
    become("revoked");
    server.answerKept();
    become("well");
    CHECK(until([&] { return server.count("POST /user/tokens") == 2; }));
}

TEST_CASE_METHOD(Held, "in a pause, too, a person may have it asked whether uploads go on")
{
    become(GENERATE(as<const char*>(), "revoked", "maintenance", "restricted"));
    const auto id = upload(u"a.txt"_s);
    REQUIRE(comesTo(id, State::Suspended));
    become("too many, an hour");
    account.retry();
    REQUIRE(until([&] { return account.waitsUntil().has_value(); }));
    REQUIRE(comesTo(account.state()));
    become("well");
    queue.askAgain();
    CHECK(comesTo(id, State::Stored));
}

TEST_CASE_METHOD(Held, "a retry has it asked at once whether what holds all has passed")
{
    const auto id = upload(u"a.txt"_s);
    queue.cancel(id);
    become(GENERATE(as<const char*>(), "revoked", "maintenance", "restricted"));
    REQUIRE(comesTo(upload(u"b.txt"_s), State::Suspended));
    become("well");
    queue.retry(id);
    CHECK(comesTo(id, State::Stored));
}

TEST_CASE_METHOD(Held, "a download that is asked to wait has the whole account wait, for minutes")
{
    become("too many, an hour");
    const auto id = download("one");
    REQUIRE(comesTo(id, State::Waiting));
    CHECK(*queue.find(id)->nextAttempt <= clock.now() + longestPause);
    CHECK(account.state() == Account::State::AskedToWait);
    const int asked = server.asked;
    REQUIRE(comesTo(download("another"), State::Waiting));
    CHECK(server.asked == asked);
}

TEST_CASE_METHOD(Held, "a download waits no longer than minutes for a service under maintenance")
{
    become("maintenance for a day");
    const auto id = download("one");
    REQUIRE(comesTo(id, State::Waiting));
    CHECK(*queue.find(id)->nextAttempt <= clock.now() + longestPause);
}

TEST_CASE_METHOD(Held, "a download that is to wait for no time waits for a second")
{
    become("too many, 0");
    const auto id = download("one");
    REQUIRE(comesTo(id, State::Waiting));
    CHECK(*queue.find(id)->nextAttempt >= clock.now() + std::chrono::seconds(1));
}

TEST_CASE_METHOD(Held, "a transfer that asks first after a pause ends it, whatever it is answered")
{
    become("too many, 7");
    account.retry();
    REQUIRE(comesTo(Account::State::AskedToWait));
    clock.advance(std::chrono::seconds(8));
    become(GENERATE(as<const char*>(), "well", "resets", "broken", "a wall"));
    SECTION("a download")
    {
        download("one");
    }
    SECTION("an upload")
    {
        upload(u"a.txt"_s);
    }
    REQUIRE(until([&] { return server.askedByUploads() + server.askedByDownloads() > 0; }));
    become("well");
    CHECK(until([&] { return account.state() != Account::State::AskedToWait; }));
}

TEST_CASE_METHOD(Held,
                 "what the account's own service said to one download says nothing of the next")
{
    become(GENERATE(as<const char*>(), "a wall", "gone", "sunset", "blocked"));
    const auto refused = download("one");
    REQUIRE(comesTo(refused, State::Failed));
    become("well");
    CHECK(comesTo(download("another"), State::Saved));
}

TEST_CASE_METHOD(Held, "of two reasons that hold all uploads the one that is left still does")
{
    become("restricted");
    const auto first = upload(u"a.txt"_s);
    REQUIRE(comesTo(first, State::Suspended));
    become("revoked");
    account.retry();
    REQUIRE(comesTo(Account::State::Refused));
    CHECK(queue.accountSuspension() == SuspensionReason::LoginExpired);
    become("broken");
    const int asked = server.askedByUploads();
    session.replace(session.record(), {Secret("another"), {}});
    REQUIRE(comesTo(Account::State::Unreachable));
    CHECK(queue.accountSuspension() == SuspensionReason::AccountRestricted);
    const auto second = upload(u"b.txt"_s);
    CHECK(queue.find(second)->state == State::Queued);
    CHECK(server.askedByUploads() == asked);
    become("well");
    account.retry();
    CHECK(comesTo(first, State::Stored));
    CHECK(comesTo(second, State::Stored));
}
