// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/tour/checks.h"
#include "app/tour/hand.h"
#include "app/tour/story.h"

#include <QDir>
#include <QFile>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace cairn::tour {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 bigFile = 120LL * 1024 * 1024; // Three parts.

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

void startPreview()
{
    Hand::press(Qt::Key_Return, Qt::ControlModifier);
}

} // namespace

void Story::dropFile(const QString& name, const QByteArray& bytes)
{
    write(m_scratch + '/'_L1 + name, bytes);
    drop(filesMime({m_scratch + '/'_L1 + name}));
}

void Story::upload(Script& script)
{
    const auto stored = [this](size_t count) {
        const auto transfers = local()->transfers().all();
        const auto done = std::ranges::count(transfers, transfer::State::Stored, &Transfer::state);
        return unless(size_t(done) == count, u"%1 of %2 stored"_s.arg(done).arg(count));
    };
    script.add(
        u"a file dropped into the window opens its plan, with the CID everybody gives it"_s,
        [this] {
            dropFile(u"hello.txt"_s, "hello world");
        },
        [] {
            const QString ready = previewIsReady();
            return ready.isEmpty() ? shows(u"previewCid"_s, helloRoot) : ready;
        });
    take(script, u"plan"_s);
    script.add(u"nothing was sent so far"_s, {}, [this] {
        return unless(local()->transfers().all().empty(), u"there is an upload"_s);
    });
    script.add(
        u"Ctrl+Return starts it, and it is stored"_s, startPreview, [stored] { return stored(1); });
    script.add(u"under the CID of the plan"_s, {}, [this] {
        const QString root = local()->transfers().all().back().root;
        return unless(root == helloRoot, u"its CID is %1"_s.arg(root));
    });
    script.add(
        u"dropped again, it is said to be stored already"_s,
        [this] { drop(filesMime({m_scratch + "/hello.txt"_L1})); },
        [] { return shows(u"previewListed"_s, u"Already stored on"_s); });
    take(script, u"plan-stored-already"_s);
    script.add(
        u"Escape gives the plan up"_s, [] { Hand::press(Qt::Key_Escape); },
        [] { return unless(!Hand::isVisible(u"previewDialog"_s), u"it is still there"_s); });
    secrets(script);
    script.add(
        u"a folder dropped into the window is planned"_s,
        [this] {
            for (const QString& sub : {u"/dir"_s, u"/dir/otherdir"_s}) {
                write(m_scratch + sub + "/data.txt"_L1, "Hello web3.storage!");
                write(m_scratch + sub + "/data2.txt"_L1, "Hello web3.storage!!");
            }
            drop(filesMime({m_scratch + "/dir"_L1}));
        },
        previewIsReady);
    script.add(u"and stored"_s, startPreview, [stored] { return stored(2); });
    script.add(u"under the CID everybody gives it"_s, {}, [this] {
        const QString root = local()->transfers().all().back().root;
        return unless(root == folderRoot, u"its CID is %1"_s.arg(root));
    });
    script.add(
        u"a larger file is read while its plan is open"_s,
        [this] {
            writeBig(m_scratch + "/Survey recordings.bin"_L1);
            drop(filesMime({m_scratch + "/Survey recordings.bin"_L1}));
        },
        previewIsReady);
    script.add(
        u"and shows how it gets on once it is started"_s, startPreview,
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

void Story::secrets(Script& script)
{
    script.add(
        u"a folder with a key and hidden files in it does not start unasked"_s,
        [this] {
            write(m_scratch + "/site/index.html"_L1, "<p>Hello</p>");
            write(m_scratch + "/site/deploy/id_ed25519"_L1, "not a real one");
            write(m_scratch + "/site/notes/seed phrase.txt"_L1, "not a real one");
            write(m_scratch + "/site/.env"_L1, "A=1");
            QFile::link(m_scratch + "/nowhere"_L1, m_scratch + "/site/old"_L1);
            drop(filesMime({m_scratch + "/site"_L1}));
        },
        [] {
            const QString asks = isVisible(u"previewPublic"_s);
            return asks.isEmpty()
                ? unless(!Hand::find(u"previewStart"_s)->isEnabled(), u"it may start"_s)
                : asks;
        });
    take(script, u"plan-secrets"_s);
    script.add(
        u"ticking what is asked lets it start"_s,
        [] {
            Hand::press(Qt::Key_L, Qt::AltModifier);
            Hand::press(Qt::Key_U, Qt::AltModifier);
        },
        previewIsReady);
    script.add(
        u"in dark colours"_s, [this] { m_app->theme().choose(Theme::Choice::Dark); },
        [this] { return unless(Theme::isDark(m_app->window().palette()), u"still light"_s); });
    take(script, u"dark-plan-secrets"_s);
    script.add(
        u"Escape sends nothing"_s,
        [this] {
            m_app->theme().choose(Theme::Choice::Light);
            Hand::press(Qt::Key_Escape);
        },
        [] { return hasRows(u"transferList"_s, 1); });
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
        u"a file that cannot be read has a plan that says so"_s,
        [this] { drop(filesMime({m_scratch + "/vanished.txt"_L1})); },
        [] { return shows(u"messageText"_s, u"cannot be read"_s); });
    take(script, u"unreadable"_s);
    script.add(
        u"and starts nothing, the rest is untouched"_s, [] { Hand::press(Qt::Key_Escape); },
        [] { return hasRows(u"transferList"_s, 3); });
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
        u"a click selects another row"_s, [] { Hand::clickRow(u"storedTable"_s, 1); },
        [] {
            const QWidget* table = Hand::find(u"storedTable"_s);
            return unless(table && table->hasFocus() && table->isActiveWindow(),
                          u"the list does not have the focus"_s);
        });
    script.add(
        u"Delete asks first"_s, [] { Hand::press(Qt::Key_Delete); },
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

} // namespace cairn::tour
