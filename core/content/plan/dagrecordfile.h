// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/build/blocksink.h"
#include "core/content/io/scratchfile.h"

#include <vector>

namespace cairn::content {

/// The records of a plan, in a temporary file: sources with their identities, nodes with their
/// bytes and children. Written once on the packing thread; after flush() read from any thread.
class DagRecordFile final : public BlockSink
{
public:
    [[nodiscard]] Done open(const QString& folder) { return m_file.open(folder); }
    [[nodiscard]] Done flush() { return m_file.flush(); }

    Result<quint64> source(const QByteArray& path, const FileIdentity& identity) override;

    struct Source
    {
        QByteArray path;
        FileIdentity identity;
    };
    [[nodiscard]] Result<Source> source(quint64 target) const;
    [[nodiscard]] Result<QByteArray> bytes(const BlockRef& node) const;
    [[nodiscard]] Result<quint32> childCount(const BlockRef& node) const;
    /// Up to @p count children from the @p first.
    [[nodiscard]] Result<std::vector<BlockRef>> children(const BlockRef& node, quint32 first,
                                                         quint32 count) const;

protected:
    Done putLeaf(const BlockRef&, char*) override { return {}; }
    Result<quint64> putNode(const BlockRef& ref, QByteArrayView bytes,
                            std::span<const BlockLink> children) override;

private:
    ScratchFile m_file;
};

} // namespace cairn::content
