// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>
#include <QWidget>

namespace cairn::test {

// What must hold in every state of every window. Each returns the offences, so that a failing test
// names them.

/// Visible controls a screen reader could not name, and rows it could not read.
QStringList unnamed(const QWidget& window);

/// Visible controls the Tab key never comes to.
QStringList unreachable(QWidget& window);

/// Mnemonics that two visible controls (or a menu) share: pressing one does neither.
QStringList clashingMnemonics(const QWidget& window);

/// Neighbours in Tab order where the second stands above, or left of, the first.
QStringList backwardTabs(QWidget& dialog);

/// Any text a person or a program could get hold of without asking for the secret: titles,
/// tooltips, labels, fields, accessible texts, every role of every model.
QStringList placesWith(const QString& secret);

} // namespace cairn::test
