// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/label.h"

#include <QFontDatabase>
#include <QLabel>

namespace cairn {

namespace {

QLabel* made(QWidget* parent, double scale, QFont::Weight weight)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setWeight(weight);
    label->setFont(font);
    return label;
}

} // namespace

QFont fixedFont(const QFont& beside)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (beside.pointSizeF() > 0)
        font.setPointSizeF(beside.pointSizeF());
    else
        font.setPixelSize(beside.pixelSize());
    return font;
}

QLabel* headingLabel(const QString& text, QWidget* parent)
{
    auto* label = made(parent, 1.75, QFont::DemiBold);
    label->setText(text);
    return label;
}

QLabel* titleLabel(QWidget* parent)
{
    auto* label = made(parent, 1.25, QFont::DemiBold);
    label->setWordWrap(true);
    return label;
}

QLabel* captionLabel(const QString& text, QWidget* parent)
{
    auto* label = made(parent, 1.0, QFont::DemiBold);
    label->setText(text);
    return label;
}

QLabel* mutedLabel(QWidget* parent)
{
    auto* label = made(parent, 1.0, QFont::Normal);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel* valueLabel(QWidget* parent)
{
    auto* label = made(parent, 1.0, QFont::Normal);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace cairn
