// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QFont>
#include <QHash>
#include <QStyledItemDelegate>

namespace cairn {

struct TransferText;

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

private:
    int detailHeight(const TransferText& text, const QFont& font, int width) const;

    mutable QHash<QString, int> m_heights; ///< Of wrapped details, at one width and font.
    mutable QFont m_heightsFont;
    mutable int m_heightsWidth = 0;
};

} // namespace cairn
