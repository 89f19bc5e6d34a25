// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpconnections.h"
#include "core/api/source/sourceverdicts.h"
#include "core/content/unixfs/dagreader.h"

#include <QUrl>

#include <functional>

namespace cairn::local {

/// Blocks from a trustless gateway (GET /ipfs/CID?format=raw), each verified as it comes. Waits for
/// them, so it belongs in a thread that has nothing else to do. What the gateway is found to be is
/// kept in SourceVerdicts: one that has ended is asked no more, one that asks for fewer requests
/// not before its time. Errors have a code of sourceanswer.h, except Cancelled.
class GatewaySource final : public content::BlockSource
{
public:
    /// @p verdicts must outlive it.
    GatewaySource(const QUrl& gateway, SourceVerdicts& verdicts, std::function<bool()> isStopping);

    [[nodiscard]] Result<QByteArray> block(const content::Cid& cid) override;

private:
    [[nodiscard]] Result<QByteArray> ask(const content::Cid& cid);

    const QUrl m_gateway;
    SourceVerdicts& m_verdicts;
    const std::function<bool()> m_isStopping;
    HttpConnections m_connections;
};

/// What @p host said, for a person who looks at a pin request; @p now tells when it is asked again.
QString sentenceOf(const QString& host, const Error& error, Timestamp now);

} // namespace cairn::local
