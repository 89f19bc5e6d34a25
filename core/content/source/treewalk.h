// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/io/recordsorter.h"
#include "core/content/source/excludepatterns.h"
#include "core/content/source/packevent.h"
#include "core/content/source/packinput.h"

#include <QSet>

#include <functional>
#include <utility>
#include <vector>

namespace cairn::content {

/// Goes through the sources depth-first, names in byte order, and says what is there as events; a
/// large file becomes one event a leaf. Reads folders and the identities of files, not their bytes.
/// Memory: a mebibyte for each folder on the way, at most. Errors: FileUnreadable (also symlink
/// loops and what is neither file nor folder), Invalid (names), and those of the callback.
class TreeWalk
{
public:
    using OnEvent = std::function<Done(PackEvent)>;
    using OnProblem = std::function<void(Problem)>;

    /// @p cancelled may be null; it ends the reading of a file that has no size.
    TreeWalk(const PackRequest& request, OnEvent onEvent, OnProblem onProblem,
             const CancelFlag* cancelled);

    [[nodiscard]] Done walk(const PackInputs& inputs);

private:
    using FileId = std::pair<quint64, quint64>; ///< device, inode

    Done folderOf(const QByteArray& name, const PackInput& input);
    Done entry(const QByteArray& name, const QByteArray& path, Profile::Symlinks symlinks);
    Done folder(const QByteArray& name, const QByteArray& path, const posix::FileStatus& status);
    bool leavesFolder(const QByteArray& path, Profile::Symlinks symlinks) const;
    Done readSize(const QByteArray& path, Follow follow, FileIdentity& identity) const;
    Done file(const QByteArray& name, const QByteArray& path, const posix::FileStatus& status);
    Done symlink(const QByteArray& name, const QByteArray& path);
    Done leaveOut(const QByteArray& path, const QString& why) const;
    bool isExcluded(const QByteArray& path) const;
    void lookForSecret(PackEvent& event) const;
    void lookAtName(const QByteArray& folder, QByteArrayView name, QSet<QString>& folded) const;
    Result<RecordSorter> listing(const QByteArray& path) const;

    const PackRequest& m_request;
    OnEvent m_onEvent;
    OnProblem m_onProblem;
    const CancelFlag* m_cancelled;
    const ExcludePatterns m_exclude;
    std::vector<FileId> m_except;
    std::vector<FileId> m_ancestors; ///< folders that symlinks must not lead back to
    QByteArray m_named; ///< the path of what was named
    QString m_input; ///< the folder that was named, without links; empty at its own entry
};

} // namespace cairn::content
