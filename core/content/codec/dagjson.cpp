// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/dagjson.h"

#include <QString>

#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

auto malformedJson(const QString& what)
{
    return fail(Error::Kind::Corrupt, u"dag-json: "_s + what);
}

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

class JsonReader
{
public:
    JsonReader(QByteArrayView bytes, DataVisitor& visitor)
        : m_rest(bytes)
        , m_visitor(&visitor)
    { }

    Done readAll()
    {
        if (const Done done = value(0); !done)
            return done;
        skipBlanks();
        return m_rest.isEmpty() ? Done() : malformedJson(u"bytes after the value"_s);
    }

private:
    void skipBlanks();
    bool takes(char letter);
    Done value(int depth);
    Done list(int depth);
    Done map(int depth);
    Done reserved(int depth);
    Done number();
    Done word(QByteArrayView text);
    Result<QByteArray> string();
    Done escape(QByteArray& to);
    std::optional<char16_t> unit();

    QByteArrayView m_rest;
    DataVisitor* m_visitor;
};

void JsonReader::skipBlanks()
{
    while (!m_rest.isEmpty() && QByteArrayView(" \t\r\n").contains(m_rest.front()))
        m_rest = m_rest.sliced(1);
}

bool JsonReader::takes(char letter)
{
    skipBlanks();
    if (!m_rest.startsWith(letter))
        return false;
    m_rest = m_rest.sliced(1);
    return true;
}

Done JsonReader::value(int depth)
{
    if (depth > maxDataDepth)
        return malformedJson(u"nested too deep"_s);
    if (takes('['))
        return list(depth);
    if (takes('{'))
        return map(depth);
    if (m_rest.isEmpty())
        return malformedJson(u"cut short"_s);
    m_visitor->scalar();
    switch (m_rest.front()) {
    case '"': {
        const auto text = string();
        return text ? Done() : fail(text.error());
    }
    case 't':
        return word("true");
    case 'f':
        return word("false");
    case 'n':
        return word("null");
    default:
        return number();
    }
}

Done JsonReader::list(int depth)
{
    m_visitor->begin();
    if (!takes(']')) {
        quint64 index = 0;
        do {
            m_visitor->item(index++);
            if (const Done done = value(depth + 1); !done)
                return done;
        } while (takes(','));
        if (!takes(']'))
            return malformedJson(u"a list without its end"_s);
    }
    m_visitor->end();
    return {};
}

Done JsonReader::map(int depth)
{
    MapKeys keys;
    bool isFirst = true;
    if (takes('}')) {
        m_visitor->begin();
        m_visitor->end();
        return {};
    }
    do {
        skipBlanks();
        auto key = string();
        if (!key)
            return fail(key.error());
        if (!takes(':'))
            return malformedJson(u"a key without a value"_s);
        if (*key == "/")
            return isFirst ? reserved(depth) : malformedJson(u"the reserved key beside others"_s);
        if (std::exchange(isFirst, false))
            m_visitor->begin();
        m_visitor->key(*key);
        keys.add(std::move(*key));
        if (const Done done = value(depth + 1); !done)
            return done;
    } while (takes(','));
    if (!takes('}'))
        return malformedJson(u"a map without its end"_s);
    keys.tell(*m_visitor);
    m_visitor->end();
    return {};
}

/// {"/": "CID"} is a link; {"/": {"bytes": …}} is bytes and holds none.
Done JsonReader::reserved(int depth)
{
    skipBlanks();
    if (m_rest.startsWith('"')) {
        const auto text = string();
        const auto cid = text ? Cid::parse(QString::fromUtf8(*text)) : fail(text.error());
        if (!cid)
            return malformedJson(u"a link that is no CID"_s);
        m_visitor->link(*cid);
    } else if (m_rest.startsWith('{')) {
        m_visitor->scalar();
        DataVisitor nobody;
        DataVisitor* const visitor = std::exchange(m_visitor, &nobody);
        const Done done = value(depth + 1);
        m_visitor = visitor;
        if (!done)
            return done;
    } else {
        return malformedJson(u"the reserved key with neither a link nor bytes"_s);
    }
    return takes('}') ? Done() : malformedJson(u"the reserved key beside others"_s);
}

Done JsonReader::word(QByteArrayView text)
{
    if (!m_rest.startsWith(text))
        return malformedJson(u"not a value"_s);
    m_rest = m_rest.sliced(text.size());
    return {};
}

Done JsonReader::number()
{
    const auto takeDigits = [this] {
        qsizetype count = 0;
        while (count < m_rest.size() && isDigit(m_rest[count]))
            ++count;
        m_rest = m_rest.sliced(count);
        return count;
    };
    const auto takeOneOf = [this](QByteArrayView letters) {
        const bool isThere = !m_rest.isEmpty() && letters.contains(m_rest.front());
        m_rest = m_rest.sliced(isThere ? 1 : 0);
        return isThere;
    };
    takeOneOf("-");
    const bool hasZero = m_rest.startsWith('0');
    const qsizetype digits = takeDigits();
    if (digits == 0 || (hasZero && digits > 1))
        return malformedJson(u"not a value"_s);
    if (takeOneOf(".") && takeDigits() == 0)
        return malformedJson(u"a number cut short"_s);
    if (takeOneOf("eE")) {
        takeOneOf("+-");
        if (takeDigits() == 0)
            return malformedJson(u"a number cut short"_s);
    }
    return {};
}

/// A string with its marks, of which the first is next.
Result<QByteArray> JsonReader::string()
{
    if (!m_rest.startsWith('"'))
        return malformedJson(u"a key that is not text"_s);
    m_rest = m_rest.sliced(1);
    QByteArray text;
    while (!m_rest.isEmpty()) {
        qsizetype plain = 0;
        while (plain < m_rest.size() && m_rest[plain] != '"' && m_rest[plain] != '\\'
               && uchar(m_rest[plain]) >= ' ')
            ++plain;
        text.append(m_rest.first(plain));
        m_rest = m_rest.sliced(plain);
        if (m_rest.isEmpty())
            break;
        const char mark = m_rest.front();
        m_rest = m_rest.sliced(1);
        if (mark == '"') {
            if (!QByteArrayView(text).isValidUtf8())
                return malformedJson(u"text that is not UTF-8"_s);
            return text;
        }
        if (mark != '\\')
            return malformedJson(u"a control character in text"_s);
        if (const Done done = escape(text); !done)
            return fail(done.error());
    }
    return malformedJson(u"text without its end"_s);
}

std::optional<char16_t> JsonReader::unit()
{
    if (m_rest.size() < 4)
        return std::nullopt;
    bool isHex = false;
    const auto number = m_rest.first(4).toByteArray().toUShort(&isHex, 16);
    m_rest = m_rest.sliced(4);
    return isHex ? std::optional(char16_t(number)) : std::nullopt;
}

Done JsonReader::escape(QByteArray& to)
{
    constexpr std::array<std::pair<char, char>, 8> plain{{{'"', '"'},
                                                          {'\\', '\\'},
                                                          {'/', '/'},
                                                          {'b', '\b'},
                                                          {'f', '\f'},
                                                          {'n', '\n'},
                                                          {'r', '\r'},
                                                          {'t', '\t'}}};
    if (m_rest.isEmpty())
        return malformedJson(u"text without its end"_s);
    const char letter = m_rest.front();
    m_rest = m_rest.sliced(1);
    for (const auto& [name, meant] : plain) {
        if (letter == name) {
            to.append(meant);
            return {};
        }
    }
    const auto first = letter == 'u' ? unit() : std::nullopt;
    if (!first)
        return malformedJson(u"an unknown escape"_s);
    QString text(QChar{*first});
    if (QChar::isHighSurrogate(*first) && m_rest.startsWith("\\u")) {
        m_rest = m_rest.sliced(2);
        const auto second = unit();
        if (!second)
            return malformedJson(u"an unknown escape"_s);
        text.append(QChar{*second});
    }
    to.append(text.toUtf8());
    return {};
}

} // namespace

Done visitDagJson(QByteArrayView bytes, DataVisitor& visitor)
{
    return JsonReader(bytes, visitor).readAll();
}

} // namespace cairn::content
