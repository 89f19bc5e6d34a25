// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/tour/checks.h"
#include "tests/tour/scenario.h"
#include "tests/tour/uidriver.h"

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
    UiDriver::press(Qt::Key_Return, Qt::ControlModifier);
}

} // namespace

void Scenario::dropFile(const QString& name, const QByteArray& bytes)
{
    write(m_scratch + '/'_L1 + name, bytes);
    drop(filesMime({m_scratch + '/'_L1 + name}));
}

void Scenario::upload(Steps& steps)
{
    const auto stored = [this](size_t count) {
        const auto transfers = local()->transfers().all();
        const auto done = std::ranges::count(transfers, transfer::State::Stored, &Transfer::state);
        return unless(size_t(done) == count, u"%1 of %2 stored"_s.arg(done).arg(count));
    };
    steps.add(
        u"a file dropped into the window opens its plan, with the CID everybody gives it"_s,
        [this] { dropFile(u"hello.txt"_s, "hello world"); },
        [] {
            const QString ready = previewIsReady();
            return ready.isEmpty() ? shows(u"previewCid"_s, helloRoot) : ready;
        });
    take(steps, u"plan"_s);
    steps.add(u"nothing was sent so far"_s, {}, [this] {
        return unless(local()->transfers().all().empty(), u"there is an upload"_s);
    });
    steps.add(u"Ctrl+Return starts it, and it is stored"_s, startPreview,
              [stored] { return stored(1); });
    steps.add(u"under the CID of the plan"_s, {}, [this] {
        const QString root = local()->transfers().all().back().root.text();
        return unless(root == helloRoot, u"its CID is %1"_s.arg(root));
    });
    steps.add(
        u"dropped again, it is said to be stored already"_s,
        [this] { drop(filesMime({m_scratch + "/hello.txt"_L1})); },
        [] { return shows(u"previewListed"_s, u"Already stored on"_s); });
    take(steps, u"plan-stored-already"_s);
    steps.add(
        u"Escape gives the plan up"_s, [] { UiDriver::press(Qt::Key_Escape); },
        [] { return unless(!UiDriver::isVisible(u"previewDialog"_s), u"it is still there"_s); });
    secrets(steps);
    steps.add(
        u"a folder dropped into the window is planned"_s,
        [this] {
            for (const QString& sub : {u"/dir"_s, u"/dir/otherdir"_s}) {
                write(m_scratch + sub + "/data.txt"_L1, "Hello web3.storage!");
                write(m_scratch + sub + "/data2.txt"_L1, "Hello web3.storage!!");
            }
            drop(filesMime({m_scratch + "/dir"_L1}));
        },
        previewIsReady);
    steps.add(u"and stored"_s, startPreview, [stored] { return stored(2); });
    steps.add(u"under the CID everybody gives it"_s, {}, [this] {
        const QString root = local()->transfers().all().back().root.text();
        return unless(root == folderRoot, u"its CID is %1"_s.arg(root));
    });
    steps.add(
        u"a larger file is read while its plan is open"_s,
        [this] {
            writeBig(m_scratch + "/Survey recordings.bin"_L1);
            drop(filesMime({m_scratch + "/Survey recordings.bin"_L1}));
        },
        previewIsReady);
    steps.add(u"and shows how it gets on once it is started"_s, startPreview, [this] {
        const Transfer last = local()->transfers().all().back();
        return unless(last.sentBytes > 0 && last.parts == 3, u"nothing sent yet"_s);
    });
    steps.add(u"picture of it on its way"_s, {}, [this] {
        return unless(UiDriver::picture(m_pictures + "/sending.png"_L1), u"no picture"_s);
    });
    steps.add(
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
    take(steps, u"uploads"_s);
}

void Scenario::secrets(Steps& steps)
{
    steps.add(
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
                ? unless(!UiDriver::find(u"previewStart"_s)->isEnabled(), u"it may start"_s)
                : asks;
        });
    take(steps, u"plan-secrets"_s);
    steps.add(
        u"ticking what is asked lets it start"_s,
        [] {
            UiDriver::press(Qt::Key_L, Qt::AltModifier);
            UiDriver::press(Qt::Key_U, Qt::AltModifier);
        },
        previewIsReady);
    steps.add(
        u"in dark colours"_s, [this] { m_app->theme().choose(Theme::Choice::Dark); },
        [this] { return unless(Theme::isDark(m_app->window().palette()), u"still light"_s); });
    take(steps, u"dark-plan-secrets"_s);
    steps.add(
        u"Escape sends nothing"_s,
        [this] {
            m_app->theme().choose(Theme::Choice::Light);
            UiDriver::press(Qt::Key_Escape);
        },
        [] { return hasRows(u"transferList"_s, 1); });
}

void Scenario::badDrops(Steps& steps)
{
    steps.add(
        u"dropped text gets a sentence and starts nothing"_s,
        [this] { drop(textMime(u"not a file"_s)); },
        [this] {
            const QString said = isVisible(u"messageText"_s);
            return said.isEmpty() ? hasRows(u"transferList"_s, 3) : said;
        });
    steps.add(
        u"a file that is not there has a plan that says so"_s,
        [this] { drop(filesMime({m_scratch + "/vanished.txt"_L1})); },
        [] { return shows(u"messageText"_s, u"There is no"_s); });
    take(steps, u"unreadable"_s);
    steps.add(
        u"and starts nothing, the rest is untouched"_s, [] { UiDriver::press(Qt::Key_Escape); },
        [] { return hasRows(u"transferList"_s, 3); });
}

void Scenario::browse(Steps& steps)
{
    steps.add(
        u"Stored lists all three with their CIDs"_s, [] { UiDriver::click(u"navStored"_s); },
        [] { return hasRows(u"storedTable"_s, 3); });
    steps.add(
        u"a selected row opens its details"_s, [] { UiDriver::clickRow(u"storedTable"_s, 0); },
        [] { return isVisible(u"detailsCid"_s); });
    take(steps, u"stored"_s);
    steps.add(
        u"F2 and a new name rename an upload"_s,
        [] {
            UiDriver::clickRow(u"storedTable"_s, 2);
            UiDriver::press(Qt::Key_F2);
            UiDriver::press(Qt::Key_A, Qt::ControlModifier);
            UiDriver::type(u"Greeting for the archive"_s);
            UiDriver::press(Qt::Key_Return);
        },
        [this] {
            const Upload* item = local()->library().find(content::CidString(helloRoot));
            return unless(item && item->name == "Greeting for the archive"_L1,
                          u"it has its old name"_s);
        });
    steps.add(
        u"a click selects another row"_s, [] { UiDriver::clickRow(u"storedTable"_s, 1); },
        [] {
            const QWidget* table = UiDriver::find(u"storedTable"_s);
            return unless(table && table->hasFocus() && table->isActiveWindow(),
                          u"the list does not have the focus"_s);
        });
    steps.add(
        u"Delete asks first"_s, [] { UiDriver::press(Qt::Key_Delete); },
        [] { return isVisible(u"confirmDeleteButton"_s); });
    take(steps, u"delete"_s);
    steps.add(
        u"and takes it off the list"_s, [] { UiDriver::click(u"confirmDeleteButton"_s); },
        [this] {
            const QString rows = hasRows(u"storedTable"_s, 2);
            return rows.isEmpty() ? unless(!local()->library().find(content::CidString(folderRoot)),
                                           u"another one went"_s)
                                  : rows;
        });
}

} // namespace cairn::tour
