// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>

#include <initializer_list>

class QLayout;
class QVBoxLayout;
class QWidget;

namespace cairn {

/// Title and sentence of a pane on the left, its buttons on the right.
QWidget* paneHeader(const QString& title, const QString& sentence,
                    std::initializer_list<QWidget*> buttons, QWidget* parent);

/// The same margins for every pane.
void layoutPane(QVBoxLayout* layout, QWidget* header);

} // namespace cairn
