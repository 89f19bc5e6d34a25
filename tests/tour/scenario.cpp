// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/tour/scenario.h"

#include "tests/tour/checks.h"
#include "tests/tour/uidriver.h"

#include <QElapsedTimer>
#include <QFileInfo>

namespace cairn::tour {
using namespace Qt::StringLiterals;

Scenario::Scenario(desktop::Options options, QString dataFolder, QString scratch, QString pictures)
    : m_options(std::move(options))
    , m_dataFolder(std::move(dataFolder))
    , m_scratch(std::move(scratch))
    , m_pictures(std::move(pictures))
{ }

Scenario::~Scenario() = default;

AccountSession* Scenario::local() const
{
    return m_app ? m_app->accounts().find(localAccount) : nullptr;
}

void Scenario::fill(Steps& steps)
{
    firstLook(steps);
    createToken(steps);
    badNames(steps);
    upload(steps);
    badDrops(steps);
    pauses(steps);
    browse(steps);
    download(steps);
    secondAccount(steps);
    colours(steps);
    restart(steps);
    revoke(steps);
    secretsStayed(steps);
    waits(steps);
    serviceDown(steps);
    steps.add(
        u"Cairn quits"_s, [this] { m_app.reset(); }, [] { return QString(); });
}

void Scenario::take(Steps& steps, const QString& name)
{
    const QString file
        = u"%1/%2-%3.png"_s.arg(m_pictures).arg(++m_picture, 2, 10, '0'_L1).arg(name);
    // A moment for the window to paint what the last step changed.
    auto since = std::make_shared<QElapsedTimer>();
    steps.add(
        u"picture "_s + QFileInfo(file).fileName(), [since] { since->start(); },
        [since, file] {
            if (since->elapsed() < 200)
                return u"the window is painting"_s;
            return unless(UiDriver::picture(file), u"no picture could be taken"_s);
        });
}

void Scenario::inDark(Steps& steps, const QString& name)
{
    steps.add(
        u"in dark colours"_s, [this] { m_app->theme().choose(Theme::Choice::Dark); },
        [this] { return unless(Theme::isDark(m_app->window().palette()), u"still light"_s); });
    take(steps, "dark-"_L1 + name);
    steps.add(
        u"and back"_s, [this] { m_app->theme().choose(Theme::Choice::Light); },
        [this] { return unless(!Theme::isDark(m_app->window().palette()), u"still dark"_s); });
}

void Scenario::toFront(Steps& steps)
{
    steps.add(
        u"the window is in front"_s, [this] { m_app->window().activateWindow(); },
        [this] { return unless(m_app->window().isActiveWindow(), u"it is not"_s); });
}

void Scenario::drop(QMimeData* mime)
{
    UiDriver::drop(m_app->window(), mime);
}

void Scenario::askWithToken()
{
    QNetworkRequest request(local()->record().endpoint.resolved(QUrl(u"/user/uploads?size=1"_s)));
    request.setRawHeader("Authorization", "Bearer " + m_token);
    m_answer.reset(m_network.get(request));
}

QString Scenario::answerIs(int status) const
{
    if (!m_answer || !m_answer->isFinished())
        return u"no answer yet"_s;
    const int got = m_answer->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    return unless(got == status, u"the service answered %1"_s.arg(got));
}

void Scenario::firstLook(Steps& steps)
{
    steps.add(
        u"Cairn opens"_s,
        [this] {
            m_app = std::make_unique<desktop::Application>(m_options, m_dataFolder);
            m_app->start();
        },
        [] { return isVisible(u"mainWindow"_s); });
    steps.add(u"the account This computer is there and signed in"_s, {}, [this] {
        if (!local())
            return u"no local account yet"_s;
        return unless(local()->account().state() == Account::State::SignedIn,
                      u"not signed in yet"_s);
    });
    steps.add(
        u"an empty Uploads pane invites to drop something"_s,
        [] { UiDriver::click(u"navUploads"_s); }, [] { return isVisible(u"dropArea"_s); });
    take(steps, u"first-look"_s);
    steps.add(
        u"an empty Tokens pane invites to create the first token"_s,
        [] { UiDriver::click(u"navTokens"_s); }, [] { return isVisible(u"emptyAction"_s); });
    take(steps, u"no-tokens"_s);
}

} // namespace cairn::tour
