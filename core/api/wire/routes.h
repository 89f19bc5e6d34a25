// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QLatin1StringView>
#include <QUrl>

namespace cairn::routes {

// Paths, headers and limits on the wire, for both ends (contract §1, §6). A path that ends in '/'
// is followed by one segment.
inline constexpr QLatin1StringView version("/version");
inline constexpr QLatin1StringView description("/openapi.json");
inline constexpr QLatin1StringView car("/car");
inline constexpr QLatin1StringView carOf("/car/");
inline constexpr QLatin1StringView upload("/upload");
inline constexpr QLatin1StringView statusOf("/status/");
inline constexpr QLatin1StringView uploads("/user/uploads");
inline constexpr QLatin1StringView uploadOf("/user/uploads/");
inline constexpr QLatin1StringView renameSuffix("/rename");
inline constexpr QLatin1StringView tokens("/user/tokens");
inline constexpr QLatin1StringView tokenOf("/user/tokens/");
inline constexpr QLatin1StringView account("/user/account");
inline constexpr QLatin1StringView info("/user/info");

/// The address of @p path at @p endpoint, which may lie below a path of its own. Both as they go
/// over the wire, percent-encoded; @p path may end in a query.
[[nodiscard]] QUrl urlOf(const QUrl& endpoint, const QString& path);

/// @p route, which ends in '/', and @p segment behind it: text of somebody else's, encoded so that
/// it stays one segment. Errors: Invalid for what no encoding makes one, nothing and dots.
[[nodiscard]] Result<QString> pathOf(QLatin1StringView route, const QString& segment);

inline constexpr char nameHeader[] = "X-Name"; ///< Percent-encoded UTF-8.
inline constexpr char clientHeader[] = "X-Client";
inline constexpr char countHeader[] = "Count";
inline constexpr char sizeHeader[] = "Size";
inline constexpr char pageHeader[] = "Page";
inline constexpr char jsonType[] = "application/json;charset=UTF-8";
inline constexpr char carType[] = "application/vnd.ipld.car";

inline constexpr qint64 largestBody = 100LL * 1024 * 1024; ///< Contract §3.5.
inline constexpr qint64 largestBlock = 2LL * 1024 * 1024;
inline constexpr int requestsPerWindow = 30; ///< Per token and window (contract §3.4).
inline constexpr int windowSeconds = 10;

/// Whether the same request may be sent again when its answer was lost. A CAR is named by its hash,
/// and a name or a deletion is a state, so all these may; a token would be made twice.
enum class Repeat { Safe, Unsafe };

} // namespace cairn::routes
