// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/download/leftout.h"

#include <QByteArrayView>

namespace cairn {

enum class NameRules { Unix, Windows };
#ifdef Q_OS_WIN
inline constexpr NameRules nativeRules = NameRules::Windows;
#else
inline constexpr NameRules nativeRules = NameRules::Unix;
#endif

/// Why @p name, which came from the network, cannot become the name of a file in a folder; nothing
/// if it can. On Unix any bytes can that are at most 255, are not `.` or `..`, and have neither
/// `/` nor NUL in them. On Windows no device name can, no trailing dot or space, no control
/// character, none of its reserved characters, and what is not UTF-8.
[[nodiscard]] std::optional<LeftOut::Reason> nameProblem(QByteArrayView name,
                                                         NameRules rules = nativeRules);

/// Whether @p name, which somebody else proposes for a target, may be taken: it can be a name, and
/// reads as it is written: UTF-8 without control characters.
bool isSafeName(QByteArrayView name);

/// Whether a symbolic link with @p text, @p depth folders below the top of the download, leads to a
/// place below that top: it is relative, and has ".." only at its start and not more often than @p
/// depth. The folders above it are real folders, so that no other link can change where it leads.
bool isSafeLink(QByteArrayView text, int depth);

} // namespace cairn
