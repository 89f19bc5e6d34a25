// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsession.h"
#include "core/vault/memoryvault.h"
#include "tests/contract/moodyserver.h"
#include "tests/support/await.h"
#include "tests/support/catchqt.h"
#include "tests/support/fakeclock.h"

#include <QTemporaryDir>

#include <random>

namespace cairn::test {
using namespace Qt::StringLiterals;

/// One account, and what may be shown of it after each thing that is done at random.
class AccountModel
{
public:
    explicit AccountModel(unsigned seed, const AccountId& id = AccountId(u"model"_s))
        : m_random(seed)
        , m_session(record(id), m_network, m_vault, m_clock)
    {
        // Of some accounts there is a login, of some an API token, of some both.
        m_credentials = {seed % 3 != 1 ? Secret("login") : Secret(),
                         seed % 3 != 0 ? Secret("a.p.i") : Secret()};
        m_session.account().use(m_credentials);
        m_session.start();
        settle();
        check("start");
    }

    virtual ~AccountModel() = default;

    virtual void step()
    {
        switch (pick(12)) {
        case 0:
        case 1:
        case 2:
        case 3:
            return become(moods()[pick(moods().size())]);
        case 4:
            return silence();
        case 5:
        case 6:
            return retry();
        case 7:
            return note("person: reload", [this] { m_session.refresh(); });
        case 8:
            return note("person: token",
                        [this] { std::ignore = m_session.tokens().create({.name = u"x"_s}); });
        case 9:
            return note("person: delete", [this] {
                std::ignore = m_session.library().remove(content::CidString(u"bafyone"_s));
            });
        case 10:
            return note("person: other credential",
                        [this] { m_session.replace(m_session.record(), m_credentials); });
        default:
            return timePasses();
        }
    }

    virtual void finish() { }

    virtual QString story() { return m_done.join(u"\n"_s); }

protected:
    using State = Account::State;

    AccountRecord record(const AccountId& id) const
    {
        return {id, u"Model"_s, m_server.url(), true, true};
    }
    std::size_t pick(std::size_t count) { return m_random() % count; }
    Account& account() { return m_session.account(); }

    /// Only who is not going to be answered is waited for but a moment.
    void become(const Mood& mood)
    {
        m_done << u"service: "_s + QString::fromLatin1(mood.what);
        m_server.mood = mood;
        const std::chrono::milliseconds timeout(mood.isSilent() ? 40 : 10'000);
        m_session.setTimeouts({timeout, timeout, timeout});
    }

    virtual void note(const QByteArray& what, const std::function<void()>& act)
    {
        m_done << QString::fromUtf8(what);
        m_sentBefore = m_server.withCredential;
        act();
        settle();
        check(what.constData());
    }

    /// A person's retry is always sent.
    void retry()
    {
        const int before = m_server.asked;
        note("person: retry", [this] { account().retry(); });
        CHECK(m_server.asked > before);
        // What an API token may not do says nothing against it.
        const bool isForThisOnly
            = m_credentials.login.isEmpty() && m_server.mood.body.contains("_RESTRICTED");
        if ((m_server.mood.code() != 200 || m_server.mood.isSilent()) && !isForThisOnly)
            CHECK(account().state() != State::SignedIn);
        if (m_server.mood.body.contains("ERROR_ACCOUNT_RESTRICTED"))
            CHECK(account().permission(Account::Action::Upload) != Account::Permission::Yes);
    }

    /// Nothing is answered for a while, then the connections break.
    void silence()
    {
        m_server.isHolding = true;
        note("service: silent, then gone", [this] {
            account().retry();
            until([this] { return m_server.isKeeping(); });
            if (!m_server.mood.isSilent()) // Else it has ended by itself, perhaps.
                CHECK(account().state() == State::Checking);
            m_server.giveUp();
        });
    }

    /// What the account does by itself when its time has come, and before that nothing.
    virtual void timePasses()
    {
        m_done << u"time passes"_s;
        m_sentBefore = m_server.withCredential;
        const auto due = account().waitsUntil();
        const int before = m_server.asked;
        if (account().state() == State::AskedToWait && due
            && *due > m_clock.now() + std::chrono::seconds(20)) {
            account().refresh(); // As when an upload is stored.
            m_session.library().refresh();
            settle();
            INFO(story().toStdString());
            CHECK(m_server.asked == before);
        }
        if (!due)
            return;
        m_clock.advance(std::chrono::duration_cast<std::chrono::milliseconds>(
            std::max(*due - m_clock.now(), Timestamp::duration(0))));
        m_sentBefore = m_server.withCredential;
        account().refresh(); // As its timer does.
        settle();
        INFO(story().toStdString());
        CHECK(m_server.asked > before);
        check("time");
    }

    /// Until nothing is under way any more. The window of requests moves on, too.
    virtual void settle()
    {
        INFO("service: " << m_server.mood.what << "\n" << story().toStdString());
        const bool isSettled = comesToRest([this] { return isAtWork(); });
        CAPTURE(m_network.underWay(), m_server.underWay, int(account().state()));
        REQUIRE(isSettled);
        m_clock.advance(std::chrono::seconds(10));
    }
    virtual bool isAtWork()
    {
        return m_network.underWay() > 0 || m_server.underWay > 0
            || account().state() == State::Checking;
    }

    virtual void check(const char* after)
    {
        INFO("after " << after << ", service: " << m_server.mood.what << "\n"
                      << story().toStdString());
        const State state = account().state();
        const auto& error = account().error();
        const auto until = account().waitsUntil();
        CAPTURE(int(state));
        // No spinner when nothing is asked for, and no state without a reason.
        CHECK(state != State::Checking);
        CHECK((state == State::SignedIn) == !error.has_value());
        // It is signed in only while the service takes what it was asked with last.
        if (state == State::SignedIn && m_server.withCredential > m_sentBefore)
            CHECK_FALSE(m_server.mood.refuses());
        // What passes has an end, within minutes; what does not is not asked for again.
        const bool isPassing = error
            && (error->kind == Error::Kind::Offline || error->kind == Error::Kind::Timeout
                || error->kind == Error::Kind::Server || error->kind == Error::Kind::Maintenance
                || error->kind == Error::Kind::RateLimited);
        CHECK(until.has_value() == isPassing);
        if (until)
            CHECK(*until <= m_clock.now() + longestPause);
        CHECK((state == State::AskedToWait) == (error && error->kind == Error::Kind::RateLimited));
        if (state == State::Refused)
            CHECK(account().permission(Account::Action::Upload)
                  == Account::Permission::NotSignedIn);
    }

    std::mt19937 m_random;
    QTemporaryDir m_folder; ///< Outlives those who work in it.
    MoodyServer m_server;
    FakeClock m_clock;
    CountingNetwork m_network;
    MemoryVault m_vault;
    Credentials m_credentials;
    AccountSession m_session;
    int m_sentBefore = 0; ///< Requests with a credential before what was done last.
    QStringList m_done;
};

} // namespace cairn::test
