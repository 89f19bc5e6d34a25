// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/transfer.h"

#include <QAbstractListModel>
#include <QTimer>

#include <set>
#include <vector>

namespace cairn {

/// The uploads of one account as rows, the newest first. Owned by the pane. Progress is shown ten
/// times a second at most; a change of state is shown at once.
class TransferModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole, TransferRole };

    explicit TransferModel(QObject* parent = nullptr);

    /// Adds it, or shows how it stands now.
    void put(const Transfer& transfer);
    void remove(TransferId id);
    const Transfer* find(TransferId id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    int rowOf(TransferId id) const;
    void showProgress();

    std::vector<Transfer> m_transfers;
    std::set<TransferId> m_dirty;
    QTimer m_timer;
};

} // namespace cairn
