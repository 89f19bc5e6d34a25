// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/pane.h"

namespace cairn {

Pane::Pane(QWidget* parent)
    : QWidget(parent)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

} // namespace cairn
