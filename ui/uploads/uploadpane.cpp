// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/uploadpane.h"

#include "ui/common/label.h"
#include "ui/common/messagebar.h"
#include "ui/common/paneheader.h"
#include "ui/text/accounttext.h"
#include "ui/text/errortext.h"
#include "ui/uploads/droparea.h"
#include "ui/uploads/transferdelegate.h"
#include "ui/uploads/transfermodel.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFocusEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

/// Whoever comes to the list by key finds a row selected, as in listView().
class TransferList final : public QListView
{
public:
    using QListView::QListView;

protected:
    void focusInEvent(QFocusEvent* event) override
    {
        QListView::focusInEvent(event);
        if (event->reason() == Qt::MouseFocusReason || !model() || model()->rowCount() == 0
            || selectionModel()->hasSelection())
            return;
        setCurrentIndex(currentIndex().isValid() ? currentIndex() : model()->index(0, 0));
    }
};

} // namespace

UploadPane::UploadPane(Account& account, TransferQueue& queue, QWidget* parent)
    : Pane(parent)
    , m_account(account)
    , m_queue(queue)
    , m_model(new TransferModel(this))
    , m_message(new MessageBar(this))
    , m_drop(new DropArea(this))
{
    setObjectName("uploadPane"_L1);
    m_transfers = makeList();
    auto* layout = new QVBoxLayout(this);
    layoutPane(layout,
               paneHeader(tr("Uploads"), tr("Files and folders on their way to this account."), {},
                          this));
    layout->addWidget(m_message);
    layout->addWidget(m_drop, 1);
    layout->addWidget(m_transfers, 3);

    connect(m_drop, &DropArea::dropped, this, &UploadPane::upload);
    connect(m_drop, &DropArea::filesRequested, this, &UploadPane::chooseFiles);
    connect(m_drop, &DropArea::folderRequested, this, &UploadPane::chooseFolder);
    connect(&m_account, &Account::changed, this, &UploadPane::updatePermission);
    connect(&m_queue, &TransferQueue::added, this, &UploadPane::show);
    connect(&m_queue, &TransferQueue::changed, this, &UploadPane::show);
    connect(&m_queue, &TransferQueue::removed, m_model, &TransferModel::remove);
    for (const Transfer& transfer : m_queue.all())
        m_model->put(transfer);
    updatePermission();
    updateLayout();
    updateButtons();
}

QWidget* UploadPane::makeList()
{
    auto* page = new QWidget(this);
    m_list = new TransferList(page);
    m_list->setObjectName("transferList"_L1);
    m_list->setAccessibleName(tr("Uploads"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TransferDelegate(m_list));
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);

    const auto button = [page](const QString& text, QLatin1StringView name) {
        auto* made = new QPushButton(text, page);
        made->setObjectName(name);
        return made;
    };
    m_copy = button(tr("&Copy CID"), "copyTransferCidButton"_L1);
    m_cancel = button(tr("Ca&ncel upload"), "cancelTransferButton"_L1);
    m_retry = button(tr("&Retry"), "retryTransferButton"_L1);
    m_remove = button(tr("Re&move from list"), "removeTransferButton"_L1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addWidget(m_retry);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_remove);

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);

    connect(m_copy, &QPushButton::clicked, this, &UploadPane::copyCid);
    connect(m_cancel, &QPushButton::clicked, this, &UploadPane::cancel);
    connect(m_retry, &QPushButton::clicked, this, &UploadPane::retry);
    connect(m_remove, &QPushButton::clicked, this, &UploadPane::remove);
    connect(m_list, &QListView::customContextMenuRequested, this, &UploadPane::showMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &UploadPane::updateButtons);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &UploadPane::updateButtons);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &UploadPane::updateLayout);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &UploadPane::updateLayout);
    return page;
}

void UploadPane::show(TransferId id)
{
    if (const auto transfer = m_queue.find(id))
        m_model->put(*transfer);
}

void UploadPane::updateLayout()
{
    const bool hasRows = m_model->rowCount() > 0;
    m_drop->setCompact(hasRows);
    if (const QWidget* focused = window()->focusWidget();
        !hasRows && focused && m_transfers->isAncestorOf(focused))
        m_drop->focusFiles();
    m_transfers->setVisible(hasRows);
    updateButtons();
}

void UploadPane::updatePermission()
{
    m_drop->setReason(permissionText(m_account.permission(Account::Action::Upload)));
}

void UploadPane::updateButtons()
{
    const Transfer* transfer = selected();
    const bool over = transfer && transfer::isOver(transfer->state);
    m_copy->setEnabled(transfer && !transfer->root.isEmpty());
    m_cancel->setEnabled(transfer && !over);
    m_retry->setEnabled(transfer
                        && transfer::next(transfer->state, transfer::Event::Retry));
    m_remove->setEnabled(over);
    emit possibleChanged();
}

const Transfer* UploadPane::selected() const
{
    const auto rows = m_list->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr
                          : m_model->find(rows.front().data(TransferModel::IdRole)
                                              .value<TransferId>());
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
        m_message->showMessage(Tone::Bad, tr("Nothing was uploaded. %1")
                                              .arg(permissionText(permission)));
        return;
    }
    if (paths.isEmpty()) {
        m_message->showMessage(Tone::Caution,
                               tr("There was no file or folder of this computer in that. Drop "
                                  "files from the file manager, or choose them here."));
        return;
    }
    const auto added = m_queue.add({.paths = paths, .name = {}, .profile = {}});
    if (!added) {
        m_message->showMessage(Tone::Bad, errorText(added.error()));
        return;
    }
    m_message->clear();
    m_list->setCurrentIndex(m_model->index(0));
}

Pane::Deeds UploadPane::possible() const
{
    Deeds deeds;
    deeds.setFlag(Deed::Copy, m_copy->isEnabled());
    deeds.setFlag(Deed::Remove, m_remove->isEnabled());
    return deeds;
}

void UploadPane::perform(Deed deed)
{
    if (deed == Deed::Copy)
        copyCid();
    else if (deed == Deed::Remove)
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
        QGuiApplication::clipboard()->setText(transfer->root);
}

void UploadPane::cancel()
{
    if (const Transfer* transfer = selected())
        m_queue.cancel(transfer->id);
}

void UploadPane::retry()
{
    if (const Transfer* transfer = selected())
        m_queue.retry(transfer->id);
}

void UploadPane::remove()
{
    const Transfer* transfer = selected();
    if (transfer && transfer::isOver(transfer->state))
        m_queue.remove(transfer->id);
}

void UploadPane::showMenu(const QPoint& at)
{
    if (!selected())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QPushButton* button : {m_copy, m_retry, m_cancel, m_remove})
        menu->addAction(button->text(), button, &QPushButton::click)
            ->setEnabled(button->isEnabled());
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

} // namespace cairn
