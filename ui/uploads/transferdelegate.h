// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/transfer.h"

#include <QStyledItemDelegate>

namespace cairn {

/// Paints one upload: name and phase, a bar, the numbers and the CID, and why it failed. What it
/// paints is also the row's accessible text. The bar is solid as far as the service confirmed and
/// lighter as far as bytes were sent.
class TransferDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace cairn
