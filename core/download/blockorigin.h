// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QUrl>

namespace cairn {

/// Where blocks can be asked for.
struct BlockOrigin
{
    enum class Kind {
        Service, ///< Speaks the API: a gateway of its own, or GET /car/CID only, as the original.
        Gateway, ///< A trustless gateway (specs.ipfs.tech/http-gateways/trustless-gateway).
    };
    QUrl url;
    Kind kind = Kind::Gateway;

    QString name() const; ///< Its host, with the port if that is not the usual one.
    bool isHere() const;
    bool operator==(const BlockOrigin&) const = default;
};

} // namespace cairn
