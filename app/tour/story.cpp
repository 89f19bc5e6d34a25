// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/tour/story.h"

#include "app/tour/checks.h"
#include "app/tour/hand.h"

#include <QElapsedTimer>
#include <QFileInfo>

namespace cairn::tour {
using namespace Qt::StringLiterals;

Story::Story(desktop::Options options, QString dataFolder, QString scratch, QString pictures)
    : m_options(std::move(options))
    , m_dataFolder(std::move(dataFolder))
    , m_scratch(std::move(scratch))
    , m_pictures(std::move(pictures))
{ }

Story::~Story() = default;

AccountSession* Story::local() const
{
    return m_app ? m_app->accounts().find(u"local"_s) : nullptr;
}

void Story::fill(Script& script)
{
    firstLook(script);
    createToken(script);
    badNames(script);
    upload(script);
    badDrops(script);
    pauses(script);
    browse(script);
    download(script);
    secondAccount(script);
    colours(script);
    restart(script);
    revoke(script);
    secretsStayed(script);
    waits(script);
    serviceDown(script);
    script.add(
        u"Cairn quits"_s, [this] { m_app.reset(); }, [] { return QString(); });
}

void Story::take(Script& script, const QString& name)
{
    const QString file
        = u"%1/%2-%3.png"_s.arg(m_pictures).arg(++m_picture, 2, 10, '0'_L1).arg(name);
    // A moment for the window to paint what the last step changed.
    auto since = std::make_shared<QElapsedTimer>();
    script.add(
        u"picture "_s + QFileInfo(file).fileName(), [since] { since->start(); },
        [since, file] {
            if (since->elapsed() < 200)
                return u"the window is painting"_s;
            return unless(Hand::picture(file), u"no picture could be taken"_s);
        });
}

void Story::inDark(Script& script, const QString& name)
{
    script.add(
        u"in dark colours"_s, [this] { m_app->theme().choose(Theme::Choice::Dark); },
        [this] { return unless(Theme::isDark(m_app->window().palette()), u"still light"_s); });
    take(script, "dark-"_L1 + name);
    script.add(
        u"and back"_s, [this] { m_app->theme().choose(Theme::Choice::Light); },
        [this] { return unless(!Theme::isDark(m_app->window().palette()), u"still dark"_s); });
}

void Story::toFront(Script& script)
{
    script.add(
        u"the window is in front"_s, [this] { m_app->window().activateWindow(); },
        [this] { return unless(m_app->window().isActiveWindow(), u"it is not"_s); });
}

void Story::drop(QMimeData* mime)
{
    Hand::drop(m_app->window(), mime);
}

void Story::askWithToken()
{
    QNetworkRequest request(local()->record().endpoint.resolved(QUrl(u"/user/uploads?size=1"_s)));
    request.setRawHeader("Authorization", "Bearer " + m_token);
    m_answer.reset(m_network.get(request));
}

QString Story::answerIs(int status) const
{
    if (!m_answer || !m_answer->isFinished())
        return u"no answer yet"_s;
    const int got = m_answer->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    return unless(got == status, u"the service answered %1"_s.arg(got));
}

void Story::firstLook(Script& script)
{
    script.add(
        u"Cairn opens"_s,
        [this] {
            m_app = std::make_unique<desktop::Application>(m_options, m_dataFolder);
            m_app->start();
        },
        [] { return isVisible(u"mainWindow"_s); });
    script.add(u"the account This computer is there and signed in"_s, {}, [this] {
        if (!local())
            return u"no local account yet"_s;
        return unless(local()->account().state() == Account::State::SignedIn,
                      u"not signed in yet"_s);
    });
    script.add(
        u"an empty Uploads pane invites to drop something"_s, [] { Hand::click(u"navUploads"_s); },
        [] { return isVisible(u"dropArea"_s); });
    take(script, u"first-look"_s);
    script.add(
        u"an empty Tokens pane invites to create the first token"_s,
        [] { Hand::click(u"navTokens"_s); }, [] { return isVisible(u"emptyAction"_s); });
    take(script, u"no-tokens"_s);
}

} // namespace cairn::tour
