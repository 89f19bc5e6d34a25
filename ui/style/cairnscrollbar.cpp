// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/style/cairnscrollbar.h"

#include "ui/style/theme.h"

#include <QPainter>
#include <QStyleOptionSlider>

#include <algorithm>

namespace cairn {

namespace {

constexpr qint64 shortest = 28;
constexpr qreal inset = 3;

/// From left to right, or from top to bottom.
QRect handle(const QStyleOptionSlider& bar)
{
    const bool lies = bar.orientation == Qt::Horizontal;
    const qint64 room = lies ? bar.rect.width() : bar.rect.height();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    const qint64 fair = range <= 0 ? room : room * bar.pageStep / (range + bar.pageStep);
    const int length = int(std::min(room, std::max(shortest, fair)));
    const int at = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                   int(room) - length, bar.upsideDown);
    const QRect there
        = lies ? QRect(at, 0, length, bar.rect.height()) : QRect(0, at, bar.rect.width(), length);
    return there.translated(bar.rect.topLeft());
}

} // namespace

QRect scrollBarPart(const QStyleOptionSlider& bar, QStyle::SubControl part)
{
    const QRect middle = handle(bar);
    const bool lies = bar.orientation == Qt::Horizontal;
    QRect rect = bar.rect;
    switch (part) {
    case QStyle::SC_ScrollBarGroove:
        break;
    case QStyle::SC_ScrollBarSlider:
        rect = middle;
        break;
    case QStyle::SC_ScrollBarSubPage:
        lies ? rect.setRight(middle.left() - 1) : rect.setBottom(middle.top() - 1);
        break;
    case QStyle::SC_ScrollBarAddPage:
        lies ? rect.setLeft(middle.right() + 1) : rect.setTop(middle.bottom() + 1);
        break;
    default:
        return {};
    }
    return QStyle::visualRect(bar.direction, bar.rect, rect);
}

void drawScrollBar(const QStyleOptionSlider& bar, QPainter* painter)
{
    if (bar.maximum <= bar.minimum)
        return;
    const bool isHeld
        = bar.activeSubControls & QStyle::SC_ScrollBarSlider && bar.state & QStyle::State_Sunken;
    const qreal part = isHeld ? 0.7 : bar.state & QStyle::State_MouseOver ? 0.55 : 0.4;
    const QRectF shown = QRectF(scrollBarPart(bar, QStyle::SC_ScrollBarSlider))
                             .adjusted(inset, inset, -inset, -inset);
    const qreal radius = std::min(shown.width(), shown.height()) / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(
        Theme::mix(bar.palette.color(QPalette::Text), bar.palette.color(QPalette::Base), part));
    painter->drawRoundedRect(shown, radius, radius);
    painter->restore();
}

} // namespace cairn
