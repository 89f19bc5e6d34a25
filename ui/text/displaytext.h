// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringList>

namespace cairn {

// Names, reasons and headers are text of other people. What is made of it here is shown, never
// sent, saved, searched for or copied. Any thread.

/// The text with everything in it visible: line breaks, tabs and other controls as their symbols
/// (␊, ␉), what cannot be seen or would change the order of its neighbours by its number: ⟨U+202E⟩.
/// One line comes out, without an escape sequence; a second time it changes nothing more.
///
/// Ordinary text of every script stays as it is. A joiner (U+200C, U+200D) stays where it belongs
/// to how a word is written: between letters of a script that joins its letters, after a virama,
/// and between the pictures of one emoji. A variation selector stays after a visible character, and
/// so do up to eight accents on one letter; more would paint over the lines above.
///
/// Text that runs from right to left is not isolated by characters of its own (U+2068): terminals
/// show them as boxes, and whoever copies from a sentence would get them too. Without the
/// characters that are taken out here it cannot reorder more than what stands between it and the
/// next letter.
[[nodiscard]] QString displayText(const QString& text);

/// The same for each line of our own text of several.
[[nodiscard]] QString displayLines(const QString& text);

/// At most @p maximum characters of a display text: its beginning and end, as one recognises a name
/// by. A service may send a megabyte, and each would be laid out.
[[nodiscard]] QString shortText(const QString& text, qsizetype maximum = 255);

/// A name as it stands in a list or sentence of the window: as display text, and short.
[[nodiscard]] QString nameText(const QString& name);

/// As the text of a menu entry or button, where an ampersand would be a mnemonic.
[[nodiscard]] QString menuText(const QString& text);

/// As the title of a window, where Qt takes "[*]" for the mark of what is not saved yet.
[[nodiscard]] QString titleText(const QString& text);

/// As a tooltip that Qt shows literally. It takes a tooltip for HTML if it looks like that, and
/// loads the pictures it names: this one always is HTML, and nothing in it is markup.
[[nodiscard]] QString toolTipText(const QStringList& lines);
[[nodiscard]] inline QString toolTipText(const QString& name)
{
    return toolTipText(QStringList(name));
}

/// Compact JSON of the same value, without what displayText() would change: it stands there as
/// \uXXXX.
[[nodiscard]] QByteArray displayJson(const QByteArray& json);

} // namespace cairn
