// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/stored/storedfilter.h"

#include "ui/stored/storedmodel.h"

namespace cairn {

void StoredFilter::setSearch(const QString& text)
{
    m_text = text.trimmed();
    const auto cid = content::cidFromReference(m_text);
    m_cid = cid ? cid->toV1() : content::Cid();
    invalidateFilter();
}

void StoredFilter::sort(int column, Qt::SortOrder order)
{
    sourceModel()->sort(column, order);
}

bool StoredFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_text.isEmpty())
        return true;
    const QModelIndex index = sourceModel()->index(row, StoredModel::Name, parent);
    const QString cid = index.data(StoredModel::CidRole).toString();
    if (!m_cid.isNull()) {
        const auto stored = content::Cid::parse(cid);
        if (stored && stored->toV1() == m_cid)
            return true;
    }
    return cid.contains(m_text, Qt::CaseInsensitive)
        || index.data(Qt::EditRole).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace cairn
