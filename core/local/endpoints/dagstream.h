// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/httpmessage.h"
#include "core/local/store/blockstore.h"
#include "core/local/store/dagwalk.h"

#include <optional>
#include <vector>

namespace cairn::local {

/// A DAG as a CAR, block by block. A block that cannot be read breaks the connection.
class DagStream final : public BodySource
{
public:
    DagStream(BlockStore blocks, const DagOutline& dag, std::optional<qint64> size);

    std::optional<qint64> size() const override { return m_size; }
    qint64 read(char* to, qint64 maxSize) override;

private:
    [[nodiscard]] Result<bool> frameNext();

    BlockStore m_blocks;
    std::vector<content::Cid> m_before; ///< The next one last.
    DagWalk m_walk;
    std::optional<qint64> m_size;
    QByteArray m_frame; ///< Of the section going out; then come
    QByteArray m_data; ///< its bytes.
    qsizetype m_sent = 0;
};

} // namespace cairn::local
