// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpstream.h"

namespace cairn {

/// What a download's worker asks of the Receiver that started it. May be called on any thread.
struct TransferControl
{
    std::function<bool()> isStopping;
    /// How many of @p wanted bytes may be read now, at least one. Waits until the limit allows one,
    /// or until @p isOver is true.
    std::function<qint64(qint64 wanted, const std::function<bool()>& isOver)> allow;
    std::function<void(qint64 bytes)> received; ///< Bytes that came from the network, used or not.
    /// Counts bytes that moved without allow(); negative for bytes that were allowed and did not
    /// come.
    std::function<void(qint64 bytes)> charge;
    /// Waits until one more request to the account's service may go; if empty, it may go at once.
    /// Errors: Cancelled.
    std::function<Done()> acquire;
    /// How the request ended that acquire() let go, once its head is there or will not come.
    std::function<void(const Done&)> ended{};
    /// How many bytes of a new stream may come before read() asks for them.
    std::function<qint64()> readAhead;
    std::chrono::milliseconds timeout = HttpStream::defaultTimeout; ///< Of a source's silence.

    /// Reads one piece, as large as the limit allows now; 0 at the end.
    Result<qint64> read(HttpStream& stream, char* to, qint64 maxSize,
                        const std::function<bool()>& isOver) const;
    Result<HttpStream::Head> head(HttpStream& stream) const;
};

} // namespace cairn
