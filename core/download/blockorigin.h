// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QUrl>

namespace cairn {

/// Where blocks can be asked for.
struct BlockOrigin
{
    enum class Kind {
        /// Speaks the API: has a gateway of its own, or only GET /car/CID, as the original.
        Service,
        Gateway, ///< A trustless gateway (specs.ipfs.tech/http-gateways/trustless-gateway).
    };
    QUrl url;
    Kind kind = Kind::Gateway;

    QString name() const; ///< Its host, with the port if that is not the usual one.
    bool isHere() const;
    bool operator==(const BlockOrigin&) const = default;
};

} // namespace cairn
