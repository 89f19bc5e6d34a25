// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "ui/common/rowdiff.h"

#include <QAbstractTableModel>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace cairn {

/// A table of values that have keys. It is given all its rows anew and tells views only what is
/// different, so that a selection, an editor and the place in a long list stay. Whoever is told may
/// ask the model whatever it likes, and may even give it other rows: these come when the present
/// ones are in place. `Row` compares with ==.
template<typename Row> class RowTableModel : public QAbstractTableModel
{
public:
    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }

protected:
    using QAbstractTableModel::QAbstractTableModel;

    const std::vector<Row>& rows() const { return m_rows; }
    /// By what a row is known again when it has changed.
    virtual QStringView keyOf(const Row& row) const = 0;

    void setRows(std::vector<Row> rows)
    {
        m_next = std::move(rows);
        if (m_isChanging)
            return;
        m_isChanging = true;
        while (m_next)
            change(*std::exchange(m_next, std::nullopt));
        m_isChanging = false;
    }

private:
    void change(std::vector<Row> fresh)
    {
        const std::vector<int> origins = rowOrigins(keys(m_rows), keys(fresh));
        for (const RowStep& step : rowSteps(origins, int(m_rows.size())))
            take(step, fresh);
        const auto isOther = [&](int row) {
            return origins[size_t(row)] >= 0 && !(m_rows[size_t(row)] == fresh[size_t(row)]);
        };
        for (int row = 0; row < int(fresh.size()); ++row) {
            const int first = row;
            for (; row < int(fresh.size()) && isOther(row); ++row)
                m_rows[size_t(row)] = std::move(fresh[size_t(row)]);
            if (row > first)
                emit dataChanged(index(first, 0), index(row - 1, columnCount() - 1));
        }
    }

    std::vector<QStringView> keys(const std::vector<Row>& rows) const
    {
        std::vector<QStringView> keys;
        keys.reserve(rows.size());
        for (const Row& row : rows)
            keys.push_back(keyOf(row));
        return keys;
    }

    void take(const RowStep& step, std::vector<Row>& fresh)
    {
        const int last = step.first + step.count - 1;
        const auto first = m_rows.begin() + step.first;
        switch (step.kind) {
        case RowStep::Kind::Remove:
            beginRemoveRows({}, step.first, last);
            m_rows.erase(first, first + step.count);
            return endRemoveRows();
        case RowStep::Kind::Move:
            beginMoveRows({}, step.first, last, {}, step.to);
            std::rotate(m_rows.begin() + step.to, first, first + step.count);
            return endMoveRows();
        case RowStep::Kind::Reorder:
            return reorder(step.order);
        case RowStep::Kind::Insert: {
            const auto from = fresh.begin() + step.first;
            beginInsertRows({}, step.first, last);
            m_rows.insert(first, std::move_iterator(from), std::move_iterator(from + step.count));
            return endInsertRows();
        }
        }
    }

    void reorder(const std::vector<int>& order)
    {
        emit layoutAboutToBeChanged();
        std::vector<Row> rows;
        rows.reserve(order.size());
        std::vector<int> newRow(order.size());
        for (const int row : order) {
            newRow[size_t(row)] = int(rows.size());
            rows.push_back(std::move(m_rows[size_t(row)]));
        }
        m_rows = std::move(rows);
        const QModelIndexList before = persistentIndexList();
        QModelIndexList after;
        for (const QModelIndex& cell : before)
            after.append(index(newRow[size_t(cell.row())], cell.column()));
        changePersistentIndexList(before, after);
        emit layoutChanged();
    }

    std::vector<Row> m_rows;
    std::optional<std::vector<Row>> m_next; ///< Given while others were being put in place.
    bool m_isChanging = false;
};

} // namespace cairn
