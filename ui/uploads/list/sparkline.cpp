// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/list/sparkline.h"

#include "ui/style/theme.h"
#include "ui/text/formatting.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

Sparkline::Sparkline(QWidget* parent)
    : QWidget(parent)
{
    setObjectName("throughputCurve"_L1);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Sparkline::sizeHint() const
{
    const int line = fontMetrics().height();
    return {line * 8, line * 2};
}

void Sparkline::show(std::span<const qint64> bytesPerSecond)
{
    m_samples.assign(bytesPerSecond.begin(), bytesPerSecond.end());
    const QString text = m_samples.empty()
        ? QString()
        //: The curve of the last minute.
        : tr("At most %1 in the last minute").arg(formatRate(std::ranges::max(m_samples)));
    setAccessibleName(text);
    setToolTip(text);
    update();
}

void Sparkline::paintEvent(QPaintEvent*)
{
    const QColor accent = Theme::tone(Tone::Accent, palette());
    const QColor base = palette().color(QPalette::Base);
    const QRectF area = QRectF(rect()).adjusted(1, 2, -1, -1.5);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::hairline(palette()));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    const qint64 maximum = m_samples.size() < 2 ? 0 : std::ranges::max(m_samples);
    if (maximum == 0)
        return;
    QPolygonF curve;
    for (size_t at = 0; at < m_samples.size(); ++at) {
        curve << QPointF(area.left() + area.width() * double(at) / double(m_samples.size() - 1),
                         area.bottom() - area.height() * double(m_samples[at]) / double(maximum));
    }
    QPainterPath filled(area.bottomLeft());
    for (const QPointF& point : curve)
        filled.lineTo(point);
    filled.lineTo(area.bottomRight());
    painter.fillPath(filled, Theme::mix(accent, base, 0.18));
    painter.setPen(QPen(accent, 1.4));
    painter.drawPolyline(curve);
}

} // namespace cairn
