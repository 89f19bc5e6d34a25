// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpstream.h"
#include "core/base/result.h"
#include "core/content/cid/cid.h"

#include <functional>

namespace cairn {

/// Reads a piece of an answer's body: at least one byte, 0 at the end.
using ReadBody = std::function<Result<qint64>(char* to, qint64 maxSize)>;

/// The beginning of a body that is not what was asked for.
QByteArray beginningOf(const ReadBody& read);

/// The block @p cid out of a body that should be nothing else (trustless gateway, format=raw).
/// @p mayBePage: whoever sends a page instead is taken for one that refuses programs. Errors: those
/// of @p read, Corrupt with the CID as its subject, pageError().
[[nodiscard]] Result<QByteArray> blockFrom(const ReadBody& read, const HttpStream::Head& head,
                                           const content::Cid& cid, bool mayBePage);

} // namespace cairn
