// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

class QTreeView;
class QWidget;

namespace cairn {

/// A list with columns as all panes show it: whole rows, one at a time, no grid, no tree.
QTreeView* listView(QWidget* parent);

} // namespace cairn
