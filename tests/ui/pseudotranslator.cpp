// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/pseudotranslator.h"

#include "tests/support/catchqt.h"

#include <QRegularExpression>

#include <algorithm>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

// Of Unicode's private use area: no letters, and in no text of ours.
constexpr char16_t firstMark = 0xE000;
constexpr char16_t qtMark = 0xF8FE;
constexpr char16_t endMark = 0xF8FF;

QString key(const QString& context, const QString& source, const QString& comment)
{
    return context + u'\n' + source + u'\n' + comment;
}

/// Placeholders stay, and what is between words.
QString withoutWords(const QString& source)
{
    static const QRegularExpression piece(u"(%(?:L?n|L?[0-9]+))|(\\p{L}|&)"_s);
    QString rest;
    qsizetype from = 0;
    for (const auto& match : piece.globalMatch(source)) {
        rest += source.mid(from, match.capturedStart() - from) + match.captured(1);
        from = match.capturedEnd();
    }
    return rest + source.mid(from);
}

bool hasLetters(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetter(); });
}

/// "3 files": as much a value as a number is.
bool isAmount(const Text& text)
{
    static const QRegularExpression amount(u"^(%L?n|%1) [^.;:]+$"_s);
    return text.isPlural && amount.match(text.source).hasMatch();
}

/// Rows as they are read aloud: each value stands behind its name, and no grammar joins the two.
bool isForm(const Text& text)
{
    static const QStringList forms{u"Account %1, %2, %3"_s,
                                   u"%1, size: %2, pin status: %3, uploaded: %4"_s,
                                   u"Token %1, created: %2, last used: %3, may: %4, expires: %5"_s};
    return forms.contains(text.source);
}

} // namespace

PseudoTranslator::PseudoTranslator()
    : m_texts(foundTexts())
{
    REQUIRE(m_texts.size() > 100);
    REQUIRE(m_texts.size() < qtMark - firstMark);
    for (size_t at = 0; at < m_texts.size(); ++at)
        m_places.insert(key(m_texts[at].context, m_texts[at].source, m_texts[at].comment), int(at));
}

QString PseudoTranslator::translate(const char* context, const char* source, const char* comment,
                                    int) const
{
    const QString where = QString::fromUtf8(context);
    const QString text = QString::fromUtf8(source);
    if (isQtContext(where))
        return QChar(qtMark) + withoutWords(text) + QChar(endMark);
    const auto found = m_places.constFind(key(where, text, QString::fromUtf8(comment)));
    if (found == m_places.cend())
        return {};
    return QChar(char16_t(firstMark + *found)) + withoutWords(text) + QChar(endMark);
}

/// A value may stand in a sentence, a whole sentence after another, and anything in a form or list.
bool PseudoTranslator::mayStandIn(const Text& inner, const Text& outer) const
{
    return inner.context == "Formatting"_L1 || isAmount(inner) || inner.source.endsWith(u'.')
        || isForm(outer) || !hasLetters(QString(outer.source).remove(u"%Ln"_s).remove(u"%n"_s));
}

QStringList PseudoTranslator::offences(const QString& shown, const QStringList& data) const
{
    QString rest = shown;
    for (const QString& word : data)
        rest.remove(word);
    QStringList offences;
    std::vector<const Text*> open;
    bool isUntranslated = false;
    for (const QChar c : rest) {
        if (c == endMark) {
            if (!open.empty())
                open.pop_back();
        } else if (c == qtMark) {
            open.push_back(nullptr);
        } else if (c >= firstMark && c < qtMark) {
            const Text& text = m_texts.at(c.unicode() - firstMark);
            if (!open.empty() && open.back() && !mayStandIn(text, *open.back()))
                offences << u"“%1” is put into “%2”"_s.arg(text.source, open.back()->source);
            open.push_back(&text);
        } else {
            isUntranslated = isUntranslated || c.isLetter();
        }
    }
    if (isUntranslated)
        offences << u"“%1” has letters that nobody translates"_s.arg(shown);
    return offences;
}

} // namespace cairn::test
