// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/folder.h"

#include <QString>

#include <vector>

namespace cairn {

/// The folders from a base down to the one that is written to. Only the innermost 32 are held open,
/// so that depth costs no descriptors; on the way up the others are opened again through "..", and
/// must be the same folders. One thread; borrows the base.
class FolderStack
{
public:
    explicit FolderStack(int base)
        : m_base(base)
    { }

    /// Into a folder of the innermost one, never through a link.
    [[nodiscard]] posix::Outcome<void> enter(const QByteArray& name);
    /// Out of it again. std::errc::no_such_file_or_directory when somebody has moved it.
    [[nodiscard]] posix::Outcome<void> leave();

    int descriptor() const; ///< Of the innermost folder.
    std::size_t depth() const { return m_levels.size(); }
    /// Where @p name in the innermost folder is, from the first folder on.
    QString place(const QByteArray& name = {}) const;

private:
    struct Level
    {
        QByteArray name;
        posix::Descriptor descriptor; ///< Closed where it is far above.
        quint64 device = 0;
        quint64 inode = 0;
    };

    int m_base;
    std::vector<Level> m_levels;
};

} // namespace cairn
