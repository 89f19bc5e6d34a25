// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/stored/storedpane.h"

#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/label.h"
#include "ui/common/listview.h"
#include "ui/common/messagebar.h"
#include "ui/common/paneheader.h"
#include "ui/stored/detailspanel.h"
#include "ui/stored/downloadcommand.h"
#include "ui/stored/namedelegate.h"
#include "ui/stored/storedfilter.h"
#include "ui/stored/storedmodel.h"
#include "ui/stored/storedwords.h"
#include "ui/style/cairnstyle.h"
#include "ui/style/icon.h"
#include "ui/text/accounttext.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {
constexpr auto splitterKey = "stored/splitter"_L1;
} // namespace

StoredPane::StoredPane(Account& account, Library& library, TransferQueue& transfers,
                       const Clock& clock, QSettings& settings, QWidget* parent)
    : Pane(parent)
    , m_account(account)
    , m_library(library)
    , m_clock(clock)
    , m_settings(settings)
    , m_model(new StoredModel(library, this))
    , m_filter(new StoredFilter(this))
    , m_search(new QLineEdit(this))
    , m_message(new MessageBar(this))
    , m_downloads(new DownloadCommand(transfers, *m_message, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
{
    setObjectName("storedPane"_L1);
    m_filter->setSourceModel(m_model);
    m_search->setObjectName("storedSearch"_L1);
    m_search->setPlaceholderText(tr("Search name or CID"));
    m_search->setAccessibleName(tr("Search name or CID"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(fontMetrics().averageCharWidth() * 34);
    m_search->addAction(icon(u"search"_s, Tone::Neutral), QLineEdit::LeadingPosition);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makeList());

    auto* layout = new QVBoxLayout(this);
    layoutPane(layout,
               paneHeader(tr("Stored"), tr("What this account holds, by name and CID."), {m_search},
                          this));
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setSearch(text);
        updateCount();
    });
    auto* endSearch = new QShortcut(Qt::Key_Escape, m_search, {}, {}, Qt::WidgetShortcut);
    connect(endSearch, &QShortcut::activated, m_search, &QLineEdit::clear);
    connect(m_message, &MessageBar::actionTriggered, this, &StoredPane::reload);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_library.loadState() == LoadState::Loaded)
            emit uploadRequested();
        else
            reload();
    });
    // Later: another name may take its row out of those that match, and the editor is open still.
    connect(m_model, &StoredModel::renameProposed, this, &StoredPane::rename, Qt::QueuedConnection);
    connect(&m_account, &Account::changed, this, &StoredPane::update);
    connect(&m_library, &Library::changed, this, &StoredPane::update);
    connect(&m_library, &Library::changeRefused, this, &StoredPane::showRefused);
    update();
}

QWidget* StoredPane::makeList()
{
    m_splitter = new QSplitter(m_pages);
    m_splitter->setObjectName("storedSplitter"_L1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(makeTable());
    m_details = new DetailsPanel(m_library, m_clock, m_splitter);
    m_details->setMinimumWidth(fontMetrics().averageCharWidth() * 34);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    if (!m_splitter->restoreState(m_settings.value(splitterKey).toByteArray()))
        m_splitter->setSizes({660, 250});
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this] { m_settings.setValue(splitterKey, m_splitter->saveState()); });
    return m_splitter;
}

bool StoredPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && (event->type() == QEvent::Show || event->type() == QEvent::Hide))
        m_model->setShown(event->type() == QEvent::Show);
    return Pane::eventFilter(watched, event);
}

QWidget* StoredPane::makeTable()
{
    auto* page = new QWidget(m_splitter);
    m_table = listView(page);
    m_table->setObjectName("storedTable"_L1);
    m_table->setAccessibleName(tr("Stored items"));
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->header()->setSortIndicator(StoredModel::Date, Qt::DescendingOrder);
    m_table->setModel(m_filter);
    m_table->installEventFilter(this);
    m_table->setItemDelegateForColumn(StoredModel::Name, new NameDelegate(m_table));
    m_table->setSortingEnabled(true);
    auto* header = m_table->header();
    connect(header, &QHeaderView::sortIndicatorChanged, this, &StoredPane::markOrder);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(StoredModel::Name, QHeaderView::Stretch);
    header->setSectionResizeMode(StoredModel::Cid, QHeaderView::Interactive);
    header->resizeSection(StoredModel::Cid, fontMetrics().averageCharWidth() * 19);

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 12, 0);
    layout->setSpacing(12);
    layout->addWidget(m_table, 1);
    layout->addWidget(makeButtons());
    connect(m_table, &QTreeView::customContextMenuRequested, this, &StoredPane::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &StoredPane::updateSelection);
    return page;
}

QWidget* StoredPane::makeButtons()
{
    auto* row = new QWidget(m_splitter);
    const auto button = [row](const QString& text, QLatin1StringView name) {
        auto* made = new QPushButton(text, row);
        made->setObjectName(name);
        return made;
    };
    m_count = mutedLabel(row);
    m_count->setObjectName("storedCount"_L1);
    m_more = button(tr("Load &more"), "loadMoreButton"_L1);
    m_copy = button(tr("&Copy CID"), "copyCidButton"_L1);
    m_download = button(tr("Do&wnload…"), "downloadButton"_L1);
    m_rename = button(tr("Re&name"), "renameButton"_L1);
    m_delete = button(tr("&Delete…"), "deleteButton"_L1);
    setLook(m_delete, Look::Danger);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_download);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_rename);
    buttons->addStretch();
    buttons->addWidget(m_delete);
    auto* counts = new QHBoxLayout;
    counts->addWidget(m_count, 1);
    counts->addWidget(m_more);
    auto* layout = new QVBoxLayout(row);
    layout->setContentsMargins({});
    layout->addLayout(counts);
    layout->addLayout(buttons);
    connect(m_more, &QPushButton::clicked, &m_library, &Library::fetchMore);
    connect(m_download, &QPushButton::clicked, this, &StoredPane::download);
    connect(m_copy, &QPushButton::clicked, this, &StoredPane::copyCid);
    connect(m_rename, &QPushButton::clicked, this, &StoredPane::editName);
    connect(m_delete, &QPushButton::clicked, this, &StoredPane::askToDelete);
    return row;
}

void StoredPane::update()
{
    const bool hasRows = m_model->rowCount() > 0;
    // First what it says: a page that comes to the front hands the focus to its button.
    if (!hasRows)
        showNoList(*m_empty, m_account, m_library);
    m_pages->setCurrentIndex(hasRows ? 1 : 0);
    m_search->setEnabled(hasRows);
    updateStale(hasRows);
    updatePermissions();
    updateCount();
    markOrder();
}

/// A click on a column the service cannot sort by moved the mark; it belongs to the truth.
void StoredPane::markOrder()
{
    const QSignalBlocker quiet(m_table->header());
    m_table->header()->setSortIndicator(
        m_library.sortBy() == SortBy::Name ? StoredModel::Name : StoredModel::Date,
        m_library.sortOrder() == SortOrder::Ascending ? Qt::AscendingOrder : Qt::DescendingOrder);
}

/// What says that the rows may be out of date stays until they are fresh: not only until they are
/// asked for.
void StoredPane::updateStale(bool hasRows)
{
    const QString stale = hasRows ? staleText(m_account, m_library, m_clock.now()) : QString();
    const bool isAsked = m_library.loadState() == LoadState::Loading
        || m_account.state() == Account::State::Checking;
    if (!stale.isEmpty())
        m_message->showMessage(Tone::Bad, stale, tr("Re&try"));
    else if (m_showsStale && !isAsked)
        m_message->clear();
    m_showsStale = !stale.isEmpty() || (m_showsStale && isAsked);
}

void StoredPane::updatePermissions()
{
    const auto rename = m_account.permission(Account::Action::Rename);
    const auto remove = m_account.permission(Account::Action::Delete);
    m_model->setMayRename(rename == Account::Permission::Yes);
    m_rename->setToolTip(permissionText(rename));
    m_rename->setAccessibleDescription(permissionText(rename));
    m_delete->setToolTip(permissionText(remove));
    m_delete->setAccessibleDescription(permissionText(remove));
    updateSelection();
}

void StoredPane::updateCount()
{
    m_count->setText(m_filter->isSearching()
                         ? matchesText(m_library, m_model->rowCount(), m_filter->rowCount())
                         : countText(m_library, m_model->rowCount()));
    m_more->setVisible(m_library.canFetchMore());
}

content::CidString StoredPane::selectedCid() const
{
    const auto rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? content::CidString()
                          : content::CidString(rows.front().data(StoredModel::CidRole).toString());
}

void StoredPane::updateSelection()
{
    const content::CidString cid = selectedCid();
    const auto may = [this](Account::Action action) {
        return m_account.permission(action) == Account::Permission::Yes;
    };
    m_download->setEnabled(!cid.isEmpty());
    m_copy->setEnabled(!cid.isEmpty());
    m_rename->setEnabled(!cid.isEmpty() && may(Account::Action::Rename));
    m_delete->setEnabled(!cid.isEmpty() && may(Account::Action::Delete));
    m_details->showItem(cid);
    emit possibleChanged();
}

Pane::Actions StoredPane::possible() const
{
    Actions actions;
    actions.setFlag(Action::Copy, m_copy->isEnabled());
    actions.setFlag(Action::Download, m_download->isEnabled());
    actions.setFlag(Action::Rename, m_rename->isEnabled());
    actions.setFlag(Action::Remove, m_delete->isEnabled());
    actions.setFlag(Action::Find, m_search->isEnabled());
    return actions;
}

void StoredPane::perform(Action action)
{
    switch (action) {
    case Action::Copy:
        return copyCid();
    case Action::Download:
        return download();
    case Action::Find:
        m_search->setFocus();
        return m_search->selectAll();
    case Action::Rename:
        return editName();
    case Action::Remove:
        return askToDelete();
    }
}

void StoredPane::reload()
{
    if (m_account.state() == Account::State::SignedIn)
        m_library.refresh();
    else
        m_account.retry();
}

QAbstractItemView* StoredPane::view() const
{
    return m_table;
}

/// The service sorts, and by nothing else.
QList<int> StoredPane::sortColumns() const
{
    return {StoredModel::Name, StoredModel::Date};
}

void StoredPane::download()
{
    if (const Upload* upload = m_library.find(selectedCid()))
        m_downloads->ask(*upload);
}

void StoredPane::copyCid()
{
    QGuiApplication::clipboard()->setText(selectedCid().text());
}

void StoredPane::editName()
{
    const auto rows = m_table->selectionModel()->selectedRows(StoredModel::Name);
    if (rows.isEmpty() || !m_rename->isEnabled())
        return;
    if (QWidget* editor = m_table->indexWidget(rows.front()))
        return editor->setFocus(); // It is being typed.
    m_table->setFocus();
    m_table->setCurrentIndex(rows.front());
    m_table->edit(rows.front());
}

void StoredPane::rename(const content::CidString& cid, const QString& name)
{
    m_message->clear();
    m_model->setPendingName(cid, name);
    whenDone(m_library.rename(cid, name), this, [this, cid, name](const Done& renamed) {
        m_model->setPendingName(cid, {});
        if (!renamed)
            m_message->showMessage(Tone::Bad,
                                   tr("“%1” was not saved as the new name. %2")
                                       .arg(nameText(name), errorText(renamed.error())));
    });
}

void StoredPane::showRefused(const LibraryChange& change, const Error& error)
{
    const Upload* upload = m_library.find(change.cid);
    const QString item = upload ? shownName(*upload) : displayText(shortCid(change.cid));
    m_message->showMessage(Tone::Bad,
                           change.name
                               ? tr("“%1” was not saved as the new name. %2")
                                     .arg(nameText(*change.name), errorText(error))
                               : tr("“%1” was not deleted. %2").arg(item, errorText(error)));
}

void StoredPane::askToDelete()
{
    const Upload* upload = m_library.find(selectedCid());
    if (!upload || !m_delete->isEnabled())
        return;
    const QString name = shownName(*upload);
    auto* dialog = ConfirmDialog::ask(
        {.title = tr("Delete “%1”?").arg(name),
         .warning = tr("It disappears from the list of this account. Cairn cannot bring it back; "
                       "uploading the same files again lists it again."),
         .consequences = {tr("%1 keeps the data until it next frees space; when that is, the "
                             "service decides.")
                              .arg(nameText(m_account.record().name)),
                          tr("The CID stays valid, and copies in other places are not touched."),
                          tr("Your own files on this computer are not touched.")},
         .verb = tr("&Delete from list"),
         .objectName = u"confirmDeleteButton"_s},
        this);
    connect(dialog, &QDialog::accepted, this,
            [this, cid = upload->cid, name] { remove(cid, name); });
}

void StoredPane::remove(const content::CidString& cid, const QString& name)
{
    whenDone(m_library.remove(cid), this, [this, name](const Done& removed) {
        if (removed)
            m_message->showMessage(Tone::Good, tr("“%1” is no longer in the list.").arg(name));
        else
            m_message->showMessage(
                Tone::Bad, tr("“%1” was not deleted. %2").arg(name, errorText(removed.error())));
    });
}

void StoredPane::showMenu(const QPoint& at)
{
    if (selectedCid().isEmpty())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Do&wnload…"), this, &StoredPane::download);
    menu->addAction(tr("&Copy CID"), this, &StoredPane::copyCid);
    menu->addAction(tr("Re&name"), this, &StoredPane::editName)->setEnabled(m_rename->isEnabled());
    menu->addSeparator();
    menu->addAction(tr("&Delete…"), this, &StoredPane::askToDelete)
        ->setEnabled(m_delete->isEnabled());
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

} // namespace cairn
