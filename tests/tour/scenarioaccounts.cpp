// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/localservice.h"
#include "tests/tour/checks.h"
#include "tests/tour/scenario.h"
#include "tests/tour/uidriver.h"

namespace cairn::tour {
using namespace Qt::StringLiterals;

void Scenario::secondAccount(Steps& steps)
{
    steps.add(
        u"Add account asks for an address and its tokens"_s,
        [this] {
            // Somebody else's service, on a data folder of its own.
            auto studio = local::LocalService::start({.dataFolder = m_scratch + "/studio"_L1});
            auto login = studio ? (*studio)->addUser(u"Ada"_s) : fail(studio.error());
            if (!login)
                return;
            m_studio = std::move(*studio);
            m_studioLogin = login->reveal();
            UiDriver::click(u"addAccountButton"_s);
        },
        [] { return isVisible(u"accountNameEdit"_s); });
    steps.add(
        u"a wrong token is refused with a sentence, nothing is saved"_s,
        [this] {
            UiDriver::click(u"accountNameEdit"_s);
            UiDriver::type(u"Studio server"_s);
            UiDriver::press(Qt::Key_Tab);
            UiDriver::type(m_studio->url().toString());
            UiDriver::press(Qt::Key_Tab);
            UiDriver::type(u"not-a-token-of-theirs"_s);
            UiDriver::press(Qt::Key_Return);
        },
        [this] {
            const QString said = shows(u"messageText"_s, u"the login token was refused"_s);
            return said.isEmpty()
                ? unless(m_app->accounts().all().size() == 1, u"it was added all the same"_s)
                : said;
        });
    take(steps, u"wrong-token"_s);
    steps.add(
        u"the right one is accepted and goes to the keychain"_s,
        [this] {
            UiDriver::press(Qt::Key_A, Qt::ControlModifier);
            UiDriver::type(QString::fromLatin1(m_studioLogin));
            UiDriver::press(Qt::Key_Return);
        },
        [this] {
            const auto all = m_app->accounts().all();
            if (all.size() != 2)
                return u"still one account"_s;
            if (!all.back()->record().hasLogin)
                return u"the token is not in the keychain"_s;
            return unless(all.back()->account().state() == Account::State::SignedIn,
                          u"not signed in yet"_s);
        });
    steps.add(u"the Account pane says who we are there"_s, {},
              [] { return shows(u"accountIdentity"_s, u"Ada"_s); });
    take(steps, u"second-account"_s);
}

void Scenario::serviceDown(Steps& steps)
{
    steps.add(
        u"and on the account's page; the account stays"_s, [] { UiDriver::click(u"navAccount"_s); },
        [] {
            const QString state = shows(u"accountState"_s, u"Not reachable"_s);
            return state.isEmpty() ? shows(u"accountStateText"_s, u"cannot be reached"_s) : state;
        });
    take(steps, u"service-down"_s);
    steps.add(
        u"removing the account asks first"_s, [] { UiDriver::click(u"removeAccountButton"_s); },
        [] { return isVisible(u"confirmRemoveAccountButton"_s); });
    steps.add(
        u"and forgets its token"_s, [] { UiDriver::click(u"confirmRemoveAccountButton"_s); },
        [this] { return unless(m_app->accounts().all().size() == 1, u"still two accounts"_s); });
}

void Scenario::colours(Steps& steps)
{
    steps.add(
        u"back to This computer"_s, [this] { m_app->window().showAccount(localAccount); },
        [] { return isVisible(u"accountPane"_s); });
    take(steps, u"account"_s);
    steps.add(
        u"in dark colours"_s, [this] { m_app->theme().choose(Theme::Choice::Dark); },
        [this] { return unless(Theme::isDark(m_app->window().palette()), u"still light"_s); });
    take(steps, u"dark-account"_s);
    const std::pair<QString, QString> panes[]{{u"navUploads"_s, u"uploadPane"_s},
                                              {u"navStored"_s, u"storedPane"_s},
                                              {u"navTokens"_s, u"tokenPane"_s}};
    for (const auto& [entry, pane] : panes) {
        steps.add(
            u"dark "_s + pane, [entry = entry] { UiDriver::click(entry); },
            [pane = pane] { return isVisible(pane); });
        take(steps, "dark-"_L1 + pane);
    }
    steps.add(
        u"and back"_s, [this] { m_app->theme().choose(Theme::Choice::Light); },
        [this] { return unless(!Theme::isDark(m_app->window().palette()), u"still dark"_s); });
}

void Scenario::restart(Steps& steps)
{
    steps.add(
        u"Cairn quits"_s, [this] { m_app.reset(); }, [] { return QString(); });
    steps.add(
        u"and opens again, everything still there"_s,
        [this] {
            m_app = std::make_unique<desktop::Application>(m_options, m_dataFolder);
            m_app->start();
        },
        [this] {
            if (!local() || local()->account().state() != Account::State::SignedIn)
                return u"not signed in yet"_s;
            if (local()->library().total() != 2
                || !local()->library().find(content::CidString(helloRoot)))
                return u"the stored items are not here yet"_s;
            return unless(local()->tokens().all().size() == 1, u"the token is missing"_s);
        });
    steps.add(u"the second account too, its token read from the keychain"_s, {}, [this] {
        const auto all = m_app->accounts().all();
        if (all.size() != 2)
            return u"one account only"_s;
        return unless(all.back()->account().state() == Account::State::SignedIn,
                      u"not signed in yet"_s);
    });
}

} // namespace cairn::tour
