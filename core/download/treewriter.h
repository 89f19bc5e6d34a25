// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/unixfs/dagreader.h"
#include "core/download/fetcher.h"
#include "core/download/workfolder.h"

#include <QElapsedTimer>

namespace cairn {

/// Writes the files, folders (flat and sharded) and links of a DAG into a work folder. Every name
/// is checked and used in a folder that is open, never through a link and never over something that
/// is there; what cannot be written safely is left out and named. One thread. Errors: the
/// fetcher's, DagReader's, WorkFolder's, Invalid for something that is neither file nor folder.
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
        qint64 verified = 0; ///< Block bytes, as the folders count them.
        int files = 0;
        qint64 sourceBytes = 0;
    };

    TreeWriter(Fetcher& fetcher, WorkFolder& folder, std::function<void(const Figures&)> tell);
    ~TreeWriter();

    [[nodiscard]] Done write(const content::NodeInfo& root, quint64 cumulativeBytes);
    const DownloadRecord& record() const { return m_record; }

private:
    struct Spot; // A name in an open folder, and its path below the target.

    Done writeEntry(const Spot& spot, const content::DirectoryEntry& entry);
    Done writeNode(const Spot& spot, const content::NodeInfo& node, quint64 cumulativeBytes);
    Done writeFolder(const Spot& spot, const content::NodeInfo& node, quint64 cumulativeBytes);
    Done writeEntries(int folder, const content::Cid& cid, const QString& place);
    Done writeFile(const Spot& spot, const content::NodeInfo& node);
    Done fill(int file, const content::NodeInfo& node, const QString& place);
    Done writeLink(const Spot& spot, const content::NodeInfo& node);
    Done leaveOut(const Spot& spot);
    Done entryDone(quint64 cumulativeBytes);
    Done keep();
    bool goesOnHere() const;
    void endResuming();
    quint64 bytesBehind() const;

    Fetcher& m_fetcher;
    content::DagReader m_reader;
    WorkFolder& m_folder;
    std::function<void(const Figures&)> m_tell;
    DownloadRecord m_record;
    DownloadRecord m_resumed; ///< Where the earlier run stopped.
    bool m_isResuming = false;
    TraversalPath m_path;
    quint64 m_unkept = 0;
    QElapsedTimer m_sinceSync;
};

} // namespace cairn
