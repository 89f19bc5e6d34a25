// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/local/http/httpmessage.h"

#include <QHostAddress>
#include <QStringList>

#include <atomic>
#include <optional>

namespace cairn::local {

/// Decides, before anything else reads a request, whether it was meant for this service: a page
/// that rebinds its own DNS name to a loopback address sends that name as Host and is refused. Any
/// thread.
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

/// The label of a host "LABEL.ipfs.localhost", where a root of content has an origin of its own
/// (contract §16.9). Whether it is a CID is not looked at.
[[nodiscard]] std::optional<QByteArray> contentLabel(const HttpRequest& request);

/// The string behind "Bearer " (contract §2). Errors: Unauthorized with the contract's code.
[[nodiscard]] Result<Secret> bearer(const HttpRequest& request);

} // namespace cairn::local
