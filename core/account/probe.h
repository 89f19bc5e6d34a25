// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/credentials.h"
#include "core/base/clock.h"

#include <QUrl>

class QNetworkAccessManager;
class QObject;

namespace cairn {

/// What was found to be right of an address and credentials that somebody entered.
struct Probed
{
    QUrl endpoint; ///< By https where the service sent from http to it.
    Credentials credentials; ///< Each in the place in which the service takes it.
};

enum class PlainHttp { Refused, Allowed }; ///< To another computer.

/// Asks whether a service of this API is at @p endpoint, without any credential, then whether it
/// takes each of @p credentials, one by one: an accepted login must not hide a mistyped API token.
/// Only a well-formed answer of the API counts. A token in the wrong place is tried in the other.
/// Errors: Unauthorized (subject "login" or "apiToken", as entered), Untrusted (also
/// INSECURE_HTTP), Protocol where something else answers or sends elsewhere, and what kept the
/// service from being asked. Main thread.
[[nodiscard]] Reply<Probed> probe(QNetworkAccessManager& network, const QUrl& endpoint,
                                  const Credentials& credentials, PlainHttp plainHttp,
                                  const Clock& clock, QObject* context);

} // namespace cairn
