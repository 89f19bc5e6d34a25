// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/source/treewalk.h"

#include "core/base/posix/folder.h"
#include "core/content/io/recordsorter.h"
#include "core/content/unixfs/portable.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

using Kind = posix::FileStatus::Kind;

auto unreadable(const QByteArray& path, QString why)
{
    return fail(Error::Kind::FileUnreadable, std::move(why), shownPath(path),
                isAbsent(path) ? u"FILE_MISSING"_s : QString());
}

std::pair<quint64, quint64> idOf(const posix::FileStatus& status)
{
    return {status.device, status.inode};
}

} // namespace

TreeWalk::TreeWalk(const PackRequest& request, OnEvent onEvent, OnProblem onProblem,
                   const CancelFlag* cancelled)
    : m_request(request)
    , m_onEvent(std::move(onEvent))
    , m_onProblem(std::move(onProblem))
    , m_cancelled(cancelled)
    , m_exclude(request.exclude)
{
    for (const QString& path : request.except) {
        if (const auto status = posix::status(QFile::encodeName(path), Follow::Symlinks))
            m_except.push_back(idOf(*status));
    }
}

Done TreeWalk::walk(const PackInputs& inputs)
{
    return folderOf({}, inputs.top);
}

Done TreeWalk::folderOf(const QByteArray& name, const PackInput& input)
{
    if (Done done = m_onEvent({.kind = PackEvent::EnterDirectory, .name = name}); !done)
        return done;
    // What a user names is meant: a symlink is followed unless the profile keeps symlinks.
    const auto symlinks = m_request.profile.symlinks == Profile::Symlinks::Keep
        ? Profile::Symlinks::Keep
        : Profile::Symlinks::Follow;
    for (const auto& [childName, child] : input.children) {
        const QFileInfo named(QFile::decodeName(child.path));
        m_named = child.path;
        m_input = named.isDir() ? named.canonicalFilePath() : QString();
        if (!child.path.isEmpty() && !isPortableName(childName))
            m_onProblem({Problem::Kind::NameNotPortable, shownPath(child.path)});
        Done done = child.path.isEmpty() ? folderOf(childName, child)
                                         : entry(childName, child.path, symlinks);
        if (!done)
            return done;
    }
    return m_onEvent({.kind = PackEvent::LeaveDirectory});
}

Done TreeWalk::entry(const QByteArray& name, const QByteArray& path, Profile::Symlinks symlinks)
{
    auto status = posix::status(path, Follow::Nothing);
    if (!status)
        return leaveOut(path, posix::text(status.error()));
    if (status->kind == Kind::Symlink) {
        if (symlinks == Profile::Symlinks::Skip) {
            m_onProblem({Problem::Kind::SymlinkSkipped, shownPath(path)});
            return {};
        }
        if (leavesFolder(path, symlinks))
            m_onProblem({Problem::Kind::LinkLeavesFolder, shownPath(path)});
        if (symlinks == Profile::Symlinks::Keep)
            return symlink(name, path);
        status = posix::status(path, Follow::Symlinks);
        if (!status)
            return leaveOut(path, posix::text(status.error()));
    }
    if (status->kind == Kind::Folder)
        return folder(name, path, *status);
    if (status->kind != Kind::File)
        return leaveOut(path, u"neither a file nor a folder"_s);
    if (std::ranges::find(m_except, idOf(*status)) == m_except.end())
        return file(name, path, *status);
    m_onProblem({Problem::Kind::LeftOut, shownPath(path)});
    return {};
}

/// A link that is kept must lead below the top of what comes back, by its text alone; one that is
/// followed really leads where it leads. What a person names is meant.
bool TreeWalk::leavesFolder(const QByteArray& path, Profile::Symlinks symlinks) const
{
    if (symlinks == Profile::Symlinks::Keep) {
        const auto text = posix::readSymlink(path);
        return text && !staysInside(*text, std::max(int(m_ancestors.size()) - 1, 0));
    }
    const QString to = QFileInfo(QFile::decodeName(path)).canonicalFilePath();
    return !m_input.isEmpty() && !to.isEmpty() && to != m_input && !to.startsWith(m_input + u'/');
}

Done TreeWalk::leaveOut(const QByteArray& path, const QString& why) const
{
    if (m_request.unreadable == Unreadable::Fails)
        return unreadable(path, why);
    m_onProblem({Problem::Kind::UnreadableLeftOut, shownPath(path)});
    return {};
}

Done TreeWalk::folder(const QByteArray& name, const QByteArray& path,
                      const posix::FileStatus& status)
{
    const FileId id = idOf(status);
    if (std::ranges::find(m_ancestors, id) != m_ancestors.end())
        return leaveOut(path, u"a symbolic link leads back to a folder it is in"_s);
    auto names = listing(path);
    if (!names && names.error().kind == Error::Kind::FileUnreadable)
        return leaveOut(path, names.error().detail);
    if (!names)
        return fail(names.error());
    m_ancestors.push_back(id);
    if (Done done = m_onEvent({.kind = PackEvent::EnterDirectory, .name = name, .path = path});
        !done)
        return done;
    RecordSorter::Record record;
    while (true) {
        const auto more = names->next(record);
        if (!more)
            return fail(more.error());
        if (!*more)
            break;
        if (Done done = entry(record.key, path + '/' + record.key, m_request.profile.symlinks);
            !done)
            return done;
    }
    m_ancestors.pop_back();
    return m_onEvent({.kind = PackEvent::LeaveDirectory});
}

Result<RecordSorter> TreeWalk::listing(const QByteArray& path) const
{
    auto folder = posix::FolderReader::open(path);
    if (!folder)
        return unreadable(path, posix::text(folder.error()));
    RecordSorter names(m_request.scratchFolder);
    QSet<QString> folded;
    while (true) {
        const auto found = folder->next();
        if (!found)
            return unreadable(path, posix::text(found.error()));
        if (!*found)
            break;
        const QByteArrayView name = **found;
        if (name.startsWith('.') && m_request.hidden == Hidden::Skip) {
            m_onProblem({Problem::Kind::HiddenSkipped, shownPath(path + '/' + name.toByteArray())});
            continue;
        }
        if (isExcluded(path + '/' + name.toByteArray())) {
            m_onProblem({Problem::Kind::LeftOut, shownPath(path + '/' + name.toByteArray())});
            continue;
        }
        if (const auto bad = badName(name)) {
            const QString shown = shownPath(path + '/' + name.toByteArray());
            if (m_request.unreadable == Unreadable::Fails)
                return fail(Error::Kind::Invalid, *bad, shown, u"INPUT_NAME_INVALID"_s);
            m_onProblem({Problem::Kind::NameLeftOut, shown});
            continue;
        }
        lookAtName(path, name, folded);
        if (const Done done = names.add(name, {}); !done)
            return fail(done.error());
    }
    if (const Done done = names.finish(); !done)
        return fail(done.error());
    return names;
}

/// What a person names is meant; only what is below that can be left out.
bool TreeWalk::isExcluded(const QByteArray& path) const
{
    if (m_exclude.isEmpty())
        return false;
    QByteArrayView below = QByteArrayView(path).sliced(m_named.size());
    while (below.startsWith('/'))
        below = below.sliced(1);
    return m_exclude.matches(below);
}

/// Whether every usual system can have it: some tell no case, and write accents in one way.
void TreeWalk::lookAtName(const QByteArray& folder, QByteArrayView name,
                          QSet<QString>& folded) const
{
    constexpr qsizetype mostCompared = 100'000; // Of one folder, for the memory it takes.
    bool isTaken = false;
    if (folded.size() < mostCompared) {
        const qsizetype before = folded.size();
        folded.insert(
            QString::fromUtf8(name).normalized(QString::NormalizationForm_C).toCaseFolded());
        isTaken = folded.size() == before;
    }
    if (isTaken || !isPortableName(name))
        m_onProblem({Problem::Kind::NameNotPortable, shownPath(folder + '/' + name.toByteArray())});
}

/// What a file system calls empty may hold bytes all the same: how many is known when they are
/// read.
Done TreeWalk::readSize(const QByteArray& path, Follow follow, FileIdentity& identity) const
{
    constexpr qint64 pieceSize = 1024 * 1024;
    const auto source = SourceFile::open(path, follow);
    if (!source)
        return fail(source.error());
    char first = 0;
    auto got = (*source)->readUpTo(0, &first, 1);
    if (!got)
        return fail(got.error());
    if (*got == 0)
        return {};
    identity.isSizeRead = true;
    QByteArray piece(pieceSize, Qt::Uninitialized);
    do {
        if (m_cancelled && m_cancelled->load(std::memory_order_relaxed))
            return fail(Error::Kind::Cancelled);
        got = (*source)->readUpTo(identity.size, piece.data(), pieceSize);
        if (!got)
            return fail(got.error());
        identity.size += *got;
    } while (*got > 0);
    return {};
}

Done TreeWalk::file(const QByteArray& name, const QByteArray& path, const posix::FileStatus& status)
{
    FileIdentity identity(status);
    const qint64 chunk = m_request.profile.chunkSize;
    const Follow follow = m_request.profile.symlinks == Profile::Symlinks::Keep ? Follow::Nothing
                                                                                : Follow::Symlinks;
    // Small files are opened by those who hash them, far behind: too late to go on without one.
    if (m_request.unreadable == Unreadable::IsLeftOut) {
        if (const auto readable = posix::checkReadable(path); !readable)
            return leaveOut(path, posix::text(readable.error()));
    }
    if (identity.size == 0) {
        if (Done read = readSize(path, follow, identity); !read)
            return read;
    }
    std::shared_ptr<SourceFile> opened;
    if (identity.size > chunk) {
        auto source = SourceFile::open(path, follow);
        if (!source)
            return fail(source.error());
        if (Done done = (*source)->check(identity); !done)
            return done;
        opened = std::move(*source);
    }
    qint64 offset = 0;
    do {
        const qint64 length = qMin(chunk, identity.size - offset);
        PackEvent event{.kind = PackEvent::Leaf,
                        .isFirst = offset == 0,
                        .isLast = offset + length == identity.size,
                        .follow = follow,
                        .file = opened,
                        .identity = identity,
                        .length = length};
        if (event.isFirst) {
            event.name = name;
            event.path = path;
            lookForSecret(event);
        }
        event.ref.offset = static_cast<quint64>(offset);
        if (Done done = m_onEvent(std::move(event)); !done)
            return done;
        offset += length;
    } while (offset < identity.size);
    return {};
}

void TreeWalk::lookForSecret(PackEvent& event) const
{
    if (m_request.secrets == Secrets::AreNotLookedFor)
        return;
    event.secret = secretByName(event.path, event.identity.size);
    event.mayHoldSecret
        = !event.secret && event.isLast && mayHoldSecret(event.path, event.identity.size);
}

Done TreeWalk::symlink(const QByteArray& name, const QByteArray& path)
{
    const auto target = posix::readSymlink(path);
    if (!target)
        return unreadable(path, posix::text(target.error()));
    return m_onEvent({.kind = PackEvent::Symlink, .name = name, .path = path, .target = *target});
}

} // namespace cairn::content
