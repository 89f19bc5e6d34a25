// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QFile>
#include <QTemporaryDir>

#include <memory>

namespace cairn::ctl {

// Standard input and output, pipes and devices where a command takes files. What is stored is read
// twice, once for its CID and once to be sent, and what is fetched counts only when it is whole: so
// what comes from a pipe, or goes to one, is a file on the way.

/// "-", or something there that is neither a file nor a folder. @p links are followed.
bool isPipe(const QString& path);

/// Opens a file, or standard input for "-". Errors: FileUnreadable; NotFound.
[[nodiscard]] Done openForReading(QFile& file, const QString& path);

/// A folder of the system's temporary ones; goes with the object.
class FileOnTheWay
{
public:
    /// @p name is what the file is called. Errors: Storage, DiskFull.
    [[nodiscard]] static Result<FileOnTheWay> named(const QString& name);

    QString path() const { return m_path; }
    /// All that comes from @p pipe, to its end. Errors: FileUnreadable, Storage, DiskFull.
    [[nodiscard]] Done readFrom(const QString& pipe) const;
    /// All of it to @p pipe. Errors: Storage, DiskFull (subject: the pipe).
    [[nodiscard]] Done writeTo(const QString& pipe) const;

private:
    FileOnTheWay() = default;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QFile> m_lock; ///< Held: the next call removes a folder without one that is.
    QString m_path;
};

} // namespace cairn::ctl
