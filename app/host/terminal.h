// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>

#include <cstdio>

namespace cairn {

// All that the programs write goes through here, into files and pipes as well: as display text
// (ui/text/displaytext.h), since names, reasons and headers in it come from other people. They make
// no escape sequence, no further row or column, and turn nothing around.

void writeLine(std::FILE* where, const QString& line);
void writeRow(std::FILE* where, const QStringList& columns); ///< Separated by tabs.
/// Several lines of our own, such as a usage.
void writeText(std::FILE* where, const QString& text);

} // namespace cairn
