// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

class QMenu;

namespace cairn {

class Pane;

/// What a click on a column's header does, for who has no mouse: fills @p menu with what the list
/// of
/// @p pane can be sorted by. Nothing is added where there is nothing to sort.
void fillSortMenu(QMenu& menu, const Pane* pane);

} // namespace cairn
