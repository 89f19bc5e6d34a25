// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/tour/checks.h"
#include "tests/tour/scenario.h"
#include "tests/tour/uidriver.h"

#include <QApplication>
#include <QClipboard>
#include <QDirIterator>
#include <QFile>

namespace cairn::tour {
using namespace Qt::StringLiterals;

void Scenario::createToken(Steps& steps)
{
    steps.add(
        u"New token asks for a name"_s, [] { UiDriver::click(u"emptyAction"_s); },
        [] { return isVisible(u"tokenNameEdit"_s); });
    steps.add(
        u"a descriptive name and Return create the token"_s,
        [] {
            UiDriver::type(u"Backup script on the studio laptop"_s);
            UiDriver::press(Qt::Key_Return);
        },
        [] { return isVisible(u"copySecretButton"_s); });
    steps.add(u"its secret is masked"_s, {}, [] {
        const QString shown = UiDriver::text(u"secretEdit"_s);
        return unless(!shown.isEmpty() && shown.count('.'_L1) != 2, u"it can be read"_s);
    });
    take(steps, u"token-created"_s);
    steps.add(
        u"Reveal shows it"_s, [] { UiDriver::click(u"revealSecretButton"_s); },
        [] {
            return unless(UiDriver::text(u"secretEdit"_s).count('.'_L1) == 2,
                          u"it is still masked"_s);
        });
    steps.add(
        u"and hides it again"_s, [] { UiDriver::click(u"revealSecretButton"_s); },
        [] {
            return unless(UiDriver::text(u"secretEdit"_s).count('.'_L1) != 2, u"it can be read"_s);
        });
    steps.add(
        u"Copy puts it on the clipboard"_s, [] { UiDriver::click(u"copySecretButton"_s); },
        [this] {
            m_token = QApplication::clipboard()->text().toLatin1();
            return unless(m_token.count('.') == 2, u"the clipboard holds no token"_s);
        });
    steps.add(
        u"closing leads to the list, the token in it"_s,
        [] { UiDriver::click(u"closeTokenButton"_s); }, [] { return hasRows(u"tokenTable"_s, 1); });
    take(steps, u"tokens"_s);
    steps.add(
        u"a request with the copied token is answered"_s, [this] { askWithToken(); },
        [this] { return answerIs(200); });
}

void Scenario::badNames(Steps& steps)
{
    steps.add(
        u"a name of 300 characters gets a sentence, no token"_s,
        [] {
            UiDriver::click(u"newTokenButton"_s);
            QApplication::clipboard();
        },
        [] { return isVisible(u"tokenNameEdit"_s); });
    steps.add(
        u"… said in the dialog"_s,
        [] {
            UiDriver::type(QString(300, 'x'_L1));
            UiDriver::press(Qt::Key_Return);
        },
        [] { return shows(u"messageText"_s, u"255"_s); });
    take(steps, u"name-too-long"_s);
    steps.add(
        u"Escape closes it, still one token"_s, [] { UiDriver::press(Qt::Key_Escape); },
        [] { return hasRows(u"tokenTable"_s, 1); });
}

void Scenario::revoke(Steps& steps)
{
    auto copiedAt = std::make_shared<QElapsedTimer>();
    steps.add(
        u"the token is selected and copied again from the list"_s,
        [copiedAt] {
            UiDriver::click(u"navTokens"_s);
            UiDriver::clickRow(u"tokenTable"_s, 0);
            UiDriver::click(u"copyTokenButton"_s);
            copiedAt->start();
        },
        [this] {
            return unless(QApplication::clipboard()->text().toLatin1() == m_token,
                          u"the clipboard does not hold it"_s);
        });
    steps.add(
        u"Revoke says that it is permanent and cannot be undone"_s,
        [] { UiDriver::click(u"revokeButton"_s); },
        [] {
            const QString text
                = UiDriver::allText(u"confirmTitle"_s) + UiDriver::allText(u"confirmWarning"_s);
            return unless(text.contains(u"permanent"_s) && text.contains(u"cannot be undone"_s),
                          u"it says “%1”"_s.arg(text));
        });
    take(steps, u"revoke"_s);
    steps.add(
        u"the token is gone"_s, [] { UiDriver::click(u"confirmRevokeButton"_s); },
        [this] { return unless(local()->tokens().all().empty(), u"still listed"_s); });
    steps.add(
        u"a request with it is refused"_s, [this] { askWithToken(); },
        [this] { return answerIs(401); });
    steps.add(
        u"the clipboard is cleared 30 s after copying"_s, {},
        [this, copiedAt] {
            const bool cleared = QApplication::clipboard()->text().toLatin1() != m_token;
            return unless(cleared && copiedAt->elapsed() >= 29000,
                          cleared ? u"it was cleared too early"_s : u"it is still there"_s);
        },
        std::chrono::seconds(40));
}

QString Scenario::fileHolding(const QByteArray& secret) const
{
    QDirIterator files(m_dataFolder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.size() < 64 * 1024 * 1024
            && file.readAll().contains(secret))
            return file.fileName() + " holds it"_L1;
    }
    return {};
}

void Scenario::secretsStayed(Steps& steps)
{
    steps.add(u"no file in the data folder holds the API token"_s, {},
              [this] { return fileHolding(m_token); });
    steps.add(u"nor the login token of the other service"_s, {},
              [this] { return fileHolding(m_studioLogin); });
}

} // namespace cairn::tour
