// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

class QFont;
class QLabel;
class QString;
class QWidget;

namespace cairn {

// The few kinds of text there are. Plain text only: names come from other people.

QLabel* headingLabel(const QString& text, QWidget* parent); ///< One a pane.
QLabel* titleLabel(QWidget* parent); ///< Of a dialog or a part of a pane.
QLabel* captionLabel(const QString& text, QWidget* parent); ///< Above a value or field.
QLabel* mutedLabel(QWidget* parent); ///< Explains; wraps.
QLabel* valueLabel(QWidget* parent); ///< A value one may select; wraps.

/// Letters of one width, for CIDs and secrets, as large as those beside them.
QFont fixedFont(const QFont& beside);

} // namespace cairn
