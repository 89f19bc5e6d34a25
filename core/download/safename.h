// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArrayView>

namespace cairn {

enum class NameRules { Unix, Windows };
#ifdef Q_OS_WIN
inline constexpr NameRules nativeRules = NameRules::Windows;
#else
inline constexpr NameRules nativeRules = NameRules::Unix;
#endif

/// Whether @p name, which a stranger chose, may become that of one file in one folder: not empty,
/// not `.` or `..`, no separator, no control character, valid UTF-8, at most 255 bytes; on Windows
/// no device name, no trailing dot or space, none of its reserved characters.
bool isSafeName(QByteArrayView name, NameRules rules = nativeRules);

/// Whether a link with @p text, @p depth folders below the top of what is written, leads nowhere
/// else: relative, and climbing only at its start and no higher than the top. Folders on the way
/// are real ones, so that no other link can make it lead further.
bool isSafeLink(QByteArrayView text, int depth);

} // namespace cairn
