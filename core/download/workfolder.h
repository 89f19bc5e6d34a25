// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/descriptor.h"
#include "core/base/result.h"
#include "core/download/leftout.h"

#include <QString>

#include <vector>

class QJsonValue;

namespace cairn {

struct DownloadRequest;

/// How far a download has come: the place of its walk through the DAG. Everything before that place
/// is verified and written. A few numbers, however large the download.
struct DownloadRecord
{
    /// How many entries of each open folder are whole, from the top.
    std::vector<quint64> entries{};
    quint64 fileBytes = 0; ///< Of the file that is being written.
    quint64 sourceBytes = 0; ///< Of whole files.
    int files = 0; ///< Whole files.
    quint64 leftOut = 0; ///< How many; the first mostLeftOut of them are in the folder.
    qint64 leftOutBytes = 0; ///< Of the file that they are in.
    qint64 inode = 0; ///< Of the content that is about to get the target's name; 0: not whole yet.

    quint64 verified() const { return sourceBytes + fileBytes; } ///< Bytes of files, as counted.
    bool operator==(const DownloadRecord&) const = default;
};

/// A hidden folder beside the target in which a download is written, so that nothing incomplete has
/// the target's name, and one rename puts it in place. Its name is made of the request, so that a
/// later run finds it. Locked as long as this object lives.
///
///   .cairn-HASH/content   the file or folder
///               record    a DownloadRecord, overwritten every 8 MiB or fifth of a second
///               synced    an earlier one: all bytes that it counts have reached the disk
///               leftout   what is not in the content, a line of JSON each
///
/// After a crash of the program `record` counts: its bytes were written before it. After a crash of
/// the system (the id of the boot differs) `synced` counts. Whatever is on disk beyond it is
/// removed. Errors: DiskFull, Storage; Conflict when another process works on the same, or when
/// something has the target's name.
class WorkFolder
{
public:
    [[nodiscard]] static Result<WorkFolder> open(const DownloadRequest& request);
    /// Where it is, whether it is there or not.
    static QString pathFor(const DownloadRequest& request);

    /// The record of an earlier run; empty if there was none.
    const DownloadRecord& record() const { return m_record; }
    int descriptor() const { return m_folder.number(); }

    [[nodiscard]] Done write(const DownloadRecord& record);
    /// The same, after everything written has reached the disk.
    [[nodiscard]] Done sync(const DownloadRecord& record);
    /// Notes it here, and counts it in @p record.
    [[nodiscard]] Done leaveOut(DownloadRecord& record, const LeftOut& entry);
    /// What @p record counts, the first mostLeftOut of it.
    std::vector<LeftOut> leftOut(const DownloadRecord& record) const;
    /// Nothing is left to be written: place() is next.
    bool isWhole() const;
    /// Renames the content to the target; a folder then gets @p rights. The folder stays until
    /// discard(): a process that dies before it has stored the new state finds here that the
    /// download is done.
    [[nodiscard]] Done place(DownloadRecord record, std::optional<quint32> rights = {});
    /// An earlier run has put the content in place; only the folder is left.
    bool isPlaced() const;
    /// Nothing has been verified yet.
    bool isEmpty() const { return m_record == DownloadRecord(); }
    void clear(); ///< Removes the folder and all that is in it.
    enum class Discard { Always, IfPlaced };
    /// The same without open(); the next open() begins anew. False while another object has it
    /// open.
    static bool discard(const DownloadRequest& request, Discard when);

    static constexpr char content[] = "content";

private:
    WorkFolder(QString path, QString target);

    Done lock();
    Done load();
    Done loadLeftOut(const QJsonValue& leftOut);
    Done writeSynced(const QByteArray& text);

    QString m_path;
    QString m_target;
    posix::Descriptor m_folder;
    posix::Descriptor m_recordFile;
    qsizetype m_recordSize = 0;
    DownloadRecord m_record;
};

} // namespace cairn
