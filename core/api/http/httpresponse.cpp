// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httpresponse.h"

namespace cairn {

QByteArray HttpResponse::header(QByteArrayView name) const
{
    for (const auto& [key, value] : headers) {
        if (QByteArrayView(key).compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

} // namespace cairn
