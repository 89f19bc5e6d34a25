// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/picture.h"

#include "ui/style/icon.h"

#include <QPainter>

namespace cairn {

Picture::Picture(int side, QWidget* parent)
    : QWidget(parent)
    , m_side(side)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

Picture::Picture(const QString& icon, Tone tone, int side, QWidget* parent)
    : Picture(side, parent)
{
    set(icon, tone);
}

void Picture::set(const QString& icon, Tone tone)
{
    m_icon = icon;
    m_tone = tone;
    update();
}

void Picture::setSide(int side)
{
    m_side = side;
    updateGeometry();
}

void Picture::paintEvent(QPaintEvent*)
{
    if (m_icon.isEmpty())
        return;
    QPainter painter(this);
    icon(m_icon, m_tone).paint(&painter, rect());
}

} // namespace cairn
