// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/unixfs/dagreader.h"

#include <QUrl>

#include <functional>
#include <memory>

class QNetworkAccessManager;

namespace cairn::local {

/// Blocks from a trustless gateway (GET /ipfs/CID?format=raw), each verified as it comes. Waits for
/// them, so it belongs in a thread that has nothing else to do. Errors: NotFound, Offline, Timeout,
/// Cancelled, Corrupt for bytes that are not what was asked for, TooLarge.
class GatewaySource final : public content::BlockSource
{
public:
    GatewaySource(const QUrl& gateway, std::function<bool()> isStopping);
    ~GatewaySource() override;

    [[nodiscard]] Result<QByteArray> block(const content::Cid& cid) override;

private:
    const QUrl m_gateway;
    const std::function<bool()> m_isStopping;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

} // namespace cairn::local
