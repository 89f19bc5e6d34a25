// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/httpmessage.h"
#include "core/local/store/blockstore.h"
#include "core/local/store/dagwalk.h"

#include <optional>

namespace cairn::local {

/// What the Content-Length of such a CAR is: none for more than some thousand blocks, which are not
/// looked through before the first byte goes out. But HEAD is asked for the length, and waits for
/// it (contract §6.3), unless blocks may be repeated without end. Errors: NotFound when a block is
/// seen to be missing; Cancelled when nobody waits any more; the store's.
[[nodiscard]] Result<std::optional<qint64>>
announcedLength(BlockStore& blocks, const DagOutline& dag, const HttpRequest& request);

/// The body of an answer: a DAG as a CAR, block by block. A block that cannot be read breaks the
/// connection.
class DagStream final : public BodySource
{
public:
    DagStream(BlockStore blocks, const DagOutline& dag, std::optional<qint64> size);

    std::optional<qint64> size() const override { return m_size; }
    qint64 read(char* to, qint64 maxSize) override;

private:
    [[nodiscard]] Result<bool> frameNext();
    qint64 copySection(char* to, qint64 maxSize);

    BlockStore m_blocks;
    DagWalk m_walk;
    std::optional<qint64> m_size;
    QByteArray m_frame; ///< Length and CID of the present section.
    QByteArray m_data; ///< The bytes of its block, which follow m_frame.
    qsizetype m_sent = 0;
    bool m_hasFailed = false;
};

} // namespace cairn::local
