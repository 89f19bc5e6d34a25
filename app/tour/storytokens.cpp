// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/tour/checks.h"
#include "app/tour/hand.h"
#include "app/tour/story.h"

#include <QApplication>
#include <QClipboard>
#include <QDirIterator>
#include <QFile>

namespace cairn::tour {
using namespace Qt::StringLiterals;

void Story::createToken(Script& script)
{
    script.add(
        u"New token asks for a name"_s, [] { Hand::click(u"emptyAction"_s); },
        [] { return isVisible(u"tokenNameEdit"_s); });
    script.add(
        u"a descriptive name and Return create the token"_s,
        [] {
            Hand::type(u"Backup script on the studio laptop"_s);
            Hand::press(Qt::Key_Return);
        },
        [] { return isVisible(u"copySecretButton"_s); });
    script.add(u"its secret is masked"_s, {}, [] {
        const QString shown = Hand::text(u"secretEdit"_s);
        return unless(!shown.isEmpty() && shown.count('.'_L1) != 2, u"it can be read"_s);
    });
    take(script, u"token-created"_s);
    script.add(
        u"Reveal shows it"_s, [] { Hand::click(u"revealSecretButton"_s); },
        [] {
            return unless(Hand::text(u"secretEdit"_s).count('.'_L1) == 2, u"it is still masked"_s);
        });
    script.add(
        u"and hides it again"_s, [] { Hand::click(u"revealSecretButton"_s); },
        [] { return unless(Hand::text(u"secretEdit"_s).count('.'_L1) != 2, u"it can be read"_s); });
    script.add(
        u"Copy puts it on the clipboard"_s, [] { Hand::click(u"copySecretButton"_s); },
        [this] {
            m_token = QApplication::clipboard()->text().toLatin1();
            return unless(m_token.count('.') == 2, u"the clipboard holds no token"_s);
        });
    script.add(
        u"closing leads to the list, the token in it"_s, [] { Hand::click(u"closeTokenButton"_s); },
        [] { return hasRows(u"tokenTable"_s, 1); });
    take(script, u"tokens"_s);
    script.add(
        u"a request with the copied token is answered"_s, [this] { askWithToken(); },
        [this] { return answerIs(200); });
}

void Story::badNames(Script& script)
{
    script.add(
        u"a name of 300 characters gets a sentence, no token"_s,
        [] {
            Hand::click(u"newTokenButton"_s);
            QApplication::clipboard();
        },
        [] { return isVisible(u"tokenNameEdit"_s); });
    script.add(
        u"… said in the dialog"_s,
        [] {
            Hand::type(QString(300, 'x'_L1));
            Hand::press(Qt::Key_Return);
        },
        [] { return shows(u"messageText"_s, u"255"_s); });
    take(script, u"name-too-long"_s);
    script.add(
        u"Escape closes it, still one token"_s, [] { Hand::press(Qt::Key_Escape); },
        [] { return hasRows(u"tokenTable"_s, 1); });
}

void Story::revoke(Script& script)
{
    auto copiedAt = std::make_shared<QElapsedTimer>();
    script.add(
        u"the token is selected and copied again from the list"_s,
        [copiedAt] {
            Hand::click(u"navTokens"_s);
            Hand::clickRow(u"tokenTable"_s, 0);
            Hand::click(u"copyTokenButton"_s);
            copiedAt->start();
        },
        [this] {
            return unless(QApplication::clipboard()->text().toLatin1() == m_token,
                          u"the clipboard does not hold it"_s);
        });
    script.add(
        u"Revoke says that it is permanent and cannot be undone"_s,
        [] { Hand::click(u"revokeButton"_s); },
        [] {
            const QString text
                = Hand::allText(u"confirmTitle"_s) + Hand::allText(u"confirmWarning"_s);
            return unless(text.contains(u"permanent"_s) && text.contains(u"cannot be undone"_s),
                          u"it says “%1”"_s.arg(text));
        });
    take(script, u"revoke"_s);
    script.add(
        u"the token is gone"_s, [] { Hand::click(u"confirmRevokeButton"_s); },
        [this] { return unless(local()->tokens().all().empty(), u"still listed"_s); });
    script.add(
        u"a request with it is refused"_s, [this] { askWithToken(); },
        [this] { return answerIs(401); });
    script.add(
        u"the clipboard is cleared 30 s after copying"_s, {},
        [this, copiedAt] {
            const bool cleared = QApplication::clipboard()->text().toLatin1() != m_token;
            return unless(cleared && copiedAt->elapsed() >= 29000,
                          cleared ? u"it was cleared too early"_s : u"it is still there"_s);
        },
        std::chrono::seconds(40));
}

QString Story::fileHolding(const QByteArray& secret) const
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

void Story::secretsStayed(Script& script)
{
    script.add(u"no file in the data folder holds the API token"_s, {},
               [this] { return fileHolding(m_token); });
    script.add(u"nor the login token of the other service"_s, {},
               [this] { return fileHolding(m_studioLogin); });
}

} // namespace cairn::tour
