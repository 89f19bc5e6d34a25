// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QRect>
#include <QStyle>

class QPainter;
class QStyleOptionSlider;

namespace cairn {

// A scroll bar that is a handle and nothing else: no arrows, no groove. For CairnStyle.

QRect scrollBarPart(const QStyleOptionSlider& bar, QStyle::SubControl part);
void drawScrollBar(const QStyleOptionSlider& bar, QPainter* painter);

} // namespace cairn
