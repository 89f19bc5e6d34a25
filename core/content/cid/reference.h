// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <QString>

namespace cairn::content {

/// What a text that a person pastes, types or opens refers to.
struct Reference
{
    Cid cid{};
    QString path{}; ///< Behind the CID: "a/b", or empty.
    QString name{}; ///< What a web address proposes to call it ("?filename="); often empty.

    bool operator==(const Reference&) const = default;
};

/// Understands a CID, `CID/path`, `/ipfs/CID/path`, `ipfs://CID/path`, `ipfs:CID`,
/// `https://gateway/ipfs/CID/path` and `https://CID.ipfs.gateway/path`. Addresses are
/// percent-decoded, and what stands behind ? and # is no part of the path; paths are taken as they
/// are. Invalid otherwise.
[[nodiscard]] Result<Reference> referenceFrom(QStringView text);

} // namespace cairn::content
