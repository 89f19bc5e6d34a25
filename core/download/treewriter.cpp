// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/treewriter.h"

#include "core/base/posix/folder.h"
#include "core/content/unixfs/portable.h"
#include "core/download/safename.h"

#include <QSet>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace cairn {
using namespace Qt::StringLiterals;
using content::Cid;
using content::DirectoryEntry;
using content::NodeInfo;
using content::NodeKind;
using Reason = LeftOut::Reason;

namespace {

// Our own limits: what is deeper, or larger on the way down, is left out and named.
constexpr std::size_t deepest = 4096;
constexpr std::size_t mostOpenLinks = 2'000'000;
/// So much of a file is written again at most when the program dies.
constexpr quint64 bytesBetweenRecords = 8 * 1024 * 1024;
/// And so much time is lost with small files: a record for each would cost more than they do.
constexpr auto timeBetweenRecords = std::chrono::milliseconds(200);
/// And so much time when the system does.
constexpr auto timeBetweenSyncs = std::chrono::milliseconds(20'000);
/// Left on a disk by a download that has more bytes than it said.
constexpr quint64 leftFree = 16 * 1024 * 1024;

/// Everything in @p folder but @p kept: what was written after the record that holds.
void removeOthers(int folder, const QSet<QByteArray>& kept)
{
    auto names = posix::FolderReader::openIn(folder, ".");
    if (!names)
        return;
    std::vector<QByteArray> debris;
    while (const auto name = names->next().value_or(std::nullopt)) {
        if (!kept.contains(name->toByteArray()))
            debris.push_back(name->toByteArray());
    }
    for (const QByteArray& name : debris)
        posix::removeTreeIn(folder, name);
}

/// What a folder claims of an entry, counted with the rest.
void addClaim(quint64& sum, quint64 size)
{
    sum = std::min(sum + std::min(size, mostClaimed), mostClaimed);
}

/// Why the system did not give something the name, if that is about the name.
std::optional<Reason> refusedName(const std::error_code& reason)
{
    if (reason == std::errc::file_exists)
        return Reason::NameTaken;
    if (reason == std::errc::filename_too_long)
        return Reason::NameTooLong;
    if (reason == std::errc::invalid_argument || reason == std::errc::illegal_byte_sequence)
        return Reason::NameNotHere;
    return std::nullopt;
}

std::optional<quint32> rightsOf(const NodeInfo& node)
{
    // Without any, as some write it, none were meant.
    const auto rights = quint32(node.mode.value_or(0) & 0777);
    return rights == 0 ? std::nullopt : std::optional(rights);
}

/// As far as the file system can: the content is whole without.
void setTime(int descriptor, const NodeInfo& node)
{
    if (node.modified) {
        std::ignore
            = posix::setModified(descriptor, node.modified->seconds, node.modified->nanoseconds);
    }
}

} // namespace

/// A folder that is being written.
struct TreeWriter::OpenFolder
{
    NodeInfo node;
    content::DirectoryListing listing;
    quint64 cumulativeBytes = 0; ///< As the folder above claims.
    quint64 done = 0; ///< Entries that an earlier run has written.
    bool isSwept = true; ///< What that run wrote beyond them is gone.
    QSet<QByteArray> kept{}; ///< Until then: the names of those entries.
};

TreeWriter::TreeWriter(Fetcher& fetcher, WorkFolder& folder, quint64 claimedBytes,
                       std::function<void(const Figures&)> tell)
    : m_fetcher(fetcher)
    , m_reader(fetcher)
    , m_folder(folder)
    , m_claimedBytes(claimedBytes)
    , m_tell(std::move(tell))
    , m_record(folder.record())
    , m_resumed(folder.record())
    , m_isResuming(!m_resumed.entries.empty() || m_resumed.fileBytes > 0)
    , m_folders(folder.descriptor())
{
    m_record.entries.clear();
    m_sinceRecord.start();
    m_sinceSync.start();
}

TreeWriter::~TreeWriter()
{
    m_fetcher.follow(nullptr);
}

Done TreeWriter::write(const NodeInfo& root)
{
    if (root.kind != NodeKind::File && root.kind != NodeKind::Directory) {
        return fail(Error{Error::Kind::Invalid, u"neither a file nor a folder"_s,
                          root.cid.toString(), u"NOT_A_FILE"_s});
    }
    // What an earlier version began as a folder may be a file now.
    const bool wasFolder = !m_resumed.entries.empty();
    if (!m_isResuming || wasFolder != (root.kind == NodeKind::Directory)) {
        m_isResuming = false;
        posix::removeTreeIn(m_folder.descriptor(), WorkFolder::content);
        m_record = {};
    }
    // Until the place is found again where it goes on, single nodes are all that is wanted.
    m_fetcher.follow(m_isResuming ? nullptr : &m_path);
    Done written = writeRoot(root);
    while (written && !m_open.empty())
        written = writeNext();
    const Done kept = keep(); // Whatever stopped it, what is there is good.
    return written ? kept : written;
}

Done TreeWriter::writeRoot(const NodeInfo& root)
{
    if (root.kind == NodeKind::File)
        return writeFile(WorkFolder::content, root);
    m_rights = rightsOf(root);
    if (Done entered = enterFolder(WorkFolder::content, root, root.size); !entered)
        return entered;
    // It was not left out: a root has nobody who could name it.
    if (!m_open.empty())
        return {};
    return fail(Error{Error::Kind::Corrupt, u"a root that cannot be listed"_s, root.cid.toString(),
                      content::dagContradicts});
}

void TreeWriter::endResuming()
{
    m_isResuming = false;
    m_fetcher.follow(&m_path);
}

/// The step under way is the one the record stopped in.
bool TreeWriter::goesOnHere() const
{
    return m_isResuming && m_record.entries.size() == m_resumed.entries.size()
        && std::ranges::equal(m_record.entries, m_resumed.entries);
}

std::size_t TreeWriter::openLinks() const
{
    return std::accumulate(
        m_open.begin(), m_open.end(), std::size_t(0),
        [](std::size_t sum, const OpenFolder& folder) { return sum + folder.listing.heldLinks(); });
}

/// The next entry of the innermost folder, or out of it.
Done TreeWriter::writeNext()
{
    OpenFolder& folder = m_open.back();
    const auto entry = folder.listing.next();
    if (!entry) {
        const auto reason = lastingReason(entry.error());
        if (!reason)
            return fail(entry.error());
        // What was written of it is verified and stays; how much is missing nobody knows.
        const LeftOut folderItself{m_folders.place(), *reason, entry.error().subject};
        if (Done noted = m_folder.leaveOut(m_record, folderItself); !noted)
            return noted;
        return leaveFolder();
    }
    if (!*entry)
        return leaveFolder();
    if (m_record.entries.back() < folder.done)
        return passBy(**entry);
    sweep(&**entry);
    return writeEntry(**entry);
}

Done TreeWriter::passBy(const DirectoryEntry& entry)
{
    m_open.back().kept.insert(entry.name);
    ++m_record.entries.back();
    addClaim(m_path.back().doneBytes, entry.tsize);
    ++m_path.back().doneEntries;
    return {};
}

/// Once the entries are passed that an earlier run has written: @p next comes, or none.
void TreeWriter::sweep(const DirectoryEntry* next)
{
    OpenFolder& folder = m_open.back();
    if (std::exchange(folder.isSwept, true))
        return;
    // This entry has begun if the record was inside it.
    const bool isInside
        = next && (m_resumed.entries.size() > m_record.entries.size() || m_resumed.fileBytes > 0);
    if (isInside)
        folder.kept.insert(next->name);
    else
        endResuming();
    removeOthers(m_folders.descriptor(), folder.kept);
    folder.kept.clear();
}

Done TreeWriter::writeEntry(const DirectoryEntry& entry)
{
    const auto skip = [&](Reason reason, const QString& block = {}) {
        const Done noted = leaveOut(entry.name, reason, block);
        return noted ? entryDone(entry.tsize) : noted;
    };
    if (const auto problem = nameProblem(entry.name))
        return skip(*problem);
    const auto node = m_reader.stat(entry.cid);
    if (!node) {
        const auto reason = lastingReason(node.error());
        return reason ? skip(*reason, node.error().subject) : fail(node.error());
    }
    switch (node->kind) {
    case NodeKind::Directory:
        return enterFolder(entry.name, *node, entry.tsize);
    case NodeKind::File:
        if (Done written = writeFile(entry.name, *node); !written)
            return written;
        break;
    case NodeKind::Symlink:
        if (Done written = writeLink(entry.name, *node); !written)
            return written;
        break;
    case NodeKind::Other:
        return skip(Reason::NotAFile, entry.cid.toString());
    }
    return entryDone(entry.tsize);
}

Done TreeWriter::enterFolder(const QByteArray& name, const NodeInfo& node, quint64 cumulativeBytes)
{
    const auto skip = [&](Reason reason, const QString& block = {}) {
        const Done noted = leaveOut(name, reason, block);
        return noted && !m_open.empty() ? entryDone(cumulativeBytes) : noted;
    };
    if (m_open.size() >= deepest || openLinks() > mostOpenLinks)
        return skip(Reason::TooDeep);
    auto listing = content::DirectoryListing::open(m_fetcher, node.cid);
    if (!listing) {
        const auto reason = lastingReason(listing.error());
        return reason ? skip(*reason, listing.error().subject) : fail(listing.error());
    }
    const std::size_t depth = m_record.entries.size();
    const bool isThere = m_isResuming && m_resumed.entries.size() > depth;
    const auto made = posix::makeFolderIn(m_folders.descriptor(), name);
    if (!made && !(isThere && made.error() == std::errc::file_exists)) {
        const auto reason = refusedName(made.error());
        return reason ? skip(*reason) : posix::failure(made.error(), m_folders.place(name));
    }
    if (made && isThere)
        endResuming(); // Somebody took it away.
    const bool goesOn = m_isResuming && isThere;
    if (const auto entered = m_folders.enter(name); !entered)
        return posix::failure(entered.error(), m_folders.place(name));
    if (goesOn && node.isSharded && m_resumed.entries[depth] > 0)
        m_fetcher.expectShards(node.cid);
    m_path.push_back({node.cid, false, cumulativeBytes});
    m_record.entries.push_back(0);
    m_open.push_back({.node = node,
                      .listing = std::move(*listing),
                      .cumulativeBytes = cumulativeBytes,
                      .done = goesOn ? m_resumed.entries[depth] : 0,
                      .isSwept = !m_isResuming});
    return {};
}

Done TreeWriter::leaveFolder()
{
    sweep(nullptr);
    const OpenFolder folder = std::move(m_open.back());
    m_open.pop_back();
    const bool isRoot = m_open.empty();
    const int descriptor = m_folders.descriptor();
    // The root has to be written to once more, when it is put in place.
    if (const auto rights = rightsOf(folder.node))
        std::ignore = posix::setRights(descriptor, isRoot ? *rights | 0700 : *rights);
    setTime(descriptor, folder.node);
    if (const auto left = m_folders.leave(); !left)
        return posix::failure(left.error(), m_folders.place());
    m_record.entries.pop_back();
    m_path.pop_back();
    if (isRoot) {
        endResuming();
        return {};
    }
    return entryDone(folder.cumulativeBytes);
}

Done TreeWriter::entryDone(quint64 cumulativeBytes)
{
    endResuming();
    ++m_record.entries.back();
    addClaim(m_path.back().doneBytes, cumulativeBytes);
    ++m_path.back().doneEntries;
    if (m_sinceRecord.elapsed() >= timeBetweenRecords.count())
        return keep();
    tell();
    return {};
}

Done TreeWriter::writeFile(const QByteArray& name, const NodeInfo& node)
{
    const bool goesOn = goesOnHere() && m_resumed.fileBytes > 0;
    const QString place = m_folders.place(name);
    const int folder = m_folders.descriptor();
    const auto file = posix::createFileIn(folder, name,
                                          goesOn ? posix::Existing::Kept : posix::Existing::Refused,
                                          posix::Rights::ByUmask);
    if (!file) {
        const auto reason = refusedName(file.error());
        return reason ? leaveOut(name, *reason) : posix::failure(file.error(), place);
    }
    m_record.fileBytes = 0;
    if (goesOn) {
        const auto status = posix::status(file->number());
        if (!status)
            return posix::failure(status.error(), place);
        // Shorter than it was: somebody has been at it.
        if (quint64(status->size) >= m_resumed.fileBytes && m_resumed.fileBytes <= node.size)
            m_record.fileBytes = m_resumed.fileBytes;
        if (const auto cut = posix::cutTo(file->number(), qint64(m_record.fileBytes)); !cut)
            return posix::failure(cut.error(), place);
    }
    endResuming();
    m_path.push_back({node.cid, true, node.size, m_record.fileBytes});
    const Done filled = fill(file->number(), node, place);
    m_path.pop_back();
    if (!filled) {
        const auto reason = lastingReason(filled.error());
        if (!reason || m_open.empty())
            return filled;
        posix::removeTreeIn(folder, name);
        m_record.fileBytes = 0;
        return leaveOut(name, *reason, filled.error().subject);
    }
    if (const auto rights = rightsOf(node))
        std::ignore = posix::setRights(file->number(), *rights);
    setTime(file->number(), node);
    ++m_record.files;
    m_record.sourceBytes += std::exchange(m_record.fileBytes, 0);
    return m_wholeFile.wrongSizes
        ? leaveOut(name, Reason::SizesDiffer, m_wholeFile.wrongSizes->toString())
        : Done();
}

Done TreeWriter::fill(int file, const NodeInfo& node, const QString& place)
{
    Done read;
    m_wholeFile = {};
    const auto to = [&](QByteArrayView bytes) { return onBytes(file, bytes); };
    if (m_record.fileBytes > 0) {
        read = m_reader.read(node.cid, to, qint64(m_record.fileBytes));
        if (!read && read.error().code == content::dagContradicts) {
            // By sizes that are wrong it cannot be gone on with, only begun anew.
            if (const auto cut = posix::cutTo(file, 0); !cut)
                return posix::failure(cut.error(), place);
            m_record.fileBytes = 0;
            m_path.back().doneBytes = 0;
            read = m_reader.readWhole(node.cid, to, m_wholeFile);
        }
    } else {
        read = m_reader.readWhole(node.cid, to, m_wholeFile);
    }
    if (read)
        return {};
    Error error = read.error();
    if (error.kind == Error::Kind::DiskFull || error.kind == Error::Kind::Storage)
        error.subject = place;
    return fail(std::move(error));
}

Done TreeWriter::onBytes(int file, QByteArrayView bytes)
{
    if (m_record.verified() + quint64(bytes.size()) > m_claimedBytes) {
        if (Done spared = leaveSpace(file); !spared)
            return spared;
    }
    if (const auto written = posix::writeAll(file, bytes); !written)
        return posix::failure(written.error());
    m_path.back().doneBytes += quint64(bytes.size());
    m_record.fileBytes += quint64(bytes.size());
    m_unkept += quint64(bytes.size());
    if (m_unkept >= bytesBetweenRecords) {
        const quint64 here = std::min(m_unkept, m_record.fileBytes);
        posix::beginSync(file, qint64(m_record.fileBytes - here), qint64(here));
        return keep();
    }
    tell();
    return {};
}

/// The root has said less than comes: nobody knows how much more there is.
Done TreeWriter::leaveSpace(int file) const
{
    const auto free = posix::freeBytes(file);
    if (free && *free < leftFree)
        return fail(Error::Kind::DiskFull, u"more than the root says, and little space is left"_s);
    return {};
}

Done TreeWriter::writeLink(const QByteArray& name, const NodeInfo& node)
{
    const int depth = int(m_open.size()) - 1;
    if (!content::staysInside(node.target, depth))
        return leaveOut(name, Reason::LinkLeadsOut);
    const auto made = posix::makeSymlinkIn(m_folders.descriptor(), name, node.target);
    if (!made) {
        const auto reason = refusedName(made.error());
        return reason ? leaveOut(name, *reason)
                      : posix::failure(made.error(), m_folders.place(name));
    }
    if (node.modified) {
        std::ignore = posix::setModifiedIn(m_folders.descriptor(), name, node.modified->seconds,
                                           node.modified->nanoseconds);
    }
    return {};
}

Done TreeWriter::leaveOut(const QByteArray& name, Reason reason, const QString& block)
{
    // An entry without a name is not the folder that it is in.
    const bool isNameless = name.isEmpty() && !m_open.empty();
    const QString path = isNameless ? m_folders.place() + u'/' : m_folders.place(name);
    return m_folder.leaveOut(m_record, {path, reason, block});
}

void TreeWriter::tell() const
{
    m_tell({qint64(m_record.verified()), m_record.files, qint64(m_record.sourceBytes)});
}

Done TreeWriter::keep()
{
    m_unkept = 0;
    m_sinceRecord.restart();
    tell();
    DownloadRecord record = m_record;
    // Where the sizes are wrong, no place in the file can be found again.
    if (m_wholeFile.sizesDiffer)
        record.fileBytes = 0;
    if (m_sinceSync.elapsed() < timeBetweenSyncs.count())
        return m_folder.write(record);
    const Done synced = m_folder.sync(record);
    m_sinceSync.restart();
    return synced;
}

} // namespace cairn
