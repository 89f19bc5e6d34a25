// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

namespace cairn::content {

/// A CID and its bytes. A value; it does not check that they match.
struct Block
{
    Cid cid;
    QByteArray bytes;

    bool operator==(const Block&) const = default;
};

} // namespace cairn::content
