// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>

namespace cairn {

struct HttpResponse
{
    int status = 0;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray header(QByteArrayView name) const; ///< Empty if absent; names in any case.
};

} // namespace cairn
