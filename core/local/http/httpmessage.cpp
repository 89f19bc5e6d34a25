// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/httpmessage.h"

#include <QByteArrayList>

#include <algorithm>

namespace cairn::local {

namespace {

template<typename Fields>
std::optional<QByteArray> valueOf(const Fields& fields, QByteArrayView name)
{
    for (const auto& [key, value] : fields) {
        if (key == name)
            return value;
    }
    return std::nullopt;
}

} // namespace

QByteArray HttpRequest::header(QByteArrayView name) const
{
    for (const auto& [key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QByteArray HttpRequest::headerList(QByteArrayView name) const
{
    QByteArrayList values;
    for (const auto& [key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            values.append(value);
    }
    return values.join(", ");
}

qsizetype HttpRequest::headerCount(QByteArrayView name) const
{
    return std::ranges::count_if(headers, [name](const auto& field) {
        return field.first.compare(name, Qt::CaseInsensitive) == 0;
    });
}

std::optional<QByteArray> HttpRequest::parameter(QByteArrayView name) const
{
    return valueOf(query, name);
}

std::optional<QByteArray> HttpRequest::lastParameter(QByteArrayView name) const
{
    return valueOf(HttpFields(query.rbegin(), query.rend()), name);
}

} // namespace cairn::local
