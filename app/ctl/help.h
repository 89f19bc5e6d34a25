// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>

namespace cairn::ctl {

// Made from description.h; for a person, translated, but for the completions and the manual page.

/// All commands in a line each, or all of @p topic: the words of a command, or the first word of
/// several.
QString helpText(const QString& topic);

/// For man(1): section 1, in English.
QString manualPage();

/// A script for bash, zsh or fish.
QString completionScript(const QString& shell);

} // namespace cairn::ctl
