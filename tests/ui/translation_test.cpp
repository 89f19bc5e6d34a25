// SPDX-License-Identifier: MIT OR Apache-2.0
// In a language without words nothing that shows has letters, except what is data.
#include "core/api/source/sourceanswer.h"
#include "core/content/unixfs/profile.h"
#include "tests/ui/pseudotranslator.h"
#include "tests/ui/uploadworld.h"
#include "ui/text/accounttext.h"
#include "ui/text/downloadtext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"
#include "ui/text/previewtext.h"
#include "ui/text/secrettext.h"
#include "ui/text/transfertext.h"
#include "ui/uploads/list/transfermodel.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QTextDocumentFragment>
#include <QTreeView>

using namespace cairn;
using namespace cairn::test;
using namespace std::chrono_literals;
using transfer::State;
using transfer::SuspensionReason;

namespace {

/// Before the window is made, and for as long as it is there.
struct Translated
{
    Translated() { QApplication::installTranslator(&language); }
    ~Translated() { QApplication::removeTranslator(&language); }

    PseudoTranslator language;
};

const QString rootCid = u"bafybeiep3t2chy6e3dxk3fktnshm7tpopjrns6wevo4uwpnnz5aq352se4"_s;

/// Names that the tests give, and what has letters in every language.
QStringList dataIn(const QString& text)
{
    static const QRegularExpression names(
        uR"(\b(?:baf|bag)[a-z0-9]+(?:…[a-z0-9]+)?|••••••\S+|https?://\S*|[\w.-]+\.(?:txt|example)\b)"_s);
    QStringList data;
    for (const auto& match : names.globalMatch(text))
        data << match.captured();
    data << u"This computer"_s << u"Ada"_s << u"Blog"_s << u"id_ed25519"_s << u"/x/"_s << u".git"_s
         << u"Rome"_s << u"EU"_s << u"f01"_s << QLatin1StringView(CAIRN_VERSION);
    for (const content::Profile& profile : content::profiles())
        data << profile.name;
    return data;
}

void collect(const QAbstractItemModel& model, const QModelIndex& parent, QStringList& texts)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        for (int column = 0; column < model.columnCount(parent); ++column) {
            const QModelIndex index = model.index(row, column, parent);
            for (const int role : {Qt::DisplayRole, Qt::AccessibleTextRole})
                texts << index.data(role).toString();
            // As it is shown: it is HTML, so that nothing in it is taken for that.
            texts << QTextDocumentFragment::fromHtml(index.data(Qt::ToolTipRole).toString())
                         .toPlainText();
        }
        collect(model, model.index(row, 0, parent), texts);
    }
}

void collect(const QAction& action, QStringList& texts)
{
    // Keys are named by Qt; their letters are what is printed on them.
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    texts << action.text() << action.toolTip().remove(keys);
}

/// What a widget says, whether it shows now or could.
QStringList textsOf(const QWidget& widget)
{
    QStringList texts{widget.windowTitle(), widget.statusTip(), widget.whatsThis(),
                      widget.accessibleName(), widget.accessibleDescription()};
    QString toolTip = widget.toolTip();
    for (const QAction* action : widget.window()->findChildren<QAction*>())
        toolTip.remove(u'(' + action->shortcut().toString(QKeySequence::NativeText) + u')');
    texts << toolTip;
    for (const QAction* action : widget.actions())
        collect(*action, texts);
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        texts << button->text();
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        texts << label->text();
    if (const auto* edit = qobject_cast<const QLineEdit*>(&widget))
        texts << edit->placeholderText();
    if (const auto* menu = qobject_cast<const QMenu*>(&widget))
        texts << menu->title();
    if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
        for (int at = 0; at < box->count(); ++at)
            texts << box->itemText(at);
    }
    const auto* view = qobject_cast<const QAbstractItemView*>(&widget);
    if (view && view->model() && !qobject_cast<const QHeaderView*>(view)) {
        collect(*view->model(), {}, texts);
        for (int section = 0; section < view->model()->columnCount(); ++section) {
            for (const int role : {Qt::DisplayRole, Qt::ToolTipRole})
                texts << view->model()->headerData(section, Qt::Horizontal, role).toString();
        }
    }
    return texts;
}

/// The inside of a file dialog is Qt's, and the names in it are those of this computer.
bool isInFileDialog(const QWidget& widget)
{
    return qobject_cast<const QFileDialog*>(widget.window()) && !widget.isWindow();
}

struct TranslatedWorld : Translated, UploadWorld
{
    QStringList offences(const QString& text) const
    {
        const QString said = u"“no”"_s; // What a service of these tests gives as its reason.
        return language.offences(text, QStringList{folder.path(), said} + dataIn(text));
    }
    /// Every text of every window as it is now.
    void check(const char* where) const
    {
        INFO(where);
        QStringList found;
        int count = 0;
        for (const QWidget* widget : QApplication::allWidgets()) {
            if (isInFileDialog(*widget))
                continue;
            for (const QString& text : textsOf(*widget)) {
                found << offences(text);
                count += text.isEmpty() ? 0 : 1;
            }
        }
        found.removeDuplicates();
        CHECK(found == QStringList());
        CHECK(count > 50);
    }
    void checkDialog(const char* where)
    {
        INFO(where);
        REQUIRE(dialog());
        check(where);
        press(Qt::Key_Escape);
        REQUIRE(isBack());
    }
    TransferModel& transfers()
    {
        return *static_cast<TransferModel*>(find<QTreeView>(u"transferList"_s)->model());
    }
    Transfer made(State state)
    {
        Transfer transfer{.id = TransferId(1'000'000 + int(state)), .name = u"a.txt"_s};
        transfer.position = qint64(transfer.id);
        transfer.request.paths = {u"/x/a.txt"_s};
        transfer.state = state;
        transfer.created = clock.now();
        transfer.root = content::CidString(rootCid);
        transfer.files = 3;
        transfer.parts = 5;
        transfer.acknowledgedParts = 2;
        transfer.totalBytes = transfer.sourceBytes = 52'428'800;
        transfer.sentBytes = transfer.acknowledgedBytes = 12'000'000;
        return transfer;
    }
};

struct TranslatedTexts : Translated
{
    void check(const QString& text) const
    {
        INFO(text.toStdString());
        CHECK_FALSE(text.isEmpty());
        CHECK(language.offences(text, dataIn(text)) == QStringList());
    }
};

} // namespace

TEST_CASE_METHOD(TranslatedWorld, "every text of the window and its pages can be translated")
{
    check("without an account");
    AccountSession& account = local();
    for (const Qt::Key page : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4}) {
        press(page, Qt::ControlModifier);
        check("an empty page");
    }
    stored(account, u"a.txt"_s, "hello");
    token(account, u"Blog"_s);
    press(Qt::Key_2, Qt::ControlModifier);
    REQUIRE(tabTo(u"storedTable"_s));
    REQUIRE(until([] { return isVisible(u"detailsTitle"_s); }));
    check("what is stored");
    press(Qt::Key_F, Qt::ControlModifier);
    type(u"zzz"_s);
    check("a search");
    press(Qt::Key_3, Qt::ControlModifier);
    REQUIRE(tabTo(u"tokenTable"_s));
    check("a token");
    press(Qt::Key_C, Qt::ControlModifier);
    check("the page of tokens");
}

TEST_CASE_METHOD(TranslatedWorld, "every text of the dialogs can be translated")
{
    AccountSession& account = local();
    stored(account, u"a.txt"_s, "hello");
    token(account, u"Blog"_s);
    press(Qt::Key_T, Qt::ControlModifier);
    REQUIRE(dialog());
    press(Qt::Key_Return);
    check("a token without a name");
    type(QString(300, u'1'));
    press(Qt::Key_Return);
    check("a token whose name is too long");
    press(Qt::Key_A, Qt::ControlModifier);
    type(u"1"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return isEnabled(u"copySecretButton"_s); }));
    press(Qt::Key_Return);
    checkDialog("a token that is made");
    check("a secret on the clipboard");

    press(Qt::Key_3, Qt::ControlModifier);
    REQUIRE(tabTo(u"tokenTable"_s));
    press(Qt::Key_Delete);
    checkDialog("whether to revoke it");
    press(Qt::Key_2, Qt::ControlModifier);
    REQUIRE(tabTo(u"storedTable"_s));
    press(Qt::Key_Delete);
    checkDialog("whether to delete it");
    press(Qt::Key_D, Qt::ControlModifier);
    checkDialog("where to download it to");

    REQUIRE(tabTo(u"addAccountButton"_s));
    press(Qt::Key_Space);
    REQUIRE(dialog());
    press(Qt::Key_Return);
    check("an account without a name");
    type(QString(300, u'1'));
    press(Qt::Key_Return);
    checkDialog("an account whose name is too long");

    for (QAction* action : window.findChildren<QAction*>()) {
        if (action->menuRole() == QAction::AboutRole) {
            action->trigger();
            checkDialog("about");
        }
    }
}

TEST_CASE_METHOD(TranslatedWorld, "every text of a preview can be translated")
{
    local();
    open();
    QDir(folder.path()).mkpath(u"1/2"_s);
    QDir(folder.path()).mkpath(u"1/3"_s);
    file(u"1/a.txt"_s, "hello");
    file(u"1/2/id_ed25519"_s, "not a real one");
    file(u"1/.1"_s, "1");
    QFile::link(folder.filePath(u"1/a.txt"_s), folder.filePath(u"1/4"_s));
    QFile::link(folder.filePath(u"nowhere"_s), folder.filePath(u"1/5"_s));
    window.open({folder.filePath(u"1"_s)});
    REQUIRE(until([] { return isVisible(u"previewPublic"_s); }));
    REQUIRE(textsOf(*find(u"previewProblems"_s)).filter(u"id_ed25519"_s).size() > 0);
    checkDialog("a preview with problems");
    window.open({folder.filePath(u"1/a.txt"_s), folder.filePath(u"1/.1"_s)});
    REQUIRE(until([] { return isEnabled(u"previewStart"_s); }));
    checkDialog("a preview of two files");
}

TEST_CASE_METHOD(TranslatedWorld, "every text about transfers can be translated")
{
    AccountSession& account = local();
    open();
    account.transfers().pauseAll(clock.now() + 1h);
    REQUIRE(account.transfers().add({.paths = {file(u"a.txt"_s, "a")}}));
    QCoreApplication::processEvents();
    check("paused");
    for (int state = 0; state <= int(State::Saved); ++state) {
        Transfer transfer = made(State(state));
        transfer.notes = {u"/x/.git"_s, u"/x/1"_s, u"/x/2"_s, u"/x/3"_s};
        transfer.nextAttempt = transfer.resumeAt = clock.now() + 20h;
        if (State(state) == State::Suspended)
            transfer.suspension = SuspensionReason::Offline;
        transfers().put(transfer);
    }
    check("in every state");
    REQUIRE(tabTo(u"transferList"_s));
    pressMenuKey();
    REQUIRE(menuIsOpen());
    check("with a menu");
    press(Qt::Key_Escape);
    for (QMenu* menu : window.findChildren<QMenu*>())
        emit menu->aboutToShow();
    check("with every menu");
}

TEST_CASE_METHOD(TranslatedWorld, "every text about quitting and holds can be translated")
{
    withWaitingUpload();
    check("one that waits");
    window.close();
    checkDialog("whether to quit");
}

TEST_CASE_METHOD(TranslatedWorld, "every text about what fails can be translated")
{
    server.say("GET /user/tokens", "{}", "500 Oops");
    server.say("GET /user/uploads", R"([{"_id":"1","cid":"bafyone","name":"a.txt","dagSize":1234,
        "created":"2021-07-01T00:00:00Z","parts":["bagone","bagtwo"],
        "pins":[{"status":"Pinned","peerId":"p","peerName":"Rome","region":"EU"}],
        "deals":[{"status":"Active","dealId":7,"storageProvider":"f01"}]}])",
               "200 OK", "Count: 3\r\n");
    AccountSession& account = settled();
    press(Qt::Key_2, Qt::ControlModifier);
    REQUIRE(tabTo(u"storedTable"_s));
    check("pins and deals");
    server.say("GET /user/uploads", "{}", "500 Oops");
    account.library().refresh();
    REQUIRE(until([&] { return account.library().loadState() == LoadState::Failed; }));
    check("a list that is stale");
    press(Qt::Key_3, Qt::ControlModifier);
    check("tokens that could not be loaded");
    server.refuse("GET /user/info", "401 No", "ERROR_DIDT_EXPIRED");
    account.account().check();
    REQUIRE(until([&] { return account.account().state() == Account::State::Refused; }));
    for (const Qt::Key page : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4}) {
        press(page, Qt::ControlModifier);
        check("an account that is refused");
    }
}

TEST_CASE_METHOD(TranslatedTexts,
                 "every sentence about errors, states and amounts can be translated")
{
    using Kind = Error::Kind;
    for (int kind = 0; kind <= int(Kind::KeychainDenied); ++kind) {
        for (const QString& subject : {QString(), u"a.txt"_s}) {
            check(errorText({Kind(kind), {}, subject}));
            check(passingErrorText({Kind(kind), {}, subject}));
        }
        check(droppedSourceText(u"one.example"_s, {Kind(kind), {}, rootCid}));
    }
    for (const auto& code :
         {u"NO_RECORD"_s, u"SOURCE_OFFLINE"_s, u"LACKS_BLOCK"_s, u"SOURCE_REFUSED"_s,
          u"WRONG_BYTES"_s, u"NO_NETWORK"_s, u"TARGET_EXISTS"_s, u"TARGET_FOLDER_MISSING"_s,
          u"TARGET_BUSY"_s, u"TARGET_UNWRITABLE"_s, u"TARGET_DISK_FULL"_s, u"NOT_A_FILE"_s,
          u"NO_SUCH_PATH"_s})
        check(downloadErrorText({Kind::NotFound, {}, u"a.txt"_s, code}));
    Error answered{Kind::NotFound, {}, u"a.txt"_s};
    for (const auto& said :
         {answer::retired, answer::wantsPayment, answer::refusesPrograms, answer::refused,
          answer::busy, answer::notHere, answer::wrongBytes, answer::noAddress, answer::notAccepted,
          answer::silent, answer::cutShort, answer::offline, answer::failing, answer::odd,
          answer::untrusted}) {
        check(sourceAnswerText({u"one.example"_s, said, {}}));
        check(sourceAnswerText({u"one.example"_s, said, u"2026-09-21"_s}));
        answered.more << u"one.example"_s << said << QString();
    }
    for (const auto& code :
         {u"NO_RECORD"_s, u"SOURCE_OFFLINE"_s, u"LACKS_BLOCK"_s, u"SOURCE_REFUSED"_s,
          u"WRONG_BYTES"_s, u"SOURCE_BUSY"_s, u"SOURCE_FAILS"_s, u"SOURCE_UNTRUSTED"_s}) {
        answered.code = code;
        check(downloadErrorText(answered));
    }
    for (int state = 0; state <= int(Account::State::KeychainUnavailable); ++state)
        check(stateWord(Account::State(state)));
    for (int reason = 1; reason <= int(Account::Permission::DeleteRestricted); ++reason)
        check(permissionText(Account::Permission(reason)));
    for (int reason = 0; reason <= int(SuspensionReason::SourceOffline); ++reason) {
        check(accountSuspensionText(SuspensionReason(reason)));
        check(phaseText(
                  {.id = 1, .state = State::Suspended, .suspension = SuspensionReason(reason)}, {})
                  .text);
    }
    for (int status = 0; status <= int(PinStatus::Unknown); ++status) {
        check(pinText(PinStatus(status)).text);
        check(pinsText({{.status = PinStatus(status)}, {.status = PinStatus::Pinned}}).text);
    }
    for (int status = 0; status <= int(DealStatus::Unknown); ++status)
        check(dealText(DealStatus(status)).text);
    for (int kind = 0; kind <= int(content::SecretKind::Passwords); ++kind)
        check(secretText(content::SecretKind(kind)));
    for (int kind = 0; kind < int(content::Problem::kinds); ++kind)
        check(problemText(content::Problem::Kind(kind), 2));
    for (const content::Profile& profile : content::profiles())
        check(profileMeaning(profile.name));
    for (const bool hasApiToken : {true, false})
        check(credentialText(
            {.id = AccountId(u"1"_s), .name = u"Blog"_s, .hasApiToken = hasApiToken}));
    const Timestamp now(std::chrono::hours(24 * 20'000 + 12));
    for (const qint64 bytes : {1LL, 2'000LL, 2'000'000LL, 2'000'000'000LL, 2'000'000'000'000LL}) {
        check(formatBytes(bytes));
        check(exactBytes(bytes));
        check(formatBytesOf(1, bytes));
        check(formatRate(bytes));
    }
    for (const auto& duration : {std::chrono::seconds(5), 200s, std::chrono::seconds(25min),
                                 std::chrono::seconds(5h), std::chrono::seconds(50h)}) {
        check(formatDuration(duration));
        check(formatAge(now - duration, now));
        check(formatMoment(now + duration, now));
    }
}

TEST_CASE("a text, a plural form or a context that lupdate does not find is noticed")
{
    const AskedTexts asked;
    CHECK(asked.translate("TransferSentences", "Waiting", nullptr, -1).isNull());
    CHECK(asked.translate("TransferSentences", "%Ln file(s)", nullptr, 3).isNull());
    CHECK(asked.translate("QDialogButtonBox", "OK", nullptr, -1).isNull());
    CHECK(asked.unknown() == QStringList());
    CHECK(asked.translate("TransferSentences", "No such text", nullptr, -1).isNull());
    CHECK(asked.translate("TransferSentences", "%Ln file(s)", nullptr, -1).isNull());
    CHECK(asked.translate("MainWindow", "Cairn", nullptr, -1).isNull());
    CHECK(asked.unknown().size() == 3);
}

TEST_CASE("a text that translators do not see, a word and a piece in a sentence are found")
{
    const PseudoTranslator language;
    const auto say = [&language](const char* context, const char* source) {
        return language.translate(context, source, nullptr, -1);
    };
    CHECK(say("AccountText", "No such text").isNull());
    CHECK(say("TransferSentences", "Waiting for its turn").size() > 2);
    CHECK(language.offences(say("TransferSentences", "Waiting"), {}) == QStringList());
    CHECK(language.offences(u"Waiting"_s, {}).size() == 1);
    CHECK(language.offences(u"Waiting"_s, {u"Waiting"_s}) == QStringList());
    const QString frame = say("TransferSentences", "Paused until %1");
    CHECK(language.offences(frame.arg(u"noon"_s), {}).size() == 1);
    CHECK(language.offences(frame.arg(u"12:00"_s), {}) == QStringList());
    CHECK(language.offences(frame.arg(say("Formatting", "tomorrow, %1")), {}) == QStringList());
    CHECK(language.offences(frame.arg(say("AccountText", "Signed in")), {}).size() == 1);
}
