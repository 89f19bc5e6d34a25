// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/displaytext.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr char32_t zeroWidthNonJoiner = 0x200C;
constexpr char32_t zeroWidthJoiner = 0x200D;
constexpr char32_t blackFlag = 0x1F3F4;
constexpr char32_t cancelTag = 0xE007F;
constexpr int maxAccents = 8;

bool isWithin(char32_t code, char32_t first, char32_t last)
{
    return first <= code && code <= last;
}

bool isSelector(char32_t code)
{
    return isWithin(code, 0xFE00, 0xFE0F) || isWithin(code, 0xE0100, 0xE01EF)
        || isWithin(code, 0x180B, 0x180D) || code == 0x180F;
}

bool isTag(char32_t code)
{
    return isWithin(code, 0xE0020, cancelTag);
}

/// Format characters that have a shape: signs that stand before or around Arabic and other numbers.
bool isVisibleFormat(char32_t code)
{
    constexpr std::array<char32_t, 7> others{0x06DD, 0x070F,  0x0890, 0x0891,
                                             0x08E2, 0x110BD, 0x110CD};
    return isWithin(code, 0x0600, 0x0605) || std::ranges::count(others, code) > 0;
}

/// Letters and marks by category that have no shape all the same: fillers, the grapheme joiner,
/// vowels that are never written, and what fonts put a picture in the place of.
bool isBlank(char32_t code)
{
    constexpr std::array<char32_t, 8> blanks{0x034F, 0x115F, 0x1160, 0x17B4,
                                             0x17B5, 0x3164, 0xFFA0, 0xFFFC};
    return std::ranges::count(blanks, code) > 0;
}

/// Never to be seen, whatever stands beside it.
bool isHidden(char32_t code)
{
    switch (QChar::category(code)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    case QChar::Other_Format:
        return !isVisibleFormat(code);
    case QChar::Other_NotAssigned:
        // Of what has no meaning yet most is shown as a box, and these not at all.
        return QChar::isNonCharacter(code) || isWithin(code, 0xE0000, 0xE0FFF)
            || isWithin(code, 0xFFF0, 0xFFFB) || code == 0x2065;
    default:
        return isBlank(code);
    }
}

bool isAccent(char32_t code)
{
    const auto category = QChar::category(code);
    return (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing)
        && !isSelector(code);
}

/// Joined to its neighbours when it is written.
bool isJoined(char32_t code)
{
    const auto type = QChar::joiningType(code);
    return type == QChar::Joining_Dual || type == QChar::Joining_Right
        || type == QChar::Joining_Left;
}

bool isVirama(char32_t code)
{
    return QChar::combiningClass(code) == 9;
}

bool isPicture(char32_t code)
{
    constexpr char32_t leftRightArrow = 0x2194; // The one of them that is a sign of mathematics.
    return (QChar::category(code) == QChar::Symbol_Other && !isBlank(code))
        || code == leftRightArrow;
}

bool isSkinTone(char32_t code)
{
    return isWithin(code, 0x1F3FB, 0x1F3FF);
}

/// Flags of countries within countries: those that Unicode recommends, in tags after a flag.
bool isFlag(const QList<uint>& tags)
{
    QString letters;
    for (const uint tag : tags)
        letters += QChar(ushort(tag - 0xE0000));
    return letters == "gbeng"_L1 || letters == "gbsct"_L1 || letters == "gbwls"_L1;
}

/// Goes through a text and says of each code point whether it is shown as it is.
class Reading
{
public:
    explicit Reading(const QString& text)
        : m_codes(text.toUcs4())
    {
        // toUcs4() replaces what is unpaired, which must be seen.
        qsizetype at = 0;
        for (uint& code : m_codes) {
            const QChar unit = text.at(at);
            const bool isPair = unit.isHighSurrogate() && at + 1 < text.size()
                && text.at(at + 1).isLowSurrogate();
            if (unit.isSurrogate() && !isPair)
                code = unit.unicode();
            at += isPair ? 2 : 1;
        }
    }

    qsizetype size() const { return m_codes.size(); }
    char32_t code(qsizetype at) const
    {
        return 0 <= at && at < m_codes.size() ? char32_t(m_codes[at]) : U'\0';
    }

    bool isShown(qsizetype at) const
    {
        const char32_t here = code(at);
        if (here < 0x7F)
            return here >= 0x20;
        if (here == zeroWidthJoiner || here == zeroWidthNonJoiner)
            return joinsLetters(at) || (here == zeroWidthJoiner && joinsPictures(at));
        if (isSelector(here))
            return at > 0 && !isHidden(code(at - 1)) && !isSelector(code(at - 1));
        if (isTag(here))
            return isInFlag(at);
        return !isHidden(here) && !(isAccent(here) && accentsBefore(at) >= maxAccents);
    }

private:
    bool joinsLetters(qsizetype at) const
    {
        if (isVirama(code(at - 1)))
            return true;
        qsizetype before = at - 1;
        while (before >= 0 && isAccent(code(before)))
            --before;
        return isJoined(code(before)) && isJoined(code(at + 1));
    }

    bool joinsPictures(qsizetype at) const
    {
        qsizetype before = at - 1;
        if (isSelector(code(before)) || isSkinTone(code(before)))
            --before;
        return isPicture(code(before)) && isPicture(code(at + 1));
    }

    bool isInFlag(qsizetype at) const
    {
        constexpr qsizetype letters = 5;
        qsizetype first = at;
        while (at - first <= letters && isTag(code(first - 1)))
            --first;
        return code(first - 1) == blackFlag && code(first + letters) == cancelTag
            && isFlag(m_codes.mid(first, letters));
    }

    int accentsBefore(qsizetype at) const
    {
        int count = 0;
        while (count < maxAccents && isAccent(code(at - 1 - count)))
            ++count;
        return count;
    }

    QList<uint> m_codes;
};

QString symbol(char32_t code)
{
    if (code < 0x20)
        return QChar(ushort(0x2400 + code));
    if (code == 0x7F)
        return QChar(0x2421);
    return u"⟨U+%1⟩"_s.arg(uint(code), 4, 16, '0'_L1).toUpper();
}

QString escape(char32_t code)
{
    QString units;
    for (const char16_t unit : QChar::fromUcs4(code))
        units += u"\\u%1"_s.arg(uint(unit), 4, 16, '0'_L1);
    return units;
}

/// Most names have nothing in them that would have to be looked at.
bool isPlain(QChar unit)
{
    return (unit >= u' ' && unit <= u'~') || (unit >= QChar(0x00AE) && unit <= QChar(0x02FF));
}

QString withInstead(const QString& text, QString (*instead)(char32_t))
{
    if (std::ranges::all_of(text, isPlain))
        return text;
    const Reading reading(text);
    QString shown;
    for (qsizetype at = 0; at < reading.size(); ++at) {
        const char32_t code = reading.code(at);
        if (reading.isShown(at))
            shown += QChar::fromUcs4(code);
        else
            shown += instead(code);
    }
    return shown;
}

/// In lines that a screen has room for, wherever that is in a word.
QString broken(const QString& text)
{
    constexpr qsizetype maxLetters = 80;
    QStringList lines;
    QTextBoundaryFinder letters(QTextBoundaryFinder::Grapheme, text);
    qsizetype from = 0;
    while (text.size() - from > maxLetters) {
        letters.setPosition(from + maxLetters);
        const qsizetype to
            = letters.isAtBoundary() ? letters.position() : letters.toPreviousBoundary();
        if (to <= from)
            break; // One letter and nothing but accents.
        lines << text.sliced(from, to - from);
        from = to;
    }
    lines << text.sliced(from);
    return lines.join(u'\n');
}

} // namespace

QString displayText(const QString& text)
{
    return withInstead(text, symbol);
}

QString displayLines(const QString& text)
{
    QStringList lines = text.split(u'\n');
    for (QString& line : lines)
        line = displayText(line);
    return lines.join(u'\n');
}

QString shortText(const QString& text, qsizetype maximum)
{
    if (text.size() <= maximum)
        return text;
    QString head = text.first(maximum * 2 / 3);
    QString tail = text.last(maximum - head.size() - 1);
    if (head.back().isHighSurrogate())
        head.chop(1);
    if (tail.front().isLowSurrogate())
        tail.remove(0, 1);
    return head + u'…' + tail;
}

QString nameText(const QString& name)
{
    return shortText(displayText(name));
}

QString menuText(const QString& text)
{
    return nameText(text).replace(u'&', "&&"_L1);
}

QString titleText(const QString& text)
{
    return nameText(text).replace("[*]"_L1, "[*][*]"_L1);
}

QString toolTipText(const QStringList& lines)
{
    constexpr qsizetype maximum = 2000;
    QStringList shown;
    for (const QString& line : lines)
        shown << broken(shortText(displayText(line), maximum));
    const QString text = shown.join(u'\n');
    if (text.isEmpty())
        return {};
    return u"<p style='white-space:pre'>%1</p>"_s.arg(text.toHtmlEscaped());
}

QByteArray displayJson(const QByteArray& json)
{
    return withInstead(QString::fromUtf8(json), escape).toUtf8();
}

} // namespace cairn
