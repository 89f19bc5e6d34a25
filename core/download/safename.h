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
/// `/` nor NUL in them. On Windows it must be portable, too.
[[nodiscard]] std::optional<LeftOut::Reason> nameProblem(QByteArrayView name,
                                                         NameRules rules = nativeRules);

/// Whether @p name, which somebody else proposes for a target, may be taken: it can be a name, and
/// reads as it is written: UTF-8 without control characters.
bool isSafeName(QByteArrayView name);

} // namespace cairn
