// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/tour/story.h"

#include "app/tour/hand.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <algorithm>

namespace cairn::tour {
using namespace Qt::StringLiterals;

namespace {

// Roots that other implementations give for the same input (tests/data/unixfs-vectors.json,
// "file-hello-world" and "dir-client-test").
constexpr auto helloRoot = "bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74"_L1;
constexpr auto folderRoot = "bafybeiep3t2chy6e3dxk3fktnshm7tpopjrns6wevo4uwpnnz5aq352se4"_L1;
constexpr qint64 bigFile = 120LL * 1024 * 1024; // Three parts.

QString unless(bool holds, const QString& objection)
{
    return holds ? QString() : objection;
}

QString shows(const QString& widget, const QString& text)
{
    const QString there = Hand::allText(widget);
    return unless(there.contains(text), u"%1 says “%2”"_s.arg(widget, there));
}

QString isVisible(const QString& widget)
{
    return unless(Hand::isVisible(widget), widget + " is not on the screen"_L1);
}

QString hasRows(const QString& view, int rows)
{
    return unless(Hand::rows(view) == rows, u"%1 has %2 rows"_s.arg(view).arg(Hand::rows(view)));
}

void write(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
}

void writeBig(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return;
    QByteArray piece(1024 * 1024, Qt::Uninitialized);
    for (qint64 at = 0; at < bigFile; at += piece.size()) {
        for (qsizetype i = 0; i < piece.size(); ++i)
            piece[i] = char(((at + i) * 31 + 7) % 251);
        file.write(piece);
    }
}

QMimeData* filesMime(const QStringList& paths)
{
    auto* mime = new QMimeData;
    QList<QUrl> urls;
    for (const QString& path : paths)
        urls.append(QUrl::fromLocalFile(path));
    mime->setUrls(urls);
    return mime;
}

QMimeData* textMime(const QString& text)
{
    auto* mime = new QMimeData;
    mime->setText(text);
    return mime;
}

} // namespace

Story::Story(desktop::Options options, QString dataFolder, QString scratch, QString pictures)
    : m_options(std::move(options))
    , m_dataFolder(std::move(dataFolder))
    , m_scratch(std::move(scratch))
    , m_pictures(std::move(pictures))
{ }

Story::~Story() = default;

AccountService* Story::local() const
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
    browse(script);
    secondAccount(script);
    colours(script);
    restart(script);
    revoke(script);
    secretsStayed(script);
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
            m_app->window().resize(1200, 760);
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

void Story::upload(Script& script)
{
    const auto stored = [this](size_t count) {
        const auto transfers = local()->transfers().all();
        const auto done = std::ranges::count(transfers, transfer::State::Stored, &Transfer::state);
        return unless(size_t(done) == count, u"%1 of %2 stored"_s.arg(done).arg(count));
    };
    script.add(
        u"a file dropped into the window is stored"_s,
        [this] {
            write(m_scratch + "/hello.txt"_L1, "hello world");
            drop(filesMime({m_scratch + "/hello.txt"_L1}));
        },
        [stored] { return stored(1); });
    script.add(u"under the CID everybody gives it"_s, {}, [this] {
        const QString root = local()->transfers().all().back().root;
        return unless(root == helloRoot, u"its CID is %1"_s.arg(root));
    });
    script.add(
        u"a folder dropped into the window is stored"_s,
        [this] {
            for (const QString& sub : {u"/dir"_s, u"/dir/otherdir"_s}) {
                write(m_scratch + sub + "/data.txt"_L1, "Hello web3.storage!");
                write(m_scratch + sub + "/data2.txt"_L1, "Hello web3.storage!!");
            }
            drop(filesMime({m_scratch + "/dir"_L1}));
        },
        [stored] { return stored(2); });
    script.add(u"under the CID everybody gives it"_s, {}, [this] {
        const QString root = local()->transfers().all().back().root;
        return unless(root == folderRoot, u"its CID is %1"_s.arg(root));
    });
    script.add(
        u"a larger file shows how it gets on"_s,
        [this] {
            writeBig(m_scratch + "/Survey recordings.bin"_L1);
            drop(filesMime({m_scratch + "/Survey recordings.bin"_L1}));
        },
        [this] {
            const Transfer last = local()->transfers().all().back();
            return unless(last.sentBytes > 0 && last.parts == 3, u"nothing sent yet"_s);
        });
    script.add(u"picture of it on its way"_s, {}, [this] {
        return unless(Hand::picture(m_pictures + "/sending.png"_L1), u"no picture"_s);
    });
    script.add(
        u"and is stored, all three parts confirmed"_s, {},
        [this, stored] {
            const Transfer last = local()->transfers().all().back();
            const QString open = stored(3);
            return open.isEmpty()
                ? unless(last.acknowledgedParts == 3 && last.acknowledgedBytes == last.totalBytes,
                         u"not all parts are confirmed"_s)
                : open;
        },
        std::chrono::seconds(60));
    take(script, u"uploads"_s);
}

void Story::badDrops(Script& script)
{
    script.add(
        u"dropped text gets a sentence and starts nothing"_s,
        [this] { drop(textMime(u"not a file"_s)); },
        [this] {
            const QString said = isVisible(u"messageText"_s);
            return said.isEmpty() ? hasRows(u"transferList"_s, 3) : said;
        });
    script.add(
        u"a file that cannot be read fails with a sentence, the rest is untouched"_s,
        [this] { drop(filesMime({m_scratch + "/vanished.txt"_L1})); },
        [this] {
            const Transfer last = local()->transfers().all().back();
            return unless(last.state == transfer::State::Failed && last.error
                              && last.error->kind == Error::Kind::FileUnreadable,
                          u"it has not failed yet"_s);
        });
    take(script, u"unreadable"_s);
}

void Story::browse(Script& script)
{
    script.add(
        u"Stored lists all three with their CIDs"_s, [] { Hand::click(u"navStored"_s); },
        [] { return hasRows(u"storedTable"_s, 3); });
    script.add(
        u"a selected row opens its details"_s, [] { Hand::clickRow(u"storedTable"_s, 0); },
        [] { return isVisible(u"detailsCid"_s); });
    take(script, u"stored"_s);
    script.add(
        u"F2 and a new name rename an upload"_s,
        [] {
            Hand::clickRow(u"storedTable"_s, 2);
            Hand::press(Qt::Key_F2);
            Hand::press(Qt::Key_A, Qt::ControlModifier);
            Hand::type(u"Greeting for the archive"_s);
            Hand::press(Qt::Key_Return);
        },
        [this] {
            const Upload* item = local()->library().find(helloRoot);
            return unless(item && item->name == "Greeting for the archive"_L1,
                          u"it has its old name"_s);
        });
    script.add(
        u"Delete asks first"_s,
        [] {
            Hand::clickRow(u"storedTable"_s, 1);
            Hand::press(Qt::Key_Delete);
        },
        [] { return isVisible(u"confirmDeleteButton"_s); });
    take(script, u"delete"_s);
    script.add(
        u"and takes it off the list"_s, [] { Hand::click(u"confirmDeleteButton"_s); },
        [this] {
            const QString rows = hasRows(u"storedTable"_s, 2);
            return rows.isEmpty()
                ? unless(!local()->library().find(folderRoot), u"another one went"_s)
                : rows;
        });
}

void Story::secondAccount(Script& script)
{
    script.add(
        u"Add account asks for an endpoint and its tokens"_s,
        [] { Hand::click(u"addAccountButton"_s); }, [] { return isVisible(u"accountNameEdit"_s); });
    script.add(
        u"a wrong token is refused with a sentence"_s,
        [this] {
            Hand::click(u"accountNameEdit"_s);
            Hand::type(u"Studio server"_s);
            Hand::click(u"endpointEdit"_s);
            Hand::press(Qt::Key_A, Qt::ControlModifier);
            Hand::type(local()->record().endpoint.toString());
            Hand::click(u"apiTokenEdit"_s);
            Hand::type(QString::fromLatin1(m_token));
        },
        [] { return isVisible(u"saveAccountButton"_s); });
    take(script, u"add-account"_s);
    script.add(
        u"the account is added, its token in the keychain"_s,
        [] { Hand::click(u"saveAccountButton"_s); },
        [this] {
            const auto all = m_app->accounts().all();
            if (all.size() != 2)
                return u"still one account"_s;
            if (!all.back()->record().hasApiToken)
                return u"the token is not in the keychain"_s;
            return unless(all.back()->account().state() == Account::State::SignedIn,
                          u"not signed in yet"_s);
        });
    script.add(
        u"its Account pane says what an API token may not do"_s,
        [] { Hand::click(u"navAccount"_s); }, [] { return isVisible(u"accountPane"_s); });
    take(script, u"second-account"_s);
}

void Story::colours(Script& script)
{
    script.add(
        u"back to This computer"_s, [this] { m_app->window().showAccount(u"local"_s); },
        [] { return isVisible(u"accountPane"_s); });
    take(script, u"account"_s);
    script.add(
        u"in dark colours"_s, [this] { m_app->theme().choose(Theme::Choice::Dark); },
        [this] { return unless(Theme::isDark(m_app->window().palette()), u"still light"_s); });
    take(script, u"dark-account"_s);
    const std::pair<QString, QString> panes[]{{u"navUploads"_s, u"uploadPane"_s},
                                              {u"navStored"_s, u"storedPane"_s},
                                              {u"navTokens"_s, u"tokenPane"_s}};
    for (const auto& [entry, pane] : panes) {
        script.add(
            u"dark "_s + pane, [entry = entry] { Hand::click(entry); },
            [pane = pane] { return isVisible(pane); });
        take(script, "dark-"_L1 + pane);
    }
    script.add(
        u"and back"_s, [this] { m_app->theme().choose(Theme::Choice::Light); },
        [this] { return unless(!Theme::isDark(m_app->window().palette()), u"still dark"_s); });
}

void Story::restart(Script& script)
{
    script.add(
        u"Cairn quits"_s, [this] { m_app.reset(); }, [] { return QString(); });
    script.add(
        u"and opens again, everything still there"_s,
        [this] {
            m_app = std::make_unique<desktop::Application>(m_options, m_dataFolder);
            m_app->window().resize(1200, 760);
            m_app->start();
        },
        [this] {
            if (!local() || local()->account().state() != Account::State::SignedIn)
                return u"not signed in yet"_s;
            if (local()->library().total() != 2 || !local()->library().find(helloRoot))
                return u"the stored items are not here yet"_s;
            return unless(local()->tokens().all().size() == 1, u"the token is missing"_s);
        });
    script.add(u"the second account too, its token read from the keychain"_s, {}, [this] {
        const auto all = m_app->accounts().all();
        if (all.size() != 2)
            return u"one account only"_s;
        return unless(all.back()->account().state() == Account::State::SignedIn,
                      u"not signed in yet"_s);
    });
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
        u"the account that used it says so"_s,
        [this] {
            const QString id = m_app->accounts().all().back()->record().id;
            m_app->window().showAccount(id);
            Hand::click(u"navAccount"_s);
            m_app->accounts().all().back()->account().check();
        },
        [this] {
            return unless(m_app->accounts().all().back()->account().state()
                              == Account::State::Refused,
                          u"it has not been refused yet"_s);
        });
    take(script, u"refused"_s);
    script.add(
        u"the clipboard is cleared 30 s after copying"_s, {},
        [this, copiedAt] {
            const bool cleared = QApplication::clipboard()->text().toLatin1() != m_token;
            return unless(cleared && copiedAt->elapsed() >= 29000,
                          cleared ? u"it was cleared too early"_s : u"it is still there"_s);
        },
        std::chrono::seconds(40));
}

QString Story::filesWithSecret() const
{
    QDirIterator files(m_dataFolder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.size() < 64 * 1024 * 1024
            && file.readAll().contains(m_token))
            return file.fileName();
    }
    return {};
}

void Story::secretsStayed(Script& script)
{
    script.add(u"no file in the data folder holds the token"_s, {}, [this] {
        const QString file = filesWithSecret();
        return unless(file.isEmpty(), file + " holds it"_L1);
    });
    script.add(
        u"removing the second account forgets its token"_s,
        [this] { Hand::click(u"removeAccountButton"_s); },
        [] { return isVisible(u"confirmRemoveAccountButton"_s); });
    script.add(
        u"… after asking"_s, [] { Hand::click(u"confirmRemoveAccountButton"_s); },
        [this] { return unless(m_app->accounts().all().size() == 1, u"still two accounts"_s); });
    script.add(
        u"Cairn quits"_s, [this] { m_app.reset(); }, [] { return QString(); });
}

} // namespace cairn::tour
