// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/list/transferdelegate.h"

#include "ui/common/label.h"
#include "ui/common/wrappedtext.h"
#include "ui/style/icon.h"
#include "ui/text/transfertext.h"
#include "ui/uploads/list/transfermodel.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 12;
constexpr int gap = 6;
constexpr int barHeight = 6;
constexpr int pictureSize = 24;
/// Of details that were measured; most rows share a few.
constexpr int maxHeights = 10'000;

/// The delegate paints the rows of this one model only.
const TransferModel& modelOf(const QModelIndex& index)
{
    return *static_cast<const TransferModel*>(index.model());
}

QFont nameFont(const QFont& base)
{
    QFont font = base;
    font.setWeight(QFont::DemiBold);
    return font;
}

bool showsBar(const Transfer& transfer)
{
    return transfer.totalBytes > 0 && !transfer::isOver(transfer.state);
}

/// The second line; one that failed before it was packed has nothing to say there. No words are
/// made for that: every row is asked whenever the list is laid out.
bool showsFigures(const Transfer& transfer)
{
    return !transfer.root.isEmpty() || transfer.state == transfer::State::Packing
        || transfer.totalBytes > 0;
}

bool showsDetail(const Transfer& transfer)
{
    return transfer.error || transfer.hasLeftOut() || !transfer.dropped.empty()
        || transfer.state == transfer::State::Suspended;
}

QRect textRect(const QRect& row)
{
    return row.adjusted(margin + pictureSize + margin, margin, -margin, -margin);
}

void paintBar(QPainter* painter, const QRect& rect, const Transfer& transfer,
              const QPalette& palette)
{
    const auto width = [&](qint64 bytes) {
        return qreal(rect.width()) * qBound(0.0, double(bytes) / double(transfer.totalBytes), 1.0);
    };
    const QColor accent = palette.color(QPalette::Highlight);
    const QColor base = palette.color(QPalette::Base);
    const qreal radius = barHeight / 2.0;
    QRectF part(rect);
    painter->setPen(Qt::NoPen);
    painter->setBrush(Theme::mix(palette.color(QPalette::Text), base, 0.12));
    painter->drawRoundedRect(part, radius, radius);
    part.setWidth(width(transfer.sentBytes));
    painter->setBrush(Theme::mix(accent, base, 0.45));
    painter->drawRoundedRect(part, radius, radius);
    part.setWidth(width(transfer.acknowledgedBytes));
    painter->setBrush(accent);
    painter->drawRoundedRect(part, radius, radius);
}

/// Picture, name and phase. A long phase leaves the name a third of the line.
void paintTitle(QPainter* painter, const QStyleOptionViewItem& option, const QRect& line,
                const TransferText& text)
{
    icon(text.phase.icon, text.phase.tone)
        .paint(painter, option.rect.left() + margin, line.center().y() - pictureSize / 2 + 1,
               pictureSize, pictureSize);
    const QFontMetrics metrics(option.font);
    const QString phase = metrics.elidedText(text.phase.text, Qt::ElideRight, line.width() * 2 / 3);
    painter->setPen(Theme::tone(text.phase.tone, option.palette));
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, phase);
    const QFont bold = nameFont(option.font);
    painter->setFont(bold);
    painter->setPen(option.palette.color(QPalette::Text));
    const QRect name = line.adjusted(0, 0, -metrics.horizontalAdvance(phase) - 2 * margin, 0);
    painter->drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(bold).elidedText(text.name, Qt::ElideMiddle, name.width()));
    painter->setFont(option.font);
}

void paintFigures(QPainter* painter, const QStyleOptionViewItem& option, const QRect& line,
                  const TransferText& text)
{
    painter->setPen(option.palette.color(QPalette::PlaceholderText));
    const QFont fixed = fixedFont(option.font);
    const int cidWidth = QFontMetrics(fixed).horizontalAdvance(text.cid) + margin;
    // Where there is no room for both, the CID gives way: Copy CID has all of it.
    if (option.fontMetrics.horizontalAdvance(text.figures) + cidWidth <= line.width()) {
        painter->setFont(fixed);
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, text.cid);
        painter->setFont(option.font);
    }
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(text.figures, Qt::ElideRight, line.width()));
}

} // namespace

void TransferDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const Transfer& transfer = modelOf(index).at(index.row());
    const TransferText text = transferText(transfer, modelOf(index).paceOf(transfer));
    const QPalette& palette = option.palette;
    const QFontMetrics metrics(option.font);

    QStyleOptionViewItem panel = option;
    panel.index = index;
    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &panel, painter,
                                         option.widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QRect line = textRect(option.rect);
    line.setHeight(metrics.height());
    paintTitle(painter, option, line, text);
    if (showsBar(transfer)) {
        line.moveTop(line.bottom() + gap + 2);
        paintBar(painter, QRect(line.topLeft(), QSize(line.width(), barHeight)), transfer, palette);
        line.moveTop(line.top() + barHeight + gap);
    } else if (showsFigures(transfer)) {
        line.moveTop(line.bottom() + gap);
    }
    if (showsFigures(transfer))
        paintFigures(painter, option, line, text);
    if (!text.detail.isEmpty()) {
        painter->setPen(palette.color(QPalette::Text));
        line.moveTop(line.bottom() + gap);
        line.setHeight(wrappedSize(option.font, text.detail, line.width()).height());
        drawWrapped(*painter, line, text.detail, Qt::AlignLeft, option.direction);
    }
    painter->restore();
}

int TransferDelegate::detailHeight(const TransferText& text, const QFont& font, int width) const
{
    if (font != m_heightsFont || width != m_heightsWidth || m_heights.size() > maxHeights) {
        m_heights.clear();
        m_heightsFont = font;
        m_heightsWidth = width;
    }
    int& height = m_heights[text.detail];
    if (height == 0)
        height = wrappedSize(font, text.detail, width).height();
    return height;
}

QSize TransferDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Transfer& transfer = modelOf(index).at(index.row());
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view ? view->viewport()->width() : option.rect.width();
    const int lineHeight = option.fontMetrics.height();
    int height = 2 * margin + lineHeight;
    if (showsFigures(transfer))
        height += gap + lineHeight;
    if (showsBar(transfer))
        height += barHeight + gap + 2;
    if (showsDetail(transfer)) {
        height += gap
            + detailHeight(transferText(transfer, {}), option.font,
                           textRect(QRect(0, 0, width, 0)).width());
    }
    return {width, height};
}

} // namespace cairn
