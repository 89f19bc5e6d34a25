// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QTextOption>

class QFont;
class QPainter;
class QRect;
class QSize;

namespace cairn {

// A paragraph in lines that break between words, and within a word that is longer than its line.

QTextOption wrappedOption(Qt::Alignment alignment, Qt::LayoutDirection direction);
QSize wrappedSize(const QFont& font, const QString& text, int width); ///< What it takes.
void drawWrapped(QPainter& painter, const QRect& rect, const QString& text, Qt::Alignment alignment,
                 Qt::LayoutDirection direction);

} // namespace cairn
