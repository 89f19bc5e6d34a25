// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/library/library.h"
#include "ui/common/rowtablemodel.h"

#include <QHash>

namespace cairn {

/// What an account stores, as rows in the order the service sorted them. Owned by the pane.
/// Sorting and further pages are asked of the library; a new name is only proposed.
class StoredModel final : public RowTableModel<Upload>
{
    Q_OBJECT

public:
    enum Column { Name, Cid, Size, Date, Pins, ColumnCount };
    enum Role { CidRole = Qt::UserRole };

    explicit StoredModel(Library& library, QObject* parent = nullptr);

    void setMayRename(bool may) { m_mayRename = may; }
    /// Whether further pages are asked for: a view without a size takes every row for a visible
    /// one.
    void setShown(bool shown) { m_isShown = shown; }
    /// Shown instead of the real one until the service answered; an empty name ends that.
    void setPendingName(const content::CidString& cid, const QString& name);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

signals:
    void renameProposed(const content::CidString& cid, const QString& name);

private:
    QStringView keyOf(const Upload& upload) const override { return upload.cid.text(); }
    QString nameOf(const Upload& upload) const;
    QString text(const Upload& upload, Column column) const;
    QString sentence(const Upload& upload) const;

    Library& m_library;
    QHash<content::CidString, QString> m_pendingNames;
    bool m_mayRename = false;
    bool m_isShown = false;
};

} // namespace cairn
