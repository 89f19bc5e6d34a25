// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/unixfs/dagreader.h"
#include "core/content/unixfs/directorylisting.h"
#include "core/download/fetcher.h"
#include "core/download/folderstack.h"
#include "core/download/workfolder.h"

#include <QElapsedTimer>

namespace cairn {

/// Writes the files, folders (flat and sharded) and links of a DAG into a work folder, with the
/// rights and times that their nodes say. Every name is checked and used in a folder that is open,
/// never through a link and never over something that is there; what cannot be written, or not
/// safely, is left out and noted with its reason. One thread. Errors: the fetcher's, WorkFolder's,
/// DagReader's where asking again may help, Invalid for a root that is neither file nor folder.
///
/// Resuming a tree. The record says where an earlier run stopped: for each open folder how many
/// entries are whole, and how many bytes of the file that was being written. The walk has the same
/// order each time, so it finds the place by counting:
///
///   record: entries {2, 1}, fileBytes 3 MiB
///
///   DAG        on disk
///   root/
///     a        whole    passed by: entry 1 of 2
///     b        whole    passed by: entry 2 of 2
///     c/                opened: the record was in it
///       x      whole    passed by: entry 1 of 1
///       y      5 MiB    cut to 3 MiB, filled from there: endResuming()
///       z      some     removed, then written: it came after the record
///     d        -        written as in a first run
///
/// Until endResuming() the fetcher follows no path and gives single nodes (the shards of a folder
/// by expectShards()), since nearly all that a CAR would bring is on disk. If the disk has less
/// than the record says, because somebody removed a folder or cut a file, resuming ends there, and
/// that folder or file is written from its beginning. WorkFolder says when the record itself is
/// written.
class TreeWriter
{
public:
    struct Figures
    {
        qint64 verified = 0; ///< Bytes of files that are written.
        int files = 0;
        qint64 sourceBytes = 0;
    };

    /// @p claimedBytes: what the root says that there is. Once more than that is written, the last
    /// space of a disk is left alone.
    TreeWriter(Fetcher& fetcher, WorkFolder& folder, quint64 claimedBytes,
               std::function<void(const Figures&)> tell);
    ~TreeWriter();

    [[nodiscard]] Done write(const content::NodeInfo& root);
    const DownloadRecord& record() const { return m_record; }
    /// Of the root, if it is a folder that says any: to be set when it is in place.
    std::optional<quint32> rights() const { return m_rights; }

private:
    struct OpenFolder;

    Done writeRoot(const content::NodeInfo& root);
    Done writeNext();
    Done passBy(const content::DirectoryEntry& entry);
    void sweep(const content::DirectoryEntry* next);
    Done writeEntry(const content::DirectoryEntry& entry);
    Done enterFolder(const QByteArray& name, const content::NodeInfo& node,
                     quint64 cumulativeBytes);
    Done leaveFolder();
    Done writeFile(const QByteArray& name, const content::NodeInfo& node);
    Done fill(int file, const content::NodeInfo& node, const QString& place);
    Done onBytes(int file, QByteArrayView bytes);
    Done writeLink(const QByteArray& name, const content::NodeInfo& node);
    Done leaveOut(const QByteArray& name, LeftOut::Reason reason, const QString& block = {});
    Done entryDone(quint64 cumulativeBytes);
    Done keep();
    Done leaveSpace(int file) const;
    bool goesOnHere() const;
    void endResuming();
    std::size_t openLinks() const;
    void tell() const;

    Fetcher& m_fetcher;
    content::DagReader m_reader;
    WorkFolder& m_folder;
    quint64 m_claimedBytes;
    std::function<void(const Figures&)> m_tell;
    DownloadRecord m_record;
    DownloadRecord m_resumed; ///< Where the earlier run stopped.
    bool m_isResuming = false;
    FolderStack m_folders; ///< As many as m_open.
    std::vector<OpenFolder> m_open;
    TraversalPath m_path; ///< m_open, and the file that is written.
    content::WholeFile m_wholeFile; ///< Of the file that is written.
    std::optional<quint32> m_rights;
    quint64 m_unkept = 0;
    QElapsedTimer m_sinceRecord;
    QElapsedTimer m_sinceSync;
};

} // namespace cairn
