// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/local/http/httpmessage.h"

#include <QHostAddress>
#include <QStringList>

#include <atomic>

namespace cairn::local {

/// Decides, before anything else reads a request, whether it was meant for this service: a page
/// that rebinds its own DNS name to a loopback address sends that name as Host and is refused.
/// Pages of other origins may ask (contract §1.2), since a credential is never attached by the
/// browser itself. Any thread.
class RequestGuard
{
public:
    /// @p names are further host names that clients may use, without ports.
    RequestGuard(QHostAddress listen, QStringList names);

    /// Known once the socket is bound.
    void setPort(quint16 port) { m_port = port; }

    bool admits(const HttpRequest& request) const;

private:
    QHostAddress m_listen;
    QStringList m_names;
    std::atomic<quint16> m_port = 0;
};

/// The string behind "Bearer " (contract §2). Errors: Unauthorized with the contract's code.
[[nodiscard]] Result<Secret> bearer(const HttpRequest& request);

/// The headers every answer carries (contract §1.2).
HttpFields corsFields(const HttpRequest& request);
/// The answer to OPTIONS: 204 to a complete preflight, else 405.
HttpResponse preflight(const HttpRequest& request);

} // namespace cairn::local
