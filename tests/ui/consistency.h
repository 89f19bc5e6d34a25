// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>

namespace cairn {
class MainWindow;
}

namespace cairn::test {

/// What is not as it must be in any moment of this window; closely: in every row. Each says where.
QStringList inconsistencies(MainWindow& window, bool closely = true);

} // namespace cairn::test
