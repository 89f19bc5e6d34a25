// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <QUrl>

#include <map>
#include <mutex>
#include <optional>

namespace cairn {

/// What the downloads of an account have learned about their sources since the program started: who
/// is asked no more, and who not before a time. So one request finds out what a source is, however
/// many downloads want something of it. Owned by TransferQueue; any thread.
class SourceVerdicts
{
public:
    /// @p clock must outlive it.
    explicit SourceVerdicts(const Clock& clock);

    /// Why @p source is not to be asked now: a final answer, or one that was given a moment ago,
    /// with retryAfter.
    std::optional<Error> standing(const QUrl& source) const;
    /// Keeps what @p source said, if it is final, passing or untrusted. Unless it is final it gets
    /// the time after which the source may be asked again: its own Retry-After, or 1, 2, 4, 8, 15,
    /// 15 s and so on up to 5 min.
    Error note(const QUrl& source, Error error);
    void answered(const QUrl& source); ///< With a block, or that it has none.
    /// If @p place is at a host that is known to be retired: what it said.
    std::optional<Error> retirement(const QUrl& place) const;

    void askAgain(); ///< Nobody is waited for any more.
    void forget(); ///< A person wants everybody to be asked once more.

private:
    struct Entry
    {
        Error error;
        int failures = 0; ///< In a row.
        std::chrono::milliseconds until{0}; ///< Of the clock's elapsed(); not for a final one.
    };

    const Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<QString, Entry> m_entries; ///< By host and port.
};

} // namespace cairn
