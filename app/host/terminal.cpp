// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/terminal.h"

#include "ui/text/displaytext.h"

namespace cairn {

namespace {

/// Results are UTF-8 wherever they go; messages are for the terminal there is.
void put(std::FILE* where, const QString& shown)
{
    const QByteArray bytes = where == stdout ? shown.toUtf8() : shown.toLocal8Bit();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), where);
    std::fputc('\n', where);
    std::fflush(where);
}

} // namespace

void writeLine(std::FILE* where, const QString& line)
{
    put(where, displayText(line));
}

void writeRow(std::FILE* where, const QStringList& columns)
{
    QStringList shown;
    for (const QString& column : columns)
        shown << displayText(column);
    put(where, shown.join(u'\t'));
}

void writeText(std::FILE* where, const QString& text)
{
    put(where, displayLines(text.trimmed()));
}

} // namespace cairn
