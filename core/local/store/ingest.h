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
    Ingest();
    Ingest(const Ingest&) = delete;
    Ingest& operator=(const Ingest&) = delete;

    [[nodiscard]] Done feed(QByteArrayView bytes);
    [[nodiscard]] Result<CarContents> finish();

private:
    content::CarParser m_parser;
    content::Sha256 m_hash;
    CarContentsBuilder m_contents;
};

} // namespace cairn::local
