// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/uploadpane.h"

#include "ui/common/label.h"
#include "ui/common/listview.h"
#include "ui/common/messagebar.h"
#include "ui/common/paneheader.h"
#include "ui/text/accounttext.h"
#include "ui/text/displaytext.h"
#include "ui/uploads/droparea.h"
#include "ui/uploads/list/pausebar.h"
#include "ui/uploads/list/transfercontrols.h"
#include "ui/uploads/list/transferdelegate.h"
#include "ui/uploads/list/transferfoot.h"
#include "ui/uploads/list/transferlimits.h"
#include "ui/uploads/list/transfermodel.h"
#include "ui/uploads/plan/previewqueue.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::State;

UploadPane::UploadPane(AccountSession& session, const Clock& clock, QSettings& settings,
                       QWidget* parent)
    : Pane(parent)
    , m_account(session.account())
    , m_queue(session.transfers())
    , m_model(new TransferModel(clock, this))
    , m_message(new MessageBar(this))
    , m_drop(new DropArea(this))
    , m_previews(new PreviewQueue(session, settings, *this))
{
    setObjectName("uploadPane"_L1);
    auto* limits = new TransferLimits(m_queue, settings, m_account.record().id, this);
    m_controls = new TransferControls(m_queue, *limits, clock, this);
    auto* pauseBar = new MessageBar(this);
    new PauseBar(session, clock, pauseBar);
    m_transfers = makeList(*limits, clock);
    auto* layout = new QVBoxLayout(this);
    layoutPane(layout,
               paneHeader(tr("Uploads"),
                          tr("Files and folders on their way to this account, and back."), {},
                          this));
    layout->addWidget(m_message);
    layout->addWidget(pauseBar);
    layout->addWidget(m_drop, 1);
    layout->addWidget(m_transfers, 3);

    connect(m_drop, &DropArea::dropped, this, &UploadPane::dropped);
    connect(m_drop, &DropArea::filesRequested, this, &UploadPane::chooseFiles);
    connect(m_drop, &DropArea::folderRequested, this, &UploadPane::chooseFolder);
    connect(m_previews, &PreviewQueue::started, this, &UploadPane::started);
    connect(m_previews, &PreviewQueue::quietlyReading, this, &UploadPane::showQuietReading);
    connect(m_message, &MessageBar::actionTriggered, m_previews, &PreviewQueue::showPreview);
    connect(&m_account, &Account::changed, this, &UploadPane::updatePermission);
    connect(&m_queue, &TransferQueue::added, this, &UploadPane::show);
    connect(&m_queue, &TransferQueue::changed, this, &UploadPane::show);
    connect(&m_queue, &TransferQueue::removed, m_model, &TransferModel::remove);
    m_model->fill(
        {[this](int limit, qint64 position) { return m_queue.unfinished(limit, position); },
         [this] { return m_queue.unfinishedCount(); },
         [this](TransferId before, int limit) { return m_queue.history(before, limit); }});
    updatePermission();
    updateLayout();
    updateButtons();
}

QWidget* UploadPane::makeList(TransferLimits& limits, const Clock& clock)
{
    auto* page = new QWidget(this);
    m_list = listView(page);
    m_list->setObjectName("transferList"_L1);
    m_list->setAccessibleName(tr("Uploads"));
    m_list->setHeaderHidden(true);
    m_list->header()->setStretchLastSection(true);
    m_list->setUniformRowHeights(false);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TransferDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_list, 1);
    layout->addWidget(new TransferFoot(*m_model, limits, clock, page));
    layout->addWidget(makeButtons(page));

    connect(m_list, &QWidget::customContextMenuRequested, this, &UploadPane::showMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const Transfer* transfer = selected();
        m_controls->select(transfer ? std::optional(transfer->id) : std::nullopt);
    });
    connect(m_controls, &TransferControls::possibleChanged, this, &UploadPane::updateButtons);
    connect(m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) {
                // Of thousands that change only one is selected.
                const int row = m_list->currentIndex().row();
                if (first.row() <= row && row <= last.row())
                    updateButtons();
            });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &UploadPane::updateLayout);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &UploadPane::updateLayout);
    return page;
}

QWidget* UploadPane::makeButtons(QWidget* page)
{
    auto* row = new QWidget(page);
    const auto button = [row](const QString& text, QLatin1StringView name) {
        auto* made = new QPushButton(text, row);
        made->setObjectName(name);
        return made;
    };
    m_copy = button(tr("&Copy CID"), "copyTransferCidButton"_L1);
    m_pause = button(tr("Pa&use"), "pauseTransferButton"_L1);
    m_resume = button(tr("Res&ume"), "resumeTransferButton"_L1);
    m_retry = button(tr("&Retry"), "retryTransferButton"_L1);
    m_cancel = button(tr("Ca&ncel"), "cancelTransferButton"_L1);
    m_remove = button(tr("Re&move from list"), "removeTransferButton"_L1);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    for (QPushButton* made : {m_copy, m_pause, m_resume, m_retry})
        layout->addWidget(made);
    layout->addStretch();
    layout->addWidget(m_cancel);
    layout->addWidget(m_remove);

    using Act = TransferControls::Action;
    const auto does = [this](QPushButton* made, Act action) {
        connect(made, &QPushButton::clicked, m_controls,
                [this, action] { m_controls->perform(action); });
    };
    does(m_pause, Act::Pause);
    does(m_resume, Act::Resume);
    does(m_retry, Act::Retry);
    does(m_cancel, Act::Cancel);
    connect(m_copy, &QPushButton::clicked, this, &UploadPane::copyCid);
    connect(m_remove, &QPushButton::clicked, this, &UploadPane::remove);
    return row;
}

void UploadPane::show(TransferId id)
{
    if (const auto transfer = m_queue.find(id))
        m_model->put(*transfer);
}

void UploadPane::updateLayout()
{
    const bool hasRows = m_model->rowCount() > 0;
    if (std::exchange(m_hasRows, hasRows) == hasRows)
        return; // Thousands may come at once.
    m_drop->setCompact(hasRows);
    if (const QWidget* focused = window()->focusWidget();
        !hasRows && focused && m_transfers->isAncestorOf(focused))
        m_drop->focusFiles();
    m_transfers->setVisible(hasRows);
    updateButtons();
}

void UploadPane::showEvent(QShowEvent* event)
{
    Pane::showEvent(event);
    emit m_controls->possibleChanged(); // Out of sight nothing selected can be acted on.
}

void UploadPane::updatePermission()
{
    m_drop->setReason(permissionText(m_account.permission(Account::Action::Upload)));
}

void UploadPane::updateButtons()
{
    const Transfer* transfer = selected();
    using Act = TransferControls::Action;
    m_copy->setEnabled(transfer && !transfer->root.isEmpty());
    // One place, one of three verbs: what does not apply to this one would only be in the way.
    const bool hadFocus = m_resume->hasFocus() || m_retry->hasFocus() || m_pause->hasFocus();
    const bool mayResume = m_controls->isPossible(Act::Resume);
    m_resume->setVisible(mayResume);
    m_retry->setVisible(!mayResume && m_controls->isPossible(Act::Retry));
    m_pause->setVisible(!mayResume && !m_retry->isVisibleTo(this));
    m_pause->setEnabled(m_controls->isPossible(Act::Pause));
    for (QPushButton* shown : {m_resume, m_retry, m_pause}) {
        if (hadFocus && shown->isVisible())
            shown->setFocus();
    }
    m_cancel->setEnabled(m_controls->isPossible(Act::Cancel));
    m_remove->setEnabled(m_controls->isPossible(Act::Remove));
    emit possibleChanged();
}

const Transfer* UploadPane::selected() const
{
    const auto rows = m_list->selectionModel()->selectedRows();
    return rows.isEmpty()
        ? nullptr
        : m_model->find(rows.front().data(TransferModel::IdRole).value<TransferId>());
}

void UploadPane::chooseFiles()
{
    choose(false);
}

void UploadPane::chooseFolder()
{
    choose(true);
}

void UploadPane::choose(bool folder)
{
    auto* dialog = new QFileDialog(this, folder ? tr("Upload folder") : tr("Upload files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    dialog->setLabelText(QFileDialog::Accept, tr("&Upload"));
    connect(dialog, &QFileDialog::filesSelected, this, &UploadPane::upload);
    dialog->open();
}

void UploadPane::upload(const QStringList& paths)
{
    const auto permission = m_account.permission(Account::Action::Upload);
    if (permission != Account::Permission::Yes) {
        m_message->showMessage(Tone::Bad,
                               tr("Nothing was uploaded. %1").arg(permissionText(permission)));
        return;
    }
    if (paths.isEmpty()) {
        m_message->showMessage(Tone::Caution,
                               tr("There was no file or folder of this computer in that, and no "
                                  "CID or link. Drop files from the file manager, or choose them "
                                  "here."));
        return;
    }
    m_message->clear();
    const bool isCar = paths.size() == 1 && paths.front().endsWith(".car"_L1, Qt::CaseInsensitive);
    m_previews->take(isCar ? UploadRequest{.paths = {}, .carFile = paths.front()}
                           : UploadRequest{.paths = paths});
}

void UploadPane::started(TransferId id)
{
    m_list->setCurrentIndex(m_model->indexOf(id));
}

void UploadPane::showQuietReading(const QString& name)
{
    if (name.isEmpty())
        m_message->clear();
    else
        m_message->showMessage(Tone::Neutral,
                               tr("“%1” is being read. It starts by itself.").arg(nameText(name)),
                               tr("Sho&w plan"));
}

Pane::Actions UploadPane::possible() const
{
    Actions actions;
    actions.setFlag(Action::Copy, m_copy->isEnabled());
    actions.setFlag(Action::Remove, m_remove->isEnabled());
    return actions;
}

void UploadPane::perform(Action action)
{
    if (action == Action::Copy)
        copyCid();
    else if (action == Action::Remove)
        remove();
}

void UploadPane::reload()
{
    if (m_account.state() != Account::State::SignedIn)
        m_account.check();
}

QAbstractItemView* UploadPane::view() const
{
    return m_list;
}

void UploadPane::copyCid()
{
    if (const Transfer* transfer = selected())
        QGuiApplication::clipboard()->setText(transfer->root.text());
}

void UploadPane::remove()
{
    m_controls->perform(TransferControls::Action::Remove);
}

void UploadPane::showMenu(const QPoint& at)
{
    if (!selected())
        return;
    // By key the request comes from the middle of the list; the menu belongs to the row.
    const QRect row = m_list->visualRect(m_list->currentIndex());
    const QPoint inside = row.contains(at) ? at : row.center();
    emit menuRequested(m_list->viewport()->mapToGlobal(inside));
}

} // namespace cairn
