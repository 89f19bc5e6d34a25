// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>

namespace cairn::test {
using namespace Qt::StringLiterals;

/// Names as somebody may give them who wants to be taken for something else.
inline QStringList hostileNames()
{
    return {u"<img src=\"/dev/zero\">"_s,
            u"<b>x</b>"_s,
            u"&amp;"_s,
            u"&Zebra"_s,
            u"a\nb"_s,
            u"\nbafkqaaa\t1\tforged"_s,
            u"a\tb"_s,
            u"a\r\x1b[2Kb"_s,
            u"\x1b]0;x\x07"_s,
            u"a\x7f\u0085\u009B31mb"_s,
            u"gnp\u202Eexe.png"_s,
            u"a\u2066b\u200Fc\u2028d"_s,
            u"pay\u200Bpal\uFEFF \U000E0041"_s,
            QString(254, u'W'),
            u'a' + QString(100, QChar(0x301)),
            u"  blanks around  "_s,
            u"%1 %2 %n %L1"_s,
            u"a[*]b"_s,
            u"שלום 12"_s};
}

/// Those that no argument of a program and no header can carry.
inline QStringList impossibleNames()
{
    return {u"a"_s + QChar(0) + u'b', QString(QChar(0xD800)) + u'x'};
}

/// Whether a terminal would do with it something else than show it.
inline bool isObeyed(QStringView text)
{
    for (const QChar c : text) {
        const bool turnsAround = (c >= QChar(0x202A) && c <= QChar(0x202E))
            || (c >= QChar(0x2066) && c <= QChar(0x2069)) || c == QChar(0x200E)
            || c == QChar(0x200F) || c == QChar(0x061C);
        const bool isBreak = c == QChar(0x2028) || c == QChar(0x2029);
        if (c.category() == QChar::Other_Control || turnsAround || isBreak)
            return true;
    }
    return false;
}

} // namespace cairn::test
