// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/support/catchqt.h"
#include "ui/text/displaytext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTextBlock>
#include <QTextDocument>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

QString code(char32_t value)
{
    QString text;
    text += QChar::fromUcs4(value); // QString::fromUcs4() takes one of them for a mark and away.
    return text;
}

/// Of all kinds that matter here, in any order.
QString randomText(QRandomGenerator& random)
{
    constexpr char32_t ranges[][2]{{0, 0x9F},          {0xA0, 0x36F},      {0x600, 0x6FF},
                                   {0x900, 0x97F},     {0x2000, 0x206F},   {0xD800, 0xDFFF},
                                   {0xFE00, 0xFEFF},   {0xFFF0, 0xFFFF},   {0x1F1E0, 0x1F6FF},
                                   {0xE0000, 0xE01FF}, {0x10000, 0x10FFFF}};
    QString text;
    for (int left = random.bounded(20); left > 0; --left) {
        const auto& range = ranges[random.bounded(int(std::size(ranges)))];
        const char32_t value = random.bounded(range[0], range[1] + 1);
        text += QChar::isSurrogate(value) ? QString(QChar(ushort(value))) : code(value);
    }
    return text;
}

} // namespace

TEST_CASE("ordinary text of any script is shown as it is", "[text]")
{
    for (
        const QString& text : {
            QString(),
            u"notes (2) – final.txt"_s,
            u"Übergröße naïve Łódź"_s,
            u"e\u0301te\u0301"_s, // accents apart from their letters
            u"Ελληνικά, русский, 日本語, 한국어"_s,
            u"עברית שָׁלוֹם"_s,
            u"العربية مُحَمَّد"_s,
            u"می\u200Cخواهم کار\u200Cها"_s, // Persian
            u"क्\u200Dष क्\u200Cष"_s, // Devanagari
            u"ന്\u200D"_s, // Malayalam, at the end of a word
            u"ශ්\u200Dරී"_s, // Sinhala
            u"བོད་ཡིག"_s,
            u"ᠮᠣᠩᠭᠣᠯ᠋"_s, // with a variation selector of its own
            u"葛\U000E0100"_s, // a variant of an ideograph
            u"👩\u200D👩\u200D👧\u200D👦 👩🏽\u200D💻 🏳\uFE0F\u200D🌈 🙂\u200D\u2194\uFE0F"_s,
            u"❤\uFE0F\u200D🔥 1\uFE0F\u20E3 🇪🇺"_s,
            u"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"_s, // England
            u"100 % of <b>&amp;"_s,
            u"\u0600123 ۝"_s, // signs before a number
        }) {
        CHECK(displayText(text) == text);
        CHECK(displayJson(text.toUtf8()) == text.toUtf8());
    }
}

TEST_CASE("controls are shown as their symbols", "[text]")
{
    CHECK(displayText(u"a\nb\tc\rd"_s) == u"a␊b␉c␍d"_s);
    CHECK(displayText(u"\x1b]0;x\x07"_s) == u"␛]0;x␇"_s);
    CHECK(displayText(QString(u"a"_s + QChar(0) + u'b')) == u"a␀b"_s);
    CHECK(displayText(u"\x7f"_s) == u"␡"_s);
    CHECK(displayText(code(0x9B) + u"31m"_s) == u"⟨U+009B⟩31m"_s);
    CHECK(displayText(code(0x85)) == u"⟨U+0085⟩"_s);
}

TEST_CASE("what cannot be seen or turns text around is shown by its number", "[text]")
{
    for (const char32_t hidden :
         {0xAD,   0x34F,  0x61C,  0x115F,  0x180E,  0x200B,  0x200E,  0x200F,  0x2028, 0x2029,
          0x202A, 0x202E, 0x2060, 0x2064,  0x2065,  0x2066,  0x2069,  0x3164,  0xFEFF, 0xFFF9,
          0xFFFC, 0xFFFE, 0xFDD0, 0xE0001, 0xE0041, 0xE007F, 0xE0FFF, 0x1D173, 0x1FFFF}) {
        const QString shown = displayText(u"gnp"_s + code(hidden) + u"exe"_s);
        CHECK(shown
              == u"gnp⟨U+"_s + u"%1"_s.arg(uint(hidden), 4, 16, '0'_L1).toUpper() + u"⟩exe"_s);
    }
    CHECK(displayText(QString(QChar(0xD800)) + u'x') == u"⟨U+D800⟩x"_s);
    CHECK(displayText(QString(QChar(0xDC00))) == u"⟨U+DC00⟩"_s);
    CHECK(displayText(QString(QChar(0xD83D))) == u"⟨U+D83D⟩"_s);
}

TEST_CASE("a joiner, a selector or a tag that joins nothing is shown", "[text]")
{
    CHECK(displayText(u"pay\u200Dpal"_s) == u"pay⟨U+200D⟩pal"_s);
    CHECK(displayText(u"pay\u200Cpal"_s) == u"pay⟨U+200C⟩pal"_s);
    CHECK(displayText(u"\u200D"_s) == u"⟨U+200D⟩"_s);
    CHECK(displayText(u"👩\u200D"_s) == u"👩⟨U+200D⟩"_s);
    CHECK(displayText(u"👩\u200D\u200D👩"_s) == u"👩⟨U+200D⟩⟨U+200D⟩👩"_s);
    CHECK(displayText(u"می\u200C\u200Cخ"_s) == u"می⟨U+200C⟩⟨U+200C⟩خ"_s);
    CHECK(displayText(u"\uFE0F"_s) == u"⟨U+FE0F⟩"_s);
    CHECK(displayText(u"a\uFE0F\uFE0F"_s) == u"a\uFE0F⟨U+FE0F⟩"_s);
    CHECK(displayText(u"🏴\U000E0067\U000E007F"_s) == u"🏴⟨U+E0067⟩⟨U+E007F⟩"_s);
}

TEST_CASE("no more accents stand on a letter than any language has", "[text]")
{
    const QString shown = displayText(u'a' + QString(100, QChar(0x301)));
    CHECK(shown.startsWith(u'a' + QString(8, QChar(0x301)) + u"⟨U+0301⟩"_s));
    CHECK(shown.count(u"⟨U+0301⟩"_s) == 92);
    CHECK(displayText(QString(8, QChar(0x301)) + u'a').count(u'⟨') == 0);
}

TEST_CASE("display text is one line of visible text, and stays so the second time", "[text]")
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    INFO("seed " << seed);
    for (int i = 0; i < 20'000; ++i) {
        const QString text = randomText(random);
        const QString shown = displayText(text);
        CAPTURE(QString::fromLatin1(text.toUtf8().toHex(' ')));
        REQUIRE(displayText(shown) == shown);
        for (const QChar unit : shown) {
            REQUIRE(unit.category() != QChar::Other_Control);
            REQUIRE_FALSE((unit >= QChar(0x2028) && unit <= QChar(0x202E)));
            REQUIRE_FALSE((unit >= QChar(0x2066) && unit <= QChar(0x2069)));
        }
        const QByteArray json
            = QJsonDocument(QJsonObject{{u"name"_s, text}}).toJson(QJsonDocument::Compact);
        REQUIRE(QJsonDocument::fromJson(displayJson(json))["name"_L1].toString() == text);
    }
}

TEST_CASE("JSON has escapes for what is not shown, and the same value", "[text]")
{
    const QJsonObject json{{u"na\u202Eme"_s, u"a\x7f\u009B\u2028\u202Eb\U000E0041"_s}};
    const QByteArray text = displayJson(QJsonDocument(json).toJson(QJsonDocument::Compact));
    CHECK(text == R"({"na\u202eme":"a\u007f\u009b\u2028\u202eb\udb40\udc41"})");
    CHECK(QJsonDocument::fromJson(text).object() == json);
}

TEST_CASE("a long name keeps its two ends, and no half of a character", "[text]")
{
    CHECK(shortText(u"name"_s) == u"name"_s);
    CHECK(shortText(QString(255, u'n')) == QString(255, u'n'));
    const QString shown = shortText(u"begin"_s + QString(1'000'000, u'n') + u"end"_s);
    CHECK(shown.size() == 255);
    CHECK(shown.startsWith(u"beginn"_s));
    CHECK(shown.endsWith(u"nend"_s));
    for (const qsizetype maximum : {10, 11, 12, 13})
        CHECK(shortText(u"👩"_s.repeated(20), maximum).toUcs4().contains(0xFFFD) == false);
}

TEST_CASE("a name in a menu has no mnemonic, and no shortcut after a tab", "[text]")
{
    CHECK(menuText(u"R&D\tCtrl+Q"_s) == u"R&&D␉Ctrl+Q"_s);
}

TEST_CASE("a tooltip is shown literally, whatever it looks like", "[text]")
{
    for (const QString& text :
         {u"<img src=\"/dev/zero\">"_s, u"<b>x</b>"_s, u"&lt;&amp;"_s, u"<?xml?>"_s, u"a  b"_s,
          u"<!doctype html>"_s, u"-->]]>"_s, u"' onload=\"x\""_s}) {
        const QString tip = toolTipText(text);
        REQUIRE(Qt::mightBeRichText(tip));
        QTextDocument shown;
        shown.setHtml(tip);
        CHECK(shown.toPlainText() == text);
        for (QTextBlock block = shown.begin(); block.isValid(); block = block.next()) {
            for (auto part = block.begin(); !part.atEnd(); ++part) {
                CHECK_FALSE(part.fragment().charFormat().isImageFormat());
                CHECK(part.fragment().charFormat().fontWeight() <= QFont::Normal);
            }
        }
    }
    CHECK(toolTipText(QString()).isEmpty());
    QTextDocument broken;
    broken.setHtml(toolTipText(QString(254, u'W') + u"👩🏽\u200D💻"_s.repeated(20)));
    for (QTextBlock block = broken.begin(); block.isValid(); block = block.next()) {
        CHECK(block.text().size() <= 80);
        CHECK_FALSE(block.text().startsWith(u'\u200D'));
        CHECK(block.text().toUcs4().contains(0xFFFD) == false);
    }
    CHECK(broken.toPlainText().remove(u'\n').size() == 254 + 20 * 7);
    QTextDocument two;
    two.setHtml(toolTipText(QStringList{u"first\n<b>"_s, u"second"_s}));
    CHECK(two.toPlainText() == u"first␊<b>\nsecond"_s);
    CHECK(toolTipText(u"a\tb\u202Ec"_s).contains(u"a␉b⟨U+202E⟩c"_s));
}
