// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/errors/sentences.h"

#include "ui/text/displaytext.h"

#include <QDir>

#include <algorithm>

namespace cairn {

const char* sentenceOf(std::span<const CodeSentence> sentences, const Error& error)
{
    const auto found = std::ranges::find(sentences, error.code, &CodeSentence::code);
    if (error.code.isEmpty() || found == sentences.end())
        return nullptr;
    const bool isNamed = QLatin1StringView(found->text).contains(QLatin1StringView("%1"));
    return isNamed && error.subject.isEmpty() ? nullptr : found->text;
}

QString subjectText(const QString& subject)
{
    return displayText(QDir::toNativeSeparators(subject));
}

// Not QString::arg(): it counts the numbers that a text leaves out.
QString filled(const QString& text, const Error& error)
{
    const QStringList values = QStringList(error.subject) + error.more;
    QString result;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] == u'%' && at + 1 < text.size() && text[at + 1].isDigit())
            result += subjectText(values.value(text[++at].digitValue() - 1));
        else
            result += text[at];
    }
    return result;
}

} // namespace cairn
