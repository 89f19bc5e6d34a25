// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/support/texts.h"

#include <QFile>
#include <QXmlStreamReader>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

Text readMessage(QXmlStreamReader& xml, const QString& context)
{
    Text text{.context = context, .source = {}, .comment = {}};
    text.isPlural = xml.attributes().value("numerus"_L1) == "yes"_L1;
    while (xml.readNextStartElement()) {
        if (xml.name() == "source"_L1)
            text.source = xml.readElementText();
        else if (xml.name() == "comment"_L1)
            text.comment = xml.readElementText();
        else
            xml.skipCurrentElement();
    }
    return text;
}

} // namespace

std::vector<Text> foundTexts()
{
    QFile file(QStringLiteral(CAIRN_TEXTS));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<Text> texts;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (!xml.readNext() || !xml.isStartElement())
            continue;
        if (xml.name() == "name"_L1)
            context = xml.readElementText();
        else if (xml.name() == "message"_L1)
            texts.push_back(readMessage(xml, context));
    }
    return texts;
}

bool isQtContext(const QString& context)
{
    // Two of Qt's contexts are not named after a class.
    return context.startsWith(u'Q') || context == "CloseButton"_L1
        || context == "MAC_APPLICATION_MENU"_L1;
}

QString AskedTexts::translate(const char* context, const char* source, const char* comment,
                              int n) const
{
    const std::lock_guard guard(m_lock);
    // A list of ten thousand asks for the same few texts again and again.
    if (m_seen.emplace(context, source, comment, n >= 0).second)
        m_asked.insert({QString::fromUtf8(context), QString::fromUtf8(source),
                        QString::fromUtf8(comment), n >= 0});
    return {};
}

QStringList AskedTexts::unknown() const
{
    const std::vector<Text> all = foundTexts();
    const std::set<Text> found(all.begin(), all.end());
    const std::lock_guard guard(m_lock);
    QStringList unknown;
    for (const Text& text : m_asked) {
        if (isQtContext(text.context) || found.contains(text))
            continue;
        unknown << u"%1: “%2”%3"_s.arg(text.context, text.source,
                                       text.isPlural ? u" with a number"_s : QString());
    }
    return unknown;
}

} // namespace cairn::test
