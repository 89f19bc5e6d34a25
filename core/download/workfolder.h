// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace cairn {

struct DownloadRequest;

/// A file descriptor, closed with the object.
class Descriptor
{
public:
    explicit Descriptor(int number = -1)
        : m_number(number)
    { }
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    { }
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    int number() const { return m_number; }
    bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

/// How far a download has come: where the walk through the DAG stands. Everything before it is
/// verified and written. A few numbers, however large the download.
struct DownloadRecord
{
    std::vector<quint64> entries{}; ///< Whole ones in each open folder, from the top.
    quint64 fileBytes = 0; ///< Of the present file.
    quint64 verified = 0; ///< Bytes of blocks, as the folders count them.
    quint64 sourceBytes = 0; ///< Of whole files.
    int files = 0; ///< Whole ones.
    QStringList leftOut{}; ///< The first of them.
    qint64 inode = 0; ///< Of what is about to get the target's name; 0: not yet whole.

    bool operator==(const DownloadRecord&) const = default;
};

/// A hidden folder beside the target in which a download grows, so that nothing incomplete ever has
/// the target's name and putting it in place is one rename. Found again by what is asked for, and
/// locked while it lives.
///
///   .cairn-HASH/content   the file or folder
///               record    DownloadRecord, overwritten at each step, good while the system runs
///               synced    the same as it was when all before it had reached the disk
///
/// After a crash of the program the record holds: what it counts was written before it. After one
/// of the system (the boot's name has changed) the one that was synced holds. What lies beyond it
/// is thrown away. Errors: DiskFull, Storage; Conflict when another process works on the same, or
/// when something has the target's name.
class WorkFolder
{
public:
    [[nodiscard]] static Result<WorkFolder> open(const DownloadRequest& request);

    /// What an earlier run has left; an empty one at first.
    const DownloadRecord& record() const { return m_record; }
    int descriptor() const { return m_folder.number(); }

    [[nodiscard]] Done write(const DownloadRecord& record);
    /// The same, after everything written has reached the disk.
    [[nodiscard]] Done sync(const DownloadRecord& record);
    /// Gives the content the target's name. The folder stays until discard(), so that whoever dies
    /// before noting it down finds that it is done.
    [[nodiscard]] Done place(DownloadRecord record);
    /// The earlier run has got as far as that, and only the folder is left.
    bool isPlaced() const;
    /// Nothing has been verified yet.
    bool isEmpty() const { return m_record == DownloadRecord(); }
    void clear(); ///< Throws away everything.
    enum class Discard { Always, IfPlaced };
    /// The same from outside; the next open() begins anew. False while somebody works in it.
    static bool discard(const DownloadRequest& request, Discard when);

    static constexpr char content[] = "content";

private:
    WorkFolder(QString path, QString target);

    Done lock();
    void load();
    Done writeSynced(const QByteArray& text);

    QString m_path;
    QString m_target;
    Descriptor m_folder;
    Descriptor m_recordFile;
    qsizetype m_recordSize = 0;
    DownloadRecord m_record;
};

/// Removes @p name and all below it in @p folder, following no link.
void removeTree(int folder, const char* name);

} // namespace cairn
