// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/transfercontrol.h"

namespace cairn {

Result<HttpStream::Head> TransferControl::head(HttpStream& stream) const
{
    auto head = stream.head();
    if (head)
        charge(head->bytes);
    return head;
}

Result<qint64> TransferControl::read(HttpStream& stream, char* to, qint64 maxSize,
                                     const std::function<bool()>& isOver) const
{
    const qint64 allowed = allow(maxSize, isOver);
    const auto count = stream.read(to, allowed);
    if (const qint64 unused = allowed - count.value_or(0); unused > 0)
        charge(-unused);
    if (count)
        received(*count);
    return count;
}

} // namespace cairn
