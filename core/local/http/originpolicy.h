// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/http/httpmessage.h"

#include <QByteArrayList>

namespace cairn::local {

/// "https://app.example", as a browser sends it; "*" stays. Errors: Invalid for what is no origin.
[[nodiscard]] Result<QByteArray> originFrom(const QString& text);

/// Which pages in a browser are answered (decision 0006, contract §16). A page of another origin
/// that shows no good credential gets nothing, unless its origin is allowed: what is public is so
/// for whoever asks this computer, not for every page that its owner looks at. A browser sets these
/// headers itself; a program without a browser has none of them, and is answered. A value; any
/// thread.
class OriginPolicy
{
public:
    /// @p allowed are origins such as "https://app.example", or "*" for all.
    explicit OriginPolicy(QByteArrayList allowed);

    /// Whether a page of an origin that is not allowed asks, or has the browser ask for it: as an
    /// image, a script or in a frame. Not when a person follows a link.
    bool isForeign(const HttpRequest& request) const;

    /// The headers that an answer carries. @p isAnswered: the page may read it.
    HttpFields fields(const HttpRequest& request, bool isAnswered) const;
    /// The answer to OPTIONS: 204 to a complete preflight of what may be answered, 403 to that of
    /// a page that would be foreign, else 405. Of content any OPTIONS is answered: caches and
    /// checkers send some that are no preflights.
    HttpResponse preflight(const HttpRequest& request) const;

private:
    bool isAllowed(const QByteArray& origin) const;

    QByteArrayList m_allowed;
    bool m_allowsAll = false;
};

} // namespace cairn::local
