// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/redirect.h"

namespace cairn {
using namespace Qt::StringLiterals;

Error redirectError(const QUrl& from, const QUrl& target)
{
    const bool isToHttps = from.scheme() == "http"_L1 && target.scheme() == "https"_L1
        && from.host() == target.host();
    Error error{Error::Kind::Protocol, u"sent on to another origin"_s, from.host(),
                (isToHttps ? redirect::toHttps : redirect::elsewhere).toString()};
    error.more = {target.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment)
                      .toString(QUrl::FullyEncoded)};
    return error;
}

Error redirectLoopError(const QUrl& from)
{
    return {Error::Kind::Protocol, u"sent on too often"_s, from.host(), redirect::loop.toString()};
}

} // namespace cairn
