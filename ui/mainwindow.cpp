// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/mainwindow.h"

#include "ui/account/accountswitcher.h"
#include "ui/account/addaccountdialog.h"
#include "ui/actions.h"
#include "ui/common/clipboardbar.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/messagebar.h"
#include "ui/sidebar.h"
#include "ui/sortmenu.h"
#include "ui/stored/getdialog.h"
#include "ui/style/icon.h"
#include "ui/style/theme.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/referencetext.h"
#include "ui/tokens/tokenpane.h"
#include "ui/uploads/droparea.h"
#include "ui/uploads/plan/previewqueue.h"
#include "ui/uploads/uploadpane.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QSettings>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {
constexpr auto geometryKey = "window/geometry"_L1;
constexpr int maxEntryLetters = 60;
constexpr auto accountKey = "window/account"_L1;
/// Where the file or folder lies that the error is about; empty if that is nowhere here.
QString folderOf(const Error& error)
{
    const QFileInfo subject(error.subject);
    if (!subject.isAbsolute())
        return {};
    if (subject.isDir())
        return subject.filePath();
    return QFileInfo(subject.path()).isDir() ? subject.path() : QString();
}

} // namespace

MainWindow::MainWindow(AccountSessions& accounts, SecretClipboard& clipboard, const Clock& clock,
                       Theme& theme, QSettings& settings, QWidget* parent)
    : QMainWindow(parent)
    , m_accounts(accounts)
    , m_clipboard(clipboard)
    , m_clock(clock)
    , m_theme(theme)
    , m_settings(settings)
    , m_actions(new Actions(this))
    , m_sidebar(new Sidebar(this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName("mainWindow"_L1);
    setWindowTitle(tr("Cairn"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setMinimumHeight(fontMetrics().height() * 32); // Layouts do not count wrapped lines.
    m_actions->fill(*menuBar());
    makeLayout();
    connectActions();
    connect(&m_accounts, &AccountSessions::added, this, &MainWindow::addPages);
    connect(&m_accounts, &AccountSessions::aboutToRemove, this, &MainWindow::removePages);
    connect(&m_accounts, &AccountSessions::secretsLeft, this,
            [this](const Error& error) { showNotice(errorText(error)); });
    const QString last = m_settings.value(accountKey).toString();
    for (AccountSession* session : m_accounts.all())
        addPages(session);
    showAccount(AccountId(last));
    showPage(AccountPages::Uploads);
    if (!restoreGeometry(m_settings.value(geometryKey).toByteArray()))
        resize(QSize(1200, 760).boundedTo(screen()->availableSize()));
}

MainWindow::~MainWindow() = default;

void MainWindow::makeLayout()
{
    m_sidebar->addEntry(u"upload"_s, &m_actions->showUploads, "navUploads"_L1);
    m_sidebar->addEntry(u"stored"_s, &m_actions->showStored, "navStored"_L1);
    m_sidebar->addEntry(u"token"_s, &m_actions->showTokens, "navTokens"_L1);
    m_sidebar->addEntry(u"account"_s, &m_actions->showAccount, "navAccount"_L1);
    m_sidebar->addFooter(u"add"_s, &m_actions->addAccount, "addAccountButton"_L1);

    auto* content = new QWidget(this);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    auto* right = new QVBoxLayout;
    right->setContentsMargins({});
    right->setSpacing(0);
    m_message = new MessageBar(content);
    right->addWidget(m_message);
    connect(m_message, &MessageBar::actionTriggered, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folderOfError)); });
    right->addWidget(m_stack, 1);
    right->addWidget(new ClipboardBar(m_clipboard, content));
    auto* layout = new QHBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(right, 1);

    auto* frame = new QWidget(this);
    auto* columns = new QHBoxLayout(frame);
    columns->setContentsMargins({});
    columns->setSpacing(0);
    columns->addWidget(m_sidebar);
    columns->addWidget(content, 1);
    setCentralWidget(frame);
}

void MainWindow::showError(const Error& error)
{
    m_folderOfError = folderOf(error);
    m_message->showMessage(Tone::Bad, errorText(error),
                           m_folderOfError.isEmpty() ? QString() : tr("&Open folder"));
}

void MainWindow::showNotice(const QString& text)
{
    m_message->showMessage(Tone::Caution, text);
}

void MainWindow::connectActions()
{
    Actions& a = *m_actions;
    const auto show = [this](QAction& action, AccountPages::Page page) {
        connect(&action, &QAction::triggered, this, [this, page] { showPage(page); });
    };
    show(a.showUploads, AccountPages::Uploads);
    show(a.showStored, AccountPages::Stored);
    show(a.showTokens, AccountPages::Tokens);
    show(a.showAccount, AccountPages::Account);
    connectAction(a.copyCid, Pane::Action::Copy);
    connectAction(a.download, Pane::Action::Download);
    connectAction(a.find, Pane::Action::Find);
    connectAction(a.rename, Pane::Action::Rename);
    connectAction(a.remove, Pane::Action::Remove);
    connect(&a.uploadFiles, &QAction::triggered, this, [this] {
        showPage(AccountPages::Uploads);
        pages()->uploads().chooseFiles();
    });
    connect(&a.uploadFolder, &QAction::triggered, this, [this] {
        showPage(AccountPages::Uploads);
        pages()->uploads().chooseFolder();
    });
    connect(&a.get, &QAction::triggered, this, &MainWindow::get);
    connect(&a.paste, &QAction::triggered, this, &MainWindow::paste);
    // A preview's dialog may have changed it meanwhile.
    connect(menuBar()->actions().front()->menu(), &QMenu::aboutToShow, this,
            [this] { m_actions->startAtOnce.setChecked(PreviewQueue::startsAtOnce(m_settings)); });
    connect(a.sortMenu(), &QMenu::aboutToShow, this, [this] {
        fillSortMenu(*m_actions->sortMenu(), pages() ? &pages()->current() : nullptr);
    });
    connect(&a.startAtOnce, &QAction::triggered, this,
            [this](bool atOnce) { PreviewQueue::setStartsAtOnce(m_settings, atOnce); });
    connect(&a.reload, &QAction::triggered, this, [this] { pages()->current().reload(); });
    connect(&a.newToken, &QAction::triggered, this, &MainWindow::newToken);
    connect(&a.addAccount, &QAction::triggered, this, &MainWindow::addAccount);
    connect(&a.about, &QAction::triggered, this, &MainWindow::about);
    connect(&a.quit, &QAction::triggered, this, &QWidget::close);
    connect(&a.accounts, &QActionGroup::triggered, this,
            [this](const QAction* action) { showAccount(AccountId(action->data().toString())); });
    connect(&a.theme, &QActionGroup::triggered, this, [this](const QAction* action) {
        m_theme.choose(action->data().value<Theme::Choice>());
    });
    a.notify.setChecked(m_settings.value(notifyKey, true).toBool());
    connect(&a.notify, &QAction::toggled, this,
            [this](bool notify) { m_settings.setValue(notifyKey, notify); });
    for (QAction* action : a.theme.actions())
        action->setChecked(action->data().value<Theme::Choice>() == m_theme.choice());
    connect(&m_sidebar->switcher(), &QAbstractButton::clicked, this, &MainWindow::showAccountMenu);
}

void MainWindow::connectAction(QAction& entry, Pane::Action action)
{
    connect(&entry, &QAction::triggered, this, [this, action] {
        if (pages() && (pages()->current().possible() & action))
            pages()->current().perform(action);
    });
}

void MainWindow::addPages(AccountSession* session)
{
    auto* added = new AccountPages(*session, m_accounts, m_clipboard, m_clock, m_settings, m_stack);
    for (int page = AccountPages::Uploads; page <= AccountPages::Account; ++page) {
        Pane& pane = added->pane(AccountPages::Page(page));
        connect(&pane, &Pane::possibleChanged, this, &MainWindow::updateActions);
        if (QAbstractItemView* view = pane.view())
            view->addAction(&m_actions->remove);
    }
    connect(&added->uploads(), &UploadPane::menuRequested, m_actions->transferMenu(),
            [menu = m_actions->transferMenu()](const QPoint& at) { menu->popup(at); });
    connect(&added->uploads(), &UploadPane::dropped, this, &MainWindow::open);
    connect(added, &AccountPages::uploadRequested, this,
            [this] { showPage(AccountPages::Uploads); });
    m_stack->addWidget(added);
    listAccounts();
    if (m_stack->count() == 1)
        showAccount(session->record().id);
}

void MainWindow::removePages(AccountSession* session)
{
    // At once: the panes refer to what the service owns, and it goes after this signal.
    delete pagesOf(session->record().id);
    if (pages())
        showAccount(pages()->session().record().id);
    else
        m_sidebar->switcher().setAccount(nullptr);
    listAccounts();
    updateActions();
    if (!focusWidget())
        m_sidebar->switcher().setFocus();
}

AccountPages* MainWindow::pages() const
{
    return qobject_cast<AccountPages*>(m_stack->currentWidget());
}

AccountSession* MainWindow::account() const
{
    return pages() ? &pages()->session() : nullptr;
}

AccountPages* MainWindow::pagesOf(const AccountId& id) const
{
    for (int at = 0; at < m_stack->count(); ++at) {
        auto* candidate = qobject_cast<AccountPages*>(m_stack->widget(at));
        if (candidate->session().record().id == id)
            return candidate;
    }
    return nullptr;
}

void MainWindow::listAccounts()
{
    for (QAction* action : m_actions->accounts.actions())
        delete action;
    for (int at = 0; at < m_stack->count(); ++at) {
        const auto& session = qobject_cast<AccountPages*>(m_stack->widget(at))->session();
        // A menu is as wide as its longest entry.
        const QString name
            = fontMetrics().elidedText(nameText(session.record().name), Qt::ElideMiddle,
                                       fontMetrics().averageCharWidth() * maxEntryLetters);
        auto* action = m_actions->accounts.addAction(menuText(name));
        action->setCheckable(true);
        action->setData(session.record().id.text());
        action->setChecked(m_stack->currentIndex() == at);
    }
}

void MainWindow::showAccount(const AccountId& id)
{
    if (AccountPages* wanted = pagesOf(id))
        m_stack->setCurrentWidget(wanted);
    if (!pages())
        return;
    AccountSession& session = pages()->session();
    m_sidebar->switcher().setAccount(&session.account());
    for (QAction* action : m_actions->accounts.actions())
        action->setChecked(action->data().toString() == session.record().id.text());
    m_settings.setValue(accountKey, session.record().id.text());
    showPage(m_page);
}

void MainWindow::showPage(AccountPages::Page page)
{
    m_page = page;
    m_sidebar->setCurrent(page);
    if (pages())
        pages()->setCurrentIndex(page);
    updateActions();
}

void MainWindow::updateActions()
{
    m_actions->transfers.setControls(pages() ? &pages()->uploads().controls() : nullptr);
    m_actions->sortMenu()->setEnabled(pages() && !pages()->current().sortColumns().isEmpty());
    const Pane::Actions actions = pages() ? pages()->current().possible() : Pane::Actions();
    m_actions->copyCid.setEnabled(actions & Pane::Action::Copy);
    m_actions->download.setEnabled(actions & Pane::Action::Download);
    m_actions->find.setEnabled(actions & Pane::Action::Find);
    m_actions->rename.setEnabled(actions & Pane::Action::Rename);
    m_actions->remove.setEnabled(actions & Pane::Action::Remove);
    for (QAction* action : {&m_actions->uploadFiles, &m_actions->uploadFolder, &m_actions->paste,
                            &m_actions->get, &m_actions->newToken, &m_actions->reload})
        action->setEnabled(pages());
}

void MainWindow::showAccountMenu()
{
    auto* menu = new QMenu(this);
    menu->setObjectName("accountMenu"_L1);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->fillAccounts(*menu);
    const AccountSwitcher& switcher = m_sidebar->switcher();
    menu->setMinimumWidth(switcher.width());
    menu->popup(switcher.mapToGlobal(QPoint(0, switcher.height() + 2)));
}

void MainWindow::addAccount()
{
    auto* dialog = new AddAccountDialog(m_accounts, this);
    connect(dialog, &AddAccountDialog::accountAdded, this, [this](const AccountId& id) {
        showAccount(id);
        showPage(AccountPages::Account);
    });
    dialog->open();
}

void MainWindow::newToken()
{
    showPage(AccountPages::Tokens);
    pages()->tokens().newToken();
}

void MainWindow::about()
{
    auto* box = new QMessageBox(this);
    box->setObjectName("aboutDialog"_L1);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Cairn"));
    box->setIconPixmap(applicationIcon().pixmap(64));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Cairn %1").arg(QLatin1StringView(CAIRN_VERSION)));
    box->setInformativeText(tr("Accounts, tokens and uploads for services that speak the "
                               "Web3.Storage API, with such a service built in.\n\n"
                               "Licence: MIT or Apache 2.0"));
    box->open();
}

qint64 MainWindow::uploadsAtWork() const
{
    qint64 count = 0;
    for (AccountSession* session : m_accounts.all())
        count += session->transfers().atWork();
    return count;
}

int MainWindow::changesOnTheWay() const
{
    int count = 0;
    for (AccountSession* session : m_accounts.all())
        count += session->library().changesOnTheWay();
    return count;
}

void MainWindow::askToQuit(qint64 unfinished, int changes)
{
    QStringList warnings;
    QStringList consequences;
    if (unfinished > 0) {
        warnings << tr("%Ln transfer(s) are not finished. They go on when Cairn is started again.",
                       nullptr, int(unfinished));
        consequences << tr("Leave your files where they are until then; what was confirmed is "
                           "not sent again.");
    }
    if (changes > 0)
        warnings << tr("%Ln rename(s) or deletion(s) have no answer from the service yet. They are "
                       "sent again when Cairn is started again.",
                       nullptr, changes);
    auto* dialog = ConfirmDialog::ask({.title = tr("Quit now?"),
                                       .warning = warnings.join(u' '),
                                       .consequences = consequences,
                                       .verb = tr("&Quit"),
                                       .objectName = u"confirmQuitButton"_s},
                                      this);
    connect(dialog, &QDialog::accepted, this, [this] {
        m_mayQuit = true;
        close();
    });
}

void MainWindow::endSession()
{
    m_sessionEnds = true;
    m_settings.setValue(geometryKey, saveGeometry());
    m_settings.sync();
}

/// Who comes back to the window is in a session that went on after all.
void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::ActivationChange && isActiveWindow())
        m_sessionEnds = false;
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const qint64 unfinished = m_mayQuit || m_sessionEnds ? 0 : uploadsAtWork();
    const int changes = m_mayQuit || m_sessionEnds ? 0 : changesOnTheWay();
    if (unfinished > 0 || changes > 0) {
        event->ignore();
        return askToQuit(unfinished, changes);
    }
    m_settings.setValue(geometryKey, saveGeometry());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!pages() || !DropArea::isPromising(*event->mimeData()))
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->setDropAction(Qt::CopyAction);
    event->accept();
    open(DropArea::contents(*event->mimeData()));
}

void MainWindow::open(const QStringList& contents)
{
    if (!pages())
        return;
    QStringList paths;
    QStringList refused;
    for (const QString& content : contents) {
        if (!isAddress(content))
            paths << content;
        else if (const auto reference = content::referenceFrom(content))
            m_references << *reference;
        else
            refused << refusedAddressText(content);
    }
    if (!refused.isEmpty())
        m_message->showMessage(Tone::Bad, refused.join(u' '));
    if (!paths.isEmpty() || contents.isEmpty())
        upload(paths);
    openNextReference();
}

void MainWindow::openNextReference()
{
    if ((m_getDialog && m_getDialog->isVisible()) || m_references.isEmpty() || !pages())
        return;
    showPage(AccountPages::Uploads);
    m_getDialog = new GetDialog(pages()->session(), m_references.takeFirst(), pages());
    connect(m_getDialog, &QDialog::finished, this, &MainWindow::openNextReference);
    m_getDialog->open();
}

void MainWindow::get()
{
    m_references << content::Reference();
    openNextReference();
}

void MainWindow::upload(const QStringList& paths)
{
    if (!pages())
        return;
    showPage(AccountPages::Uploads);
    pages()->uploads().upload(paths);
}

/// Files copied in the file manager, or CIDs and links; other text is nobody's files.
void MainWindow::paste()
{
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    open(copied ? DropArea::contents(*copied) : QStringList());
}

} // namespace cairn
