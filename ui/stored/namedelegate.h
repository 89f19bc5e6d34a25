// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QLineEdit>
#include <QStyledItemDelegate>

namespace cairn {

/// Edits a name as it is, whatever the list shows of it: what nobody has typed in stays as it is,
/// to the last blank. A reload while somebody types does not take the typing away.
class NameDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        const auto* edit = qobject_cast<const QLineEdit*>(editor);
        if (!edit || !edit->isModified())
            QStyledItemDelegate::setEditorData(editor, index);
    }

    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override
    {
        const auto* edit = qobject_cast<const QLineEdit*>(editor);
        if (!edit || edit->isModified())
            QStyledItemDelegate::setModelData(editor, model, index);
    }
};

} // namespace cairn
