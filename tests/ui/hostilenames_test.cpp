// SPDX-License-Identifier: MIT OR Apache-2.0
// Names, reasons and headers come from anyone: they are shown, and nothing in them is obeyed.
#include "tests/support/hostilenames.h"
#include "tests/ui/shownnames.h"
#include "tests/ui/uploadworld.h"
#include "ui/common/label.h"
#include "ui/stored/downloadcommand.h"
#include "ui/stored/storedmodel.h"
#include "ui/text/displaytext.h"
#include "ui/tokens/tokenlistmodel.h"
#include "ui/uploads/list/transfermodel.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QTreeWidget>

using namespace cairn;
using namespace cairn::test;
using transfer::State;

namespace {

QStringList allNames()
{
    return hostileNames() + impossibleNames() + QStringList{QString(100'000, u'n')};
}

QByteArray json(const QJsonArray& array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

/// A service whose every word is somebody's.
struct HostileWorld : UploadWorld
{
    QStringList names = allNames();

    static QString cid(qsizetype at) { return u"bafy%1"_s.arg(at); }

    void uploads()
    {
        QJsonArray array;
        for (qsizetype at = 0; at < names.size(); ++at) {
            const QString& name = names[at];
            const QJsonObject pin{
                {u"status"_s, u"Pinned"_s}, {u"peerName"_s, name}, {u"region"_s, name}};
            const QJsonObject deal{{u"status"_s, u"Active"_s},
                                   {u"storageProvider"_s, name},
                                   {u"pieceCid"_s, name},
                                   {u"dealId"_s, 7}};
            array.append(QJsonObject{{u"_id"_s, QString::number(at)},
                                     {u"cid"_s, cid(at)},
                                     {u"name"_s, name},
                                     {u"dagSize"_s, 3},
                                     {u"created"_s, u"2021-07-01T00:00:00Z"_s},
                                     {u"parts"_s, QJsonArray{name}},
                                     {u"pins"_s, QJsonArray{pin}},
                                     {u"deals"_s, QJsonArray{deal}}});
        }
        array.append(QJsonObject{{u"_id"_s, u"x"_s}, {u"cid"_s, u"a\nb\u202E<b>"_s}});
        server.say("GET /user/uploads", json(array), "200 OK",
                   "Count: " + QByteArray::number(array.size()) + "\r\n");
    }
    void tokens()
    {
        QJsonArray array;
        for (qsizetype at = 0; at < names.size(); ++at)
            array.append(QJsonObject{
                {u"_id"_s, QString::number(at)}, {u"name"_s, names[at]}, {u"hint"_s, names[at]}});
        server.say("GET /user/tokens", json(array));
    }
    /// Signed in at it, with an account of that name.
    AccountSession& enter(const QString& name = u"R&D\n<b>\u202Ex"_s)
    {
        uploads();
        tokens();
        const QJsonObject info{{u"_id"_s, u"a\nb"_s}, {u"name"_s, name}, {u"email"_s, name}};
        server.say("GET /user/info",
                   QJsonDocument(QJsonObject{{u"info"_s, info}}).toJson(QJsonDocument::Compact));
        server.say("GET /version",
                   QJsonDocument(QJsonObject{{u"version"_s, name}, {u"mode"_s, u"rw"_s}}).toJson());
        server.say("GET /status/", "{}", "500 <img src=\"/dev/zero\">");
        const auto id = await(accounts.add({name, server.url(), {Secret("login"), {}}},
                                           AccountSessions::Keep::ThisSession));
        REQUIRE(id);
        AccountSession& added = *accounts.find(*id);
        REQUIRE(until([&] {
            return added.library().loadState() == LoadState::Loaded
                && added.tokens().loadState() == LoadState::Loaded;
        }));
        return added;
    }
    void page(Qt::Key key) { press(key, Qt::ControlModifier); }
    void select(const QString& view, int row)
    {
        auto* list = find<QTreeView>(view);
        REQUIRE(list);
        list->setFocus();
        list->setCurrentIndex(list->model()->index(row, 0));
        QCoreApplication::processEvents();
    }
    /// As it is now.
    void check(const QString& what)
    {
        QCoreApplication::processEvents();
        INFO(displayText(what.left(60)).toStdString());
        CHECK(misshown(names + QStringList{u"R&D\n<b>\u202Ex"_s, u"a\nb\u202E<b>"_s})
              == QStringList());
        // Details that come in are laid out in a moment.
        QStringList away;
        until([&] {
            away = pushedOff(window);
            if (const QWidget* front = QApplication::activeModalWidget())
                away << pushedOff(*front);
            return away.isEmpty();
        });
        CHECK(away == QStringList());
    }
    Transfer hostileTransfer(const QString& name, State state)
    {
        static TransferId last = 1'000'000;
        Transfer made;
        made.id = ++last;
        made.position = qint64(made.id);
        made.name = name;
        made.request.paths = {u"/home/"_s + name, name};
        made.state = state;
        made.created = clock.now();
        made.root = content::CidString(name);
        made.notes = {u"/x/"_s + name, name};
        made.leftOut = {{name, LeftOut::Reason::NoName}};
        made.leftOutCount = 1;
        made.dropped.push_back({name, {Error::Kind::Corrupt, {}, name}});
        made.error = Error{Error::Kind::FileUnreadable, name, u"/x/"_s + name};
        return made;
    }
};

} // namespace

TEST_CASE_METHOD(HostileWorld,
                 "whatever something is called, every page shows it and obeys nothing")
{
    enter();
    for (const Qt::Key key : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4}) {
        page(key);
        check(u"page"_s);
    }
    page(Qt::Key_2);
    for (int row = 0; row < rows(u"storedTable"_s); ++row) {
        select(u"storedTable"_s, row);
        check(cell(u"storedTable"_s, row, StoredModel::Name));
        REQUIRE(until([] { return find(u"detailsTitle"_s); }));
    }
}

TEST_CASE_METHOD(HostileWorld, "every dialog about something shows its name and keeps its buttons")
{
    enter();
    page(Qt::Key_2);
    for (int row = 0; row < rows(u"storedTable"_s); ++row) {
        select(u"storedTable"_s, row);
        press(Qt::Key_Delete);
        REQUIRE(dialog());
        check(test::text(u"confirmTitle"_s));
        press(Qt::Key_Escape);
        REQUIRE(isBack());
    }
    page(Qt::Key_3);
    for (int row = 0; row < rows(u"tokenTable"_s); ++row) {
        select(u"tokenTable"_s, row);
        press(Qt::Key_Delete);
        REQUIRE(dialog());
        check(test::text(u"confirmTitle"_s));
        press(Qt::Key_Escape);
        REQUIRE(isBack());
    }
    page(Qt::Key_4);
    REQUIRE(tabTo(u"removeAccountButton"_s));
    press(Qt::Key_Space);
    REQUIRE(dialog());
    check(test::text(u"confirmTitle"_s));
}

TEST_CASE_METHOD(HostileWorld,
                 "what failed is said with the name and the reason, and all of it shown")
{
    enter();
    page(Qt::Key_2);
    server.say("DELETE /user/uploads/", R"({"code":"<b>\u001b[2K","message":"<b>\n"})", "500 <b>");
    server.say("DELETE /user/tokens/", R"({"code":"<b>","message":"<b>"})", "500 <b>");
    for (int row = 0; row < names.size(); ++row) {
        select(u"storedTable"_s, row);
        press(Qt::Key_Delete);
        REQUIRE(dialog());
        press(Qt::Key_D, Qt::AltModifier);
        REQUIRE(isBack());
        REQUIRE(until([] { return test::text(u"messageText"_s).contains(u"was not deleted"_s); }));
        check(test::text(u"messageText"_s));
        CHECK(test::text(u"messageText"_s).contains(u"if it lasts. The service says: “"_s));
        press(Qt::Key_F5);
    }
}

TEST_CASE_METHOD(HostileWorld, "rows of transfers show names, paths and reasons")
{
    local();
    open();
    REQUIRE(accounts.all().front()->transfers().add({.paths = {file(u"notes.txt"_s, "a")}}));
    auto* list = find<QTreeView>(u"transferList"_s);
    auto& model = *static_cast<TransferModel*>(list->model());
    for (const QString& name : names) {
        for (const State state : {State::Failed, State::Suspended, State::Stored})
            model.put(hostileTransfer(name, state));
        Transfer download = hostileTransfer(name, State::Saved);
        download.download = DownloadRequest{content::CidString(name), {}, u"/x/"_s + name, {}};
        model.put(download);
    }
    check(u"transfers"_s);
    window.grab();
    for (int row = 0; row < model.rowCount(); ++row) {
        const QRect place = list->visualRect(model.index(row, 0));
        CHECK(place.width() <= list->viewport()->width());
        CHECK(place.height() < 600);
    }
}

TEST_CASE_METHOD(HostileWorld, "the plan of an upload shows paths and the name of its account")
{
    AccountSession& account = local();
    QDir().mkpath(folder.filePath(u"many\n<b>"_s));
    for (const QString& name : hostileNames()) {
        const QString entry = u".hidden"_s + QString(name.left(100)).replace(u'/', u'_');
        file(u"many\n<b>/"_s + entry, "x");
    }
    file(u"many\n<b>/id_ed25519\u202E"_s, "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb\n");
    file(u"many\n<b>/plain"_s, "x");
    window.open({folder.filePath(u"many\n<b>"_s)});
    REQUIRE(dialog());
    REQUIRE(until([] { return !test::text(u"previewCid"_s).isEmpty(); }));
    const auto* problems = find<QTreeWidget>(u"previewProblems"_s);
    REQUIRE(problems);
    CHECK(problems->topLevelItemCount() >= 1);
    names << u"many\n<b>"_s;
    check(u"plan"_s);
    CHECK(test::text(u"previewTitle"_s) == u"Upload “many␊<b>”?"_s);
    CHECK(account.transfers().all().empty());
}

TEST_CASE_METHOD(HostileWorld, "a token that is made is named, and so is what is on the clipboard")
{
    local();
    page(Qt::Key_3);
    press(Qt::Key_T, Qt::ControlModifier);
    REQUIRE(dialog());
    find<QLineEdit>(u"tokenNameEdit"_s)->setText(u"a\nb <b>\u202Ec"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return test::text(u"createdTitle"_s).contains(u"created"_s); }));
    names << u"a\nb <b>\u202Ec"_s;
    check(u"created"_s);
    CHECK(test::text(u"createdTitle"_s) == u"Token “a␊b <b>⟨U+202E⟩c” created"_s);
    REQUIRE(until([] { return isEnabled(u"copySecretButton"_s); }));
    press(Qt::Key_C, Qt::AltModifier);
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    CHECK(test::text(u"clipboardText"_s).contains(u"“a␊b <b>⟨U+202E⟩c”"_s));
    check(u"clipboard"_s);
}

TEST_CASE_METHOD(HostileWorld, "a long name leaves window and dialogs as small as a short one")
{
    const auto least = [this](const QString& name) {
        names = {name};
        AccountSession& account = enter(name);
        std::vector<QSize> sizes;
        for (const Qt::Key key : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4}) {
            page(key);
            if (key == Qt::Key_2) {
                select(u"storedTable"_s, 0);
                press(Qt::Key_Delete);
                REQUIRE(dialog());
                sizes.emplace_back(dialog()->minimumSizeHint().width(), 0);
                CHECK(pushedOff(*dialog()) == QStringList());
                press(Qt::Key_Escape);
                REQUIRE(isBack());
            }
            QCoreApplication::processEvents();
            sizes.push_back(window.minimumSizeHint());
        }
        press(Qt::Key_A, Qt::AltModifier);
        const auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        REQUIRE(menu);
        CHECK(menu->width() < 700);
        press(Qt::Key_Escape);
        REQUIRE(await(accounts.remove(account.record().id)));
        return sizes;
    };
    const auto before = least(u"a"_s);
    CHECK(before == least(QString(254, u'W')));
    CHECK(before == least(u"a b"_s.repeated(80)));
    CHECK(before == least(u'a' + QString(100, QChar(0x301))));
}

TEST_CASE("a label breaks a word that is longer than its line, and shows all of it")
{
    QWidget parent;
    for (Label* label : {mutedLabel(&parent), titleLabel(&parent), valueLabel(&parent)}) {
        label->setText(QString(254, u'W'));
        const QFontMetrics metrics(label->font());
        const int width = metrics.horizontalAdvance(u'W') * 20 + 4;
        CHECK(label->heightForWidth(width) >= metrics.height() * 12);
        CHECK(label->heightForWidth(width) <= metrics.lineSpacing() * 15);
        // As high as that, the last line has letters, and what is beyond the width has none.
        label->resize(width, label->heightForWidth(width));
        const QImage picture = label->grab().toImage();
        const QImage last
            = picture.copy(0, picture.height() - metrics.height(), width, metrics.height());
        const QImage blank = [&] {
            label->setText({});
            return label->grab(QRect(QPoint(), last.size())).toImage();
        }();
        CHECK(last != blank);
    }
}

TEST_CASE_METHOD(HostileWorld, "a name is edited, searched for and sorted by as it is")
{
    enter();
    page(Qt::Key_2);
    for (int row = 0; row < names.size(); ++row) {
        select(u"storedTable"_s, row);
        press(Qt::Key_F2);
        auto* edit = find(u"storedTable"_s)->findChild<QLineEdit*>();
        REQUIRE(edit);
        // A field holds so many at most; what is not typed in is not saved.
        CHECK(edit->text() == names[row].left(edit->maxLength()));
        press(Qt::Key_Return);
        REQUIRE(until([] { return focused() == u"storedTable"_s; }));
    }
    QCoreApplication::processEvents();
    CHECK(server.asked("POST /user/uploads/") == 0);
    find<QLineEdit>(u"storedSearch"_s)->setText(u"gnp\u202Eexe"_s);
    CHECK(rows(u"storedTable"_s) == 1);
    CHECK(cell(u"storedTable"_s, 0, StoredModel::Name) == u"gnp⟨U+202E⟩exe.png"_s);

    TokenListModel tokens(clock);
    tokens.setTokens({{.id = TokenId(u"1"_s), .name = u"\tb"_s}});
    CHECK(tokens.index(0, TokenListModel::Name).data(TokenListModel::SortRole) == u"\tb"_s);
}

TEST_CASE_METHOD(HostileWorld, "a changed name is saved as it is typed, and said as it is shown")
{
    enter();
    page(Qt::Key_2);
    server.say("POST /user/uploads/", "{}", "500 No");
    select(u"storedTable"_s, 0);
    press(Qt::Key_F2);
    auto* edit = find(u"storedTable"_s)->findChild<QLineEdit*>();
    REQUIRE(edit);
    edit->setText(u"x\u202Ey\nz"_s);
    edit->setModified(true);
    press(Qt::Key_Return);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(server.last("POST /user/uploads/").contains("x\u202Ey\\nz"));
    CHECK(test::text(u"messageText"_s).startsWith(u"“x⟨U+202E⟩y␊z” was not saved"_s));
    check(u"message"_s);
}

TEST_CASE("a download is proposed under a name that shows all that is in it")
{
    const QTemporaryDir folder;
    const auto proposed = [&](const QString& name) {
        return proposedTarget(folder.path(), name, content::CidString(u"bafy"_s))
            .mid(folder.path().size() + 1);
    };
    CHECK(proposed(u"gnp\u202Eexe.png"_s) == u"gnp⟨U+202E⟩exe.png"_s);
    CHECK(proposed(u"a\nb"_s) == u"a␊b"_s);
    CHECK(proposed(u"שלום.txt"_s) == u"שלום.txt"_s);
    CHECK(proposed(QString(254, QChar(0x202E))) == u"bafy"_s);
}

TEST_CASE_METHOD(HostileWorld, "the dialog for a download has the name in its title")
{
    QTemporaryDir home;
    qputenv("HOME", home.path().toLocal8Bit());
    names = {u"a[*]\nb\u202Ec"_s};
    enter();
    page(Qt::Key_2);
    select(u"storedTable"_s, 0);
    press(Qt::Key_D, Qt::ControlModifier);
    auto* dialog = qobject_cast<QFileDialog*>(find(u"downloadDialog"_s));
    REQUIRE(dialog);
    CHECK(dialog->windowTitle() == u"Download “a[*][*]␊b⟨U+202E⟩c”"_s);
    check(u"download"_s);
    dialog->close();
}
