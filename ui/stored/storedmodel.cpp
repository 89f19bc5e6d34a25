// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/stored/storedmodel.h"

#include "ui/common/label.h"
#include "ui/style/icon.h"
#include "ui/text/displaytext.h"
#include "ui/text/formatting.h"
#include "ui/text/pintext.h"

#include <QFont>
#include <QGuiApplication>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

StoredModel::StoredModel(Library& library, QObject* parent)
    : RowTableModel(parent)
    , m_library(library)
{
    connect(&m_library, &Library::changed, this, [this] { setRows(m_library.uploads()); });
    setRows(m_library.uploads());
}

void StoredModel::setPendingName(const content::CidString& cid, const QString& name)
{
    if (name.isEmpty())
        m_pendingNames.remove(cid);
    else
        m_pendingNames.insert(cid, name);
    const auto found = std::ranges::find(rows(), cid, &Upload::cid);
    if (found == rows().end())
        return;
    const int row = int(found - rows().begin());
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int StoredModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant StoredModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Upload& upload = rows()[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(upload, column);
    case Qt::EditRole:
        // What is edited and searched: as it is.
        return column == Name ? nameOf(upload) : text(upload, column);
    case Qt::ToolTipRole:
        if (column == Date && upload.created)
            return formatDateTime(*upload.created);
        if (column == Name && !nameOf(upload).isEmpty())
            return toolTipText(nameOf(upload));
        return column == Cid ? toolTipText(upload.cid.text()) : QVariant();
    case Qt::AccessibleTextRole:
        return column == Name ? sentence(upload) : text(upload, column);
    case Qt::FontRole:
        return column == Cid ? fixedFont(QGuiApplication::font()) : QVariant();
    case Qt::DecorationRole: {
        if (column != Pins)
            return {};
        const StatusText status = pinsText(upload.pins);
        return icon(status.icon, status.tone);
    }
    case Qt::TextAlignmentRole:
        return int((column == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case CidRole:
        return upload.cid.text();
    default:
        return {};
    }
}

bool StoredModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    const QString name = value.toString().trimmed();
    const Upload& upload = rows()[size_t(index.row())];
    if (name.isEmpty() || name == nameOf(upload))
        return false;
    emit renameProposed(upload.cid, name);
    return true;
}

Qt::ItemFlags StoredModel::flags(const QModelIndex& index) const
{
    const auto flags = RowTableModel::flags(index);
    return index.isValid() && index.column() == Name && m_mayRename ? flags | Qt::ItemIsEditable
                                                                    : flags;
}

QString StoredModel::nameOf(const Upload& upload) const
{
    return m_pendingNames.value(upload.cid, upload.name);
}

QString StoredModel::text(const Upload& upload, Column column) const
{
    switch (column) {
    case Name: {
        const QString name = nameOf(upload);
        // It stands as done only once the service said so.
        if (m_pendingNames.contains(upload.cid))
            return tr("%1 (not saved yet)").arg(nameText(name));
        return name.isEmpty() ? tr("(no name)") : nameText(name);
    }
    case Cid:
        return nameText(upload.cid.text());
    case Size:
        return upload.dagSize ? formatBytes(*upload.dagSize) : tr("Not known");
    case Date:
        return upload.created ? formatDate(*upload.created) : tr("Not known");
    case Pins:
        return pinsText(upload.pins).text;
    case ColumnCount:
        break;
    }
    return {};
}

QString StoredModel::sentence(const Upload& upload) const
{
    //: Read aloud for a row: name, size, pin status, date.
    return tr("%1, size: %2, pin status: %3, uploaded: %4")
        .arg(text(upload, Name), text(upload, Size), text(upload, Pins), text(upload, Date));
}

QVariant StoredModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Size)
        return tr("What the root of each item says of all that is below it");
    if (role == Qt::ToolTipRole)
        return section == Name || section == Date ? tr("Sort by this column; the service sorts")
                                                  : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Name:
        return tr("Name");
    case Cid:
        return tr("CID");
    case Size:
        return tr("Size");
    case Date:
        return tr("Uploaded");
    case Pins:
        return tr("Pin status");
    case ColumnCount:
        break;
    }
    return {};
}

void StoredModel::sort(int column, Qt::SortOrder order)
{
    if (column != Name && column != Date)
        return; // The API knows no other order, and sorting the loaded rows alone would mislead.
    m_library.sort(column == Name ? SortBy::Name : SortBy::Date,
                   order == Qt::AscendingOrder ? SortOrder::Ascending : SortOrder::Descending);
}

bool StoredModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_isShown && m_library.canFetchMore();
}

void StoredModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        m_library.fetchMore();
}

} // namespace cairn
