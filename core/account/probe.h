// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/credentials.h"
#include "core/base/clock.h"

#include <QUrl>

class QNetworkAccessManager;
class QObject;

namespace cairn {

/// Asks the service whether it knows each credential, one by one: an accepted login must not hide a
/// mistyped API token. Only a refusal (Unauthorized, subject "login" or "apiToken") is an error; a
/// service that cannot be asked now says nothing about the credentials. Main thread.
[[nodiscard]] Reply<void> probe(QNetworkAccessManager& network, const QUrl& endpoint,
                                const Credentials& credentials, const Clock& clock,
                                QObject* context);

} // namespace cairn
