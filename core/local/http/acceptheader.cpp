// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/acceptheader.h"

#include <algorithm>
#include <cmath>

namespace cairn::local {

namespace {

/// The parts between @p separator, but not where it stands in a quoted string; without blanks.
std::vector<QByteArray> partsOf(const QByteArray& text, char separator)
{
    std::vector<QByteArray> parts;
    bool isQuoted = false;
    qsizetype begin = 0;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (isQuoted && text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            isQuoted = !isQuoted;
        } else if (text[at] == separator && !isQuoted) {
            parts.push_back(text.sliced(begin, at - begin).trimmed());
            begin = at + 1;
        }
    }
    parts.push_back(text.sliced(begin).trimmed());
    return parts;
}

QByteArray unquoted(const QByteArray& text)
{
    if (text.size() < 2 || !text.startsWith('"') || !text.endsWith('"'))
        return text;
    QByteArray plain;
    for (qsizetype at = 1; at < text.size() - 1; ++at) {
        if (text[at] == '\\' && at < text.size() - 2)
            ++at;
        plain.append(text[at]);
    }
    return plain;
}

/// What is no number counts as not said.
int qualityFrom(const QByteArray& text)
{
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber && value >= 0 && value <= 1 ? int(std::lround(value * 1000)) : 1000;
}

int exactness(const MediaRange& range)
{
    return range.type == "*/*" ? 0 : range.type.endsWith("/*") ? 1 : 2;
}

MediaRange rangeFrom(const QByteArray& text)
{
    const auto parts = partsOf(text, ';');
    MediaRange range{.type = parts.front().toLower()};
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const qsizetype sign = parts[i].indexOf('=');
        if (sign < 0)
            continue;
        const QByteArray name = parts[i].first(sign).trimmed().toLower();
        const QByteArray value = unquoted(parts[i].sliced(sign + 1).trimmed());
        if (name == "q")
            range.quality = qualityFrom(value);
        else
            range.parameters.emplace_back(name, value);
    }
    return range;
}

} // namespace

std::optional<QByteArray> MediaRange::parameter(QByteArrayView name) const
{
    const auto found = std::ranges::find(
        parameters, name, [](const auto& each) { return QByteArrayView(each.first); });
    return found == parameters.end() ? std::nullopt : std::optional(found->second);
}

std::vector<MediaRange> acceptedTypes(const QByteArray& header)
{
    std::vector<MediaRange> ranges;
    for (const QByteArray& part : partsOf(header, ',')) {
        MediaRange range = rangeFrom(part);
        if (range.type.contains('/') && range.quality > 0)
            ranges.push_back(std::move(range));
    }
    std::ranges::stable_sort(ranges, [](const MediaRange& a, const MediaRange& b) {
        return std::pair(a.quality, exactness(a)) > std::pair(b.quality, exactness(b));
    });
    return ranges;
}

} // namespace cairn::local
