// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/requesthead.h"

#include <algorithm>
#include <tuple>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype lineEnd = 2; // CR and LF.
constexpr qsizetype maxArguments = 100; // No route has more than ten.

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, isTokenCharacter);
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Whether a line ends at @p end, and what comes then begins at @p next. The library has written
/// NULs over the line end.
bool isLineEnd(const char* end, const char* next, qsizetype size)
{
    return next == end + size && std::all_of(end, next, [](char c) { return c == '\0'; });
}

/// Whether the pieces lie one after the other with line ends between them, and nothing else.
bool isWithoutGaps(const RequestHead& head)
{
    const char* const begin = head.method.data();
    if (head.target.data() != head.method.end() + 1 || head.version.data() != head.target.end() + 1)
        return false;
    const char* end = head.version.end();
    for (const auto& [name, value] : head.fields) {
        // Any blanks may be between a colon and its value.
        if (!isLineEnd(end, name.data(), lineEnd) || value.data() <= name.end())
            return false;
        end = value.end();
    }
    return isLineEnd(end, begin + head.size, 2 * lineEnd);
}

bool isClean(const RequestHead& head)
{
    const auto isText = [](char c) { return !isControl(c) || c == '\t'; };
    return isToken(head.method) && std::ranges::all_of(head.fields, [&](const auto& field) {
               return isToken(field.first) && std::ranges::all_of(field.second, isText);
           });
}

std::vector<QByteArrayView> valuesOf(const RequestHead& head, QByteArrayView name)
{
    std::vector<QByteArrayView> values;
    for (const auto& [key, value] : head.fields) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            values.push_back(value);
    }
    return values;
}

/// Whether it is a number that we can count to.
bool isLength(QByteArrayView text)
{
    bool fits = false;
    std::ignore = text.toLongLong(&fits);
    return fits && std::ranges::all_of(text, isDigit);
}

} // namespace

bool isTarget(QByteArrayView target)
{
    const auto isVisible = [](char c) { return !isControl(c) && c != ' '; };
    return target.count('&') < maxArguments && std::ranges::all_of(target, isVisible);
}

std::optional<QString> ambiguityIn(const RequestHead& head)
{
    if (!isWithoutGaps(head))
        return u"A line of the head does not end with CR and LF, is folded, or holds a NUL."_s;
    if (!isClean(head))
        return u"The head holds characters that have no place there."_s;
    const auto lengths = valuesOf(head, "Content-Length");
    const auto codings = valuesOf(head, "Transfer-Encoding");
    if (lengths.size() + codings.size() > 1)
        return u"The head says more than once how long the body is."_s;
    if (!lengths.empty() && !isLength(lengths.front()))
        return u"Content-Length is no number of bytes."_s;
    if (!codings.empty()
        && (codings.front().compare("chunked", Qt::CaseInsensitive) != 0
            || head.version != "HTTP/1.1"))
        return u"The only transfer coding is \"chunked\", since HTTP/1.1."_s;
    return std::nullopt;
}

} // namespace cairn::local
