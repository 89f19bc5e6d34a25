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

/// Whether @p name, which came from the network, may become the name of a file in a folder: not
/// empty, not `.` or `..`, no separator, no control character, valid UTF-8, at most 255 bytes; on
/// Windows no device name, no trailing dot or space, none of its reserved characters.
bool isSafeName(QByteArrayView name, NameRules rules = nativeRules);

/// Whether a symbolic link with @p text, @p depth folders below the top of the download, leads to a
/// place below that top: it is relative, and has ".." only at its start and not more often than @p
/// depth. The folders above it are real folders, so that no other link can change where it leads.
bool isSafeLink(QByteArrayView text, int depth);

} // namespace cairn
