// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/build/blocksink.h"

#include <vector>

namespace cairn::content {

/// Makes a file of its leaves: the balanced tree of contract §11.2. One node for each level is in
/// memory, however long the file is. Borrows the sink; used once for each file.
class FileBuilder
{
public:
    FileBuilder(const Profile& profile, BlockSink& sink);

    [[nodiscard]] Done add(const BlockLink& leaf);
    [[nodiscard]] Result<BlockLink> finish();

private:
    Done push(std::size_t level, const BlockLink& link);
    Done close(std::size_t level);

    const Profile& m_profile;
    BlockSink& m_sink;
    std::vector<std::vector<BlockLink>> m_levels; ///< leaves first
};

/// Names a finished dag-pb node and hands it to the sink.
[[nodiscard]] Result<BlockLink> makeNode(const Profile& profile, BlockSink& sink,
                                         QByteArrayView bytes, std::span<const BlockLink> children);

} // namespace cairn::content
