// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <QSortFilterProxyModel>

namespace cairn {

/// The rows that match a search by name or CID. A CID matches in any spelling: version 0 or 1,
/// any base, in a link. The order is the service's; sorting is passed on to the model below.
class StoredFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setSearch(const QString& text);
    bool isSearching() const { return !m_text.isEmpty(); }

    void sort(int column, Qt::SortOrder order) override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_text;
    content::Cid m_cid; ///< Null unless the text is one.
};

} // namespace cairn
