// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/transferdelegate.h"

#include "ui/common/icon.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"
#include "ui/text/transfertext.h"
#include "ui/uploads/transfermodel.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 12;
constexpr int gap = 6;
constexpr int barHeight = 6;
constexpr int pictureSize = 24;

Transfer transferAt(const QModelIndex& index)
{
    return index.data(TransferModel::TransferRole).value<Transfer>();
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

/// The second line; one that failed before it was packed has nothing to say there.
bool showsFigures(const Transfer& transfer)
{
    return !transfer.root.isEmpty() || !progressText(transfer).isEmpty();
}

QString problem(const Transfer& transfer)
{
    if (transfer.error)
        return errorText(*transfer.error);
    return {};
}

QRect textRect(const QRect& row)
{
    return row.adjusted(margin + pictureSize + margin, margin, -margin, -margin);
}

QRect problemRect(const QFontMetrics& metrics, const QString& text, int width)
{
    return metrics.boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap, text);
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

} // namespace

void TransferDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const Transfer transfer = transferAt(index);
    const StatusText phase = phaseText(transfer);
    const QPalette& palette = option.palette;
    const QFontMetrics metrics(option.font);
    const QColor muted = palette.color(QPalette::PlaceholderText);

    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter,
                                         option.widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QRect line = textRect(option.rect);
    line.setHeight(metrics.height());
    icon(phase.icon, phase.tone)
        .paint(painter, option.rect.left() + margin, line.top(), pictureSize, pictureSize);

    const int phaseWidth = metrics.horizontalAdvance(phase.text);
    painter->setPen(Theme::tone(phase.tone, palette));
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, phase.text);
    const QFont bold = nameFont(option.font);
    painter->setFont(bold);
    painter->setPen(palette.color(QPalette::Text));
    const QRect nameRect = line.adjusted(0, 0, -phaseWidth - 2 * margin, 0);
    painter->drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(bold).elidedText(transfer.name, Qt::ElideMiddle,
                                                    nameRect.width()));
    painter->setFont(option.font);

    if (showsBar(transfer)) {
        line.moveTop(line.bottom() + gap + 2);
        paintBar(painter, QRect(line.topLeft(), QSize(line.width(), barHeight)), transfer, palette);
        line.moveTop(line.top() + barHeight + gap);
    } else if (showsFigures(transfer)) {
        line.moveTop(line.bottom() + gap);
    }

    painter->setPen(muted);
    if (showsFigures(transfer))
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, progressText(transfer));
    if (!transfer.root.isEmpty()) {
        QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        fixed.setPointSizeF(option.font.pointSizeF());
        painter->setFont(fixed);
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, shortCid(transfer.root));
        painter->setFont(option.font);
    }
    if (const QString text = problem(transfer); !text.isEmpty()) {
        painter->setPen(palette.color(QPalette::Text));
        line.moveTop(line.bottom() + gap);
        line.setHeight(problemRect(metrics, text, line.width()).height());
        painter->drawText(line, Qt::TextWordWrap, text);
    }
    painter->restore();
}

QSize TransferDelegate::sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const
{
    const Transfer transfer = transferAt(index);
    const QFontMetrics metrics(option.font);
    const int width = option.widget ? option.widget->contentsRect().width() : option.rect.width();
    int height = 2 * margin + metrics.height();
    if (showsFigures(transfer))
        height += gap + metrics.height();
    if (showsBar(transfer))
        height += barHeight + gap + 2;
    if (const QString text = problem(transfer); !text.isEmpty())
        height += gap
            + problemRect(metrics, text, textRect(QRect(0, 0, width, 0)).width()).height();
    return {width, height};
}

} // namespace cairn
