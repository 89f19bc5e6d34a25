// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/wrappedtext.h"

#include <QPainter>
#include <QTextLayout>

#include <cmath>

namespace cairn {

QTextOption wrappedOption(Qt::Alignment alignment, Qt::LayoutDirection direction)
{
    QTextOption option(alignment);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(direction);
    return option;
}

QSize wrappedSize(const QFont& font, const QString& text, int width)
{
    QString lines = text;
    QTextLayout layout(lines.replace(u'\n', QChar::LineSeparator), font);
    layout.setTextOption(wrappedOption(Qt::AlignLeft, Qt::LeftToRight));
    const qreal leading = QFontMetricsF(font).leading();
    qreal height = 0;
    qreal widest = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        height += line.height() + (height > 0 ? std::max(leading, 0.0) : 0);
        widest = std::max(widest, line.naturalTextWidth());
    }
    layout.endLayout();
    return {int(std::ceil(widest)), int(std::ceil(height))};
}

void drawWrapped(QPainter& painter, const QRect& rect, const QString& text, Qt::Alignment alignment,
                 Qt::LayoutDirection direction)
{
    painter.drawText(QRectF(rect), text, wrappedOption(alignment, direction));
}

} // namespace cairn
