// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/multihash.h"
#include "core/local/store/carcontents.h"

namespace cairn::local {

/// Checks the rules for a CAR (contract §7) while its bytes arrive; keeps the places of its blocks
/// and their links, never the blocks. One CAR, one thread. Errors: Invalid with the code
/// ERROR_INVALID_CAR.
class Ingest
{
public:
    explicit Ingest(CarContentsBuilder::Blocks blocks = CarContentsBuilder::Blocks::Incoming);
    Ingest(const Ingest&) = delete;
    Ingest& operator=(const Ingest&) = delete;

    [[nodiscard]] Done feed(QByteArrayView bytes);
    // The halves of it, for two threads; each is to have all bytes in order.
    [[nodiscard]] Done check(QByteArrayView bytes);
    void hash(QByteArrayView bytes) { m_hash.add(bytes); } ///< Towards the CID of the CAR.
    [[nodiscard]] Result<CarContents> finish();

private:
    content::CarParser m_parser;
    content::Sha256 m_hash;
    CarContentsBuilder m_contents;
};

} // namespace cairn::local
