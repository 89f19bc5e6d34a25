// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"
#include "core/content/car/carparser.h"
#include "core/download/transfercontrol.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace cairn {

/// A CAR as it comes over the network: blocks in its order, each verified by a thread of its own,
/// which is a few MiB ahead of whoever takes them. Errors: HttpStream's and CarParser's (the subject
/// of Corrupt is the block).
class CarSource
{
public:
    /// @p unusedBudget: bytes of blocks that may go by unused before the first wanted one.
    CarSource(std::unique_ptr<HttpStream> stream, const TransferControl& control, qint64 unusedBudget);
    ~CarSource(); ///< Breaks off what has not come.

    /// @p cid's block, if it is the next one; nothing if something else is, or the end. Waits.
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
    qint64 m_bytes = 0; ///< Of those.
    std::optional<Done> m_end; ///< What came before a fault was right.
    bool m_isStopped = false;

    std::thread m_reader;
};

} // namespace cairn
