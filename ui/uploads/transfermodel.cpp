// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/transfermodel.h"

#include "ui/text/errortext.h"
#include "ui/text/transfertext.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

TransferModel::TransferModel(QObject* parent)
    : QAbstractListModel(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(std::chrono::milliseconds(100));
    connect(&m_timer, &QTimer::timeout, this, &TransferModel::showProgress);
}

void TransferModel::put(const Transfer& transfer)
{
    const int row = rowOf(transfer.id);
    if (row < 0) {
        beginInsertRows({}, 0, 0);
        m_transfers.insert(m_transfers.begin(), transfer);
        endInsertRows();
        return;
    }
    const bool sameState = m_transfers[size_t(row)].state == transfer.state;
    m_transfers[size_t(row)] = transfer;
    m_dirty.insert(transfer.id);
    if (!sameState)
        showProgress();
    else if (!m_timer.isActive())
        m_timer.start();
}

void TransferModel::remove(TransferId id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_transfers.erase(m_transfers.begin() + row);
    m_dirty.erase(id);
    endRemoveRows();
}

void TransferModel::showProgress()
{
    for (const TransferId id : std::exchange(m_dirty, {})) {
        const QModelIndex changed = index(rowOf(id));
        emit dataChanged(changed, changed);
    }
}

int TransferModel::rowOf(TransferId id) const
{
    const auto found = std::ranges::find(m_transfers, id, &Transfer::id);
    return found == m_transfers.end() ? -1 : int(found - m_transfers.begin());
}

const Transfer* TransferModel::find(TransferId id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_transfers[size_t(row)];
}

int TransferModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_transfers.size());
}

QVariant TransferModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Transfer& transfer = m_transfers[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return transfer.name;
    case Qt::AccessibleTextRole:
        return transferSentence(transfer);
    case Qt::ToolTipRole:
        return transfer.download ? transfer.download->target
                                 : transfer.request.paths.join(u'\n');
    case IdRole:
        return QVariant::fromValue(transfer.id);
    case TransferRole:
        return QVariant::fromValue(transfer);
    default:
        return {};
    }
}

} // namespace cairn
