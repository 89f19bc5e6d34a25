// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/content/cid/cidstring.h"

#include <optional>
#include <vector>

namespace cairn {

/// A change of an item that the service has not answered yet.
struct LibraryChange
{
    content::CidString cid;
    std::optional<QString> name{}; ///< The new one; none: the item is removed.

    bool operator==(const LibraryChange&) const = default;
};

/// Changes that are on their way, on disk: a small JSON file, there only while there are some. Main
/// thread: it has a few hundred bytes and is not flushed, so that a killed process loses nothing,
/// and a power cut the last changes at most.
class ChangesFile
{
public:
    ChangesFile() = default; ///< Keeps nothing.
    explicit ChangesFile(QString file)
        : m_file(std::move(file))
    { }

    std::vector<LibraryChange> load() const; ///< What cannot be read is none.
    [[nodiscard]] Done save(const std::vector<LibraryChange>& changes) const;

private:
    QString m_file;
};

} // namespace cairn
