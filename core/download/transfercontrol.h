// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpstream.h"

namespace cairn {

/// What a download's worker shares with whoever steers it. Callable from any thread.
struct TransferControl
{
    std::function<bool()> isStopping;
    /// How many bytes of @p wanted may come now, at least one; waits for its turn, or until
    /// @p isOver.
    std::function<qint64(qint64 wanted, const std::function<bool()>& isOver)> allow;
    std::function<void(qint64 bytes)> received; ///< From the network, of use or not.
    /// Bytes that went without being allowed; less than none for those that were and did not come.
    std::function<void(qint64 bytes)> charge;
    /// Waits until the account's service may be asked once more; none: at once. Errors: Cancelled.
    std::function<Done()> acquire;
    /// How much may come before anybody asks for it, of each stream that begins.
    std::function<qint64()> readAhead;

    /// One piece, as far as it may come now; 0 at the end.
    Result<qint64> read(HttpStream& stream, char* to, qint64 maxSize,
                        const std::function<bool()>& isOver) const;
    Result<HttpStream::Head> head(HttpStream& stream) const;
};

} // namespace cairn
