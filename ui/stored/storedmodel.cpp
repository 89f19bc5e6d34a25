// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/stored/storedmodel.h"

#include "ui/style/icon.h"
#include "ui/common/label.h"
#include "ui/text/formatting.h"
#include "ui/text/pintext.h"

#include <QFont>
#include <QGuiApplication>
#include <QSet>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

StoredModel::StoredModel(Library& library, QObject* parent)
    : QAbstractTableModel(parent)
    , m_library(library)
{
    connect(&m_library, &Library::changed, this, &StoredModel::update);
    update();
}

/// Brings the rows to what the library has with removes, moves, changes and inserts, so that a
/// selection and the place in a long list survive a reload.
void StoredModel::update()
{
    const std::vector<Upload>& fresh = m_library.uploads();
    QSet<content::CidString> wanted;
    for (const Upload& upload : fresh)
        wanted.insert(upload.cid);
    for (int row = int(m_uploads.size()) - 1; row >= 0; --row) {
        if (wanted.contains(m_uploads[size_t(row)].cid))
            continue;
        beginRemoveRows({}, row, row);
        m_uploads.erase(m_uploads.begin() + row);
        endRemoveRows();
    }
    for (size_t at = 0; at < fresh.size(); ++at) {
        const int row = int(at);
        const int found = rowOf(fresh[at].cid, at);
        if (found < 0) {
            beginInsertRows({}, row, row);
            m_uploads.insert(m_uploads.begin() + row, fresh[at]);
            endInsertRows();
            continue;
        }
        if (found > row) {
            beginMoveRows({}, found, found, {}, row);
            std::rotate(m_uploads.begin() + row, m_uploads.begin() + found,
                        m_uploads.begin() + found + 1);
            endMoveRows();
        }
        if (m_uploads[at] != fresh[at]) {
            m_uploads[at] = fresh[at];
            emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
}

void StoredModel::setPendingName(const content::CidString& cid, const QString& name)
{
    if (name.isEmpty())
        m_pendingNames.remove(cid);
    else
        m_pendingNames.insert(cid, name);
    if (const int row = rowOf(cid); row >= 0)
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int StoredModel::rowOf(const content::CidString& cid, size_t from) const
{
    const auto begin = m_uploads.begin() + std::min(std::ptrdiff_t(from), std::ssize(m_uploads));
    const auto found = std::find_if(begin, m_uploads.end(),
                                    [&](const Upload& upload) { return upload.cid == cid; });
    return found == m_uploads.end() ? -1 : int(found - m_uploads.begin());
}

int StoredModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_uploads.size());
}

int StoredModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant StoredModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Upload& upload = m_uploads[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(upload, column);
    case Qt::EditRole:
        return column == Name ? nameOf(upload) : text(upload, column);
    case Qt::ToolTipRole:
        if (column == Date && upload.created)
            return formatDateTime(*upload.created);
        return column == Name || column == Cid ? text(upload, column) : QVariant();
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
    const Upload& upload = m_uploads[size_t(index.row())];
    if (name.isEmpty() || name == nameOf(upload))
        return false;
    emit renameProposed(upload.cid, name);
    return true;
}

Qt::ItemFlags StoredModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
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
        return name.isEmpty() ? tr("(no name)") : name;
    }
    case Cid:
        return upload.cid.text();
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
    return !parent.isValid() && m_library.canFetchMore();
}

void StoredModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        m_library.fetchMore();
}

} // namespace cairn
