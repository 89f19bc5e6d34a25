// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/navbutton.h"

#include "ui/style/icon.h"

#include <QAction>
#include <QPainter>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {
constexpr int padding = 10;
constexpr int pictureSize = 20;
} // namespace

NavButton::NavButton(QString iconName, QAction* action, QWidget* parent)
    : QAbstractButton(parent)
    , m_iconName(std::move(iconName))
{
    const QString text = action->text().remove(u'&').remove(u'…');
    setText(text);
    setAccessibleName(text);
    setToolTip(action->shortcut().isEmpty()
                   ? text
                   : u"%1 (%2)"_s.arg(text, action->shortcut().toString(QKeySequence::NativeText)));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
}

QSize NavButton::sizeHint() const
{
    return {3 * padding + pictureSize + fontMetrics().horizontalAdvance(text()),
            qMax(fontMetrics().height(), pictureSize) + 2 * 8};
}

void NavButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor window = palette().color(QPalette::Window);
    const QColor accent = palette().color(QPalette::Link);
    const QColor text = palette().color(QPalette::WindowText);
    painter.setPen(Qt::NoPen);
    if (isChecked())
        painter.setBrush(Theme::mix(accent, window, 0.17));
    else if (underMouse())
        painter.setBrush(Theme::mix(text, window, 0.06));
    painter.drawRoundedRect(rect(), 7, 7);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
    cairn::icon(m_iconName, isChecked() ? Tone::Accent : Tone::Neutral)
        .paint(&painter, padding, (height() - pictureSize) / 2, pictureSize, pictureSize);
    QFont words = font();
    words.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    painter.setFont(words);
    painter.setPen(text);
    painter.drawText(rect().adjusted(2 * padding + pictureSize, 0, -padding, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, this->text());
}

} // namespace cairn
