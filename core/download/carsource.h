// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/car/carparser.h"
#include "core/content/cid/block.h"
#include "core/download/transfercontrol.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace cairn {

/// The blocks of a CAR while it comes over the network, in its order. A thread of its own reads and
/// verifies them, up to 4 MiB ahead of take(). Errors: HttpStream's and CarParser's (the subject of
/// Corrupt is the block).
class CarSource
{
public:
    /// @p unusedBudget: bytes of blocks that take() may pass over before the first wanted block.
    CarSource(std::unique_ptr<HttpStream> stream, const TransferControl& control,
              qint64 unusedBudget);
    ~CarSource(); ///< Ends the request, complete or not.

    /// The block of @p cid if it is the next one; nothing if another block is next or the CAR has
    /// ended. Waits for the next block.
    [[nodiscard]] Result<std::optional<QByteArray>> take(const content::Cid& cid);
    bool isAtEnd() const;

private:
    void read();
    Done put(content::Block block);
    bool isStopped() const;

    std::unique_ptr<HttpStream> m_stream;
    const TransferControl& m_control;
    qint64 m_unusedBudget;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<content::Block> m_blocks;
    qint64 m_bytes = 0; ///< Of m_blocks.
    /// Set once the CAR has ended or failed; the blocks before that are good.
    std::optional<Done> m_end;
    bool m_isStopped = false;

    std::thread m_reader;
};

} // namespace cairn
