// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <optional>
#include <vector>

namespace cairn::content {

struct PbLink
{
    Cid cid;
    QByteArray name; ///< UTF-8, untouched
    quint64 tsize = 0; ///< cumulative size of what it points to

    bool operator==(const PbLink&) const = default;
};

/// A dag-pb block taken apart (ipld.io/specs/codecs/dag-pb): links in stored order, then data.
struct PbNode
{
    std::vector<PbLink> links;
    std::optional<QByteArray> data;

    bool operator==(const PbNode&) const = default;
};

[[nodiscard]] QByteArray encodePbNode(const PbNode& node);

/// Strict: fields in the spec's order, none twice, none unknown, every hash a CID. Corrupt
/// otherwise. Allocates no more than a small multiple of @p bytes.
[[nodiscard]] Result<PbNode> decodePbNode(QByteArrayView bytes);

// Parts of an encoding, for builders without a PbNode: links first, data last (contract §11.2).
void appendPbLink(QByteArray& to, QByteArrayView cid, QByteArrayView name, quint64 tsize);
void appendPbData(QByteArray& to, QByteArrayView data);
[[nodiscard]] qsizetype pbLinkLength(qsizetype cidLength, qsizetype nameLength, quint64 tsize);

} // namespace cairn::content
