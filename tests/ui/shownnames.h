// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>
#include <QWidget>

namespace cairn::test {

// What must hold whatever somebody called something. Each returns the offences.

/// Texts of any window that would be obeyed, taken for HTML, or hold one of @p names with something
/// in it that is not seen: labels, buttons, menus, tooltips, titles, accessible texts, every role
/// of every model that is shown or read aloud. Fields hold what is edited, as it is.
QStringList misshown(const QStringList& names);

/// Buttons and fields that are not within @p window.
QStringList pushedOff(const QWidget& window);

} // namespace cairn::test
