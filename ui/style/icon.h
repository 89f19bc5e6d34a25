// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "ui/style/theme.h"

#include <QIcon>
#include <QString>

namespace cairn {

/// A picture of ours by its file name in resources/icons, drawn in the colour of the text beside
/// it. It is drawn anew for each palette, so that it follows a change of theme by itself.
QIcon icon(const QString& name);

/// The same in the colour of what it says.
QIcon icon(const QString& name, Tone tone);

/// The picture of the application itself, in its own colours.
QIcon applicationIcon();

} // namespace cairn
