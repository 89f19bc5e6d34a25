// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/datavisitor.h"

#include <algorithm>

namespace cairn::content {

void MapKeys::tell(DataVisitor& visitor)
{
    std::ranges::sort(m_keys);
    const auto same = std::ranges::adjacent_find(m_keys);
    if (same != m_keys.end())
        visitor.repeated(*same);
}

} // namespace cairn::content
