// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httpresponse.h"

#include <QDateTime>
#include <QLocale>

namespace cairn {
using namespace Qt::StringLiterals;

std::optional<std::chrono::seconds> retryAfterFrom(const QByteArray& value, Timestamp now)
{
    using std::chrono::seconds;
    bool isNumber = false;
    const int number = value.trimmed().toInt(&isNumber);
    if (isNumber)
        return number >= 0 ? std::optional(seconds(number)) : std::nullopt;
    QDateTime when = QLocale::c().toDateTime(QString::fromLatin1(value.trimmed()),
                                             u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    if (!when.isValid())
        return std::nullopt;
    when.setTimeSpec(Qt::UTC);
    const auto left
        = seconds(when.toSecsSinceEpoch()) - std::chrono::floor<seconds>(now.time_since_epoch());
    return std::max(left, seconds(0));
}

QByteArray HttpResponse::header(QByteArrayView name) const
{
    for (const auto& [key, value] : headers) {
        if (QByteArrayView(key).compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

} // namespace cairn
