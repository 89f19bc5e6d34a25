// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

namespace cairn::content {

/// Bytes and the name they hash to. A value; whether the two agree is the reader's business.
struct Block
{
    Cid cid;
    QByteArray bytes;

    bool operator==(const Block&) const = default;
};

} // namespace cairn::content
