// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QLatin1StringView>

#include <span>

namespace cairn {

/// What is said of an error with this code. %1 is the subject, %2 and so on are what `more` has.
struct CodeSentence
{
    QLatin1StringView code;
    const char* text; ///< Marked by QT_TRANSLATE_NOOP, not translated yet.
};

/// The text of the error's code. None where the list has no such code, or where the text names a
/// subject and the error has none.
[[nodiscard]] const char* sentenceOf(std::span<const CodeSentence> sentences, const Error& error);

/// The translated text with its values put in as display text. One that the error lacks is empty.
[[nodiscard]] QString filled(const QString& text, const Error& error);

/// A path or name of the error as it stands in a sentence.
[[nodiscard]] QString subjectText(const QString& subject);

} // namespace cairn
