// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/file.h"
#include "core/local/store/carcontents.h"

#include <optional>
#include <vector>

namespace cairn::local {

/// Finds the blocks that verify in a CAR whose bytes have changed. A frame (a section's length and
/// CID) that cannot be read ends nothing: the search goes on, byte by byte, for the next frame
/// whose block verifies.
///
///   header │ length CID data │ length CID d?ta │ l?ngth CID data │ length CID data │ length C?D …
///            found             damaged, named    found: its data    found             the search
///                                                ends at the next                     goes on
///
/// Holds a few MiB of the file. What it hashes in vain is bounded: a file made to look like frames
/// everywhere takes a multiple of its size, then the rest of it counts as lost. One use, one
/// thread.
class CarSalvage
{
public:
    /// Borrows the descriptor.
    CarSalvage(int descriptor, qint64 size);

    /// An error is the reason why the file cannot be read.
    [[nodiscard]] posix::Outcome<void> run();

    const std::vector<content::Cid>& roots() const { return m_roots; }
    CarContentsBuilder& contents() { return m_contents; }
    BlockTable takeDamaged();

private:
    struct Frame
    {
        content::Cid cid;
        qint64 offset = 0; ///< Of the data.
        qint64 length = 0;
        qint64 end() const { return offset + length; }
    };
    using MaybeFrame = std::optional<Frame>;

    posix::Outcome<QByteArrayView> bytes(qint64 offset, qint64 length);
    posix::Outcome<qint64> readHeader();
    posix::Outcome<MaybeFrame> frameAt(qint64 at);
    posix::Outcome<bool> verifies(const Frame& frame);
    posix::Outcome<bool> take(const Frame& frame);
    posix::Outcome<qint64> findNext(qint64 from);
    posix::Outcome<void> takeWithoutLength(qint64 at, qint64 end);
    void markDamaged(const Frame& frame);

    const int m_descriptor;
    const qint64 m_size;
    QByteArray m_window; ///< Bytes of the file from m_windowOffset on.
    qint64 m_windowOffset = 0;
    qint64 m_budget; ///< Bytes that may still be hashed in vain.
    std::vector<content::Cid> m_roots;
    CarContentsBuilder m_contents;
    BlockTable m_damaged;
};

} // namespace cairn::local
