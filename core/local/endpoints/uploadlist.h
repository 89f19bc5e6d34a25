// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/responses.h"
#include "core/local/store/uploads.h"

namespace cairn::local {

/// GET /user/uploads in both its modes of paging (contract §6.6).
HttpResponse listUploads(Uploads& uploads, qint64 user, const HttpRequest& request);

/// What JavaScript's parseInt makes of a text: "10abc" is 10.
std::optional<qint64> leadingInteger(QByteArrayView text);
/// The Link header of before mode: the next page begins before the date @p last.
QByteArray nextLink(const QByteArray& path, qint64 size, const QString& last);
/// The Link header of page mode (contract §6.6), also for other lists.
QByteArray pageLinks(const QByteArray& path, qint64 page, qint64 size, qint64 count);
/// A date as clients write it: a full timestamp, or a shorter form that JavaScript reads.
std::optional<Timestamp> momentFrom(const QByteArray& text);

} // namespace cairn::local
