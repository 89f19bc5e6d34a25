// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/codec/dagpb.h"
#include "core/content/unixfs/dagreader.h"

namespace cairn::content {

/// The entries of a folder, flat or sharded, one after the other in stored order; names are as
/// stored, unsafe. Holds the node that it is in, of a sharded folder one for each level. Borrows
/// the source; one thread at a time. Errors: DagReader's.
class DirectoryListing
{
public:
    [[nodiscard]] static Result<DirectoryListing> open(BlockSource& source, const Cid& directory);

    /// Nothing at the end.
    [[nodiscard]] Result<std::optional<DirectoryEntry>> next();
    std::size_t heldLinks() const; ///< What it holds of the nodes that it is in.

private:
    struct Node
    {
        Cid cid;
        std::vector<PbLink> links;
        std::size_t next = 0;
        QByteArray bucket{}; ///< Of the link taken last.
    };

    explicit DirectoryListing(BlockSource& source)
        : m_source(&source)
    { }
    Done descend(const Cid& shard);
    Result<std::optional<DirectoryEntry>> entryOf(Node& node, const PbLink& link);

    BlockSource* m_source;
    bool m_isSharded = false;
    std::vector<Node> m_nodes; ///< The folder's own first.
};

} // namespace cairn::content
