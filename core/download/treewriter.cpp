// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/treewriter.h"

#include "core/base/posix/folder.h"
#include "core/download/safename.h"

#include <QSet>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;
using content::Cid;
using content::DirectoryEntry;
using content::NodeInfo;
using content::NodeKind;

namespace {

constexpr std::size_t deepest = 200; // Each level holds a folder open.
constexpr qsizetype maxNamed = 50;
/// So much of a file is written again at most when the program dies.
constexpr quint64 bytesBetweenRecords = 8 * 1024 * 1024;
/// And so much time when the system does.
constexpr auto timeBetweenSyncs = std::chrono::milliseconds(20'000);

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

/// By something that is there already, or too long for the file system.
bool nameIsTaken(const std::error_code& reason)
{
    return reason == std::errc::file_exists || reason == std::errc::filename_too_long;
}

} // namespace

struct TreeWriter::Spot
{
    int folder = -1;
    QByteArray name;
    QString place; ///< Below the target.
};

TreeWriter::TreeWriter(Fetcher& fetcher, WorkFolder& folder,
                       std::function<void(const Figures&)> tell)
    : m_fetcher(fetcher)
    , m_reader(fetcher)
    , m_folder(folder)
    , m_tell(std::move(tell))
    , m_record(folder.record())
    , m_resumed(folder.record())
    , m_isResuming(!m_resumed.entries.empty() || m_resumed.fileBytes > 0)
{
    m_record.entries.clear();
    m_sinceSync.start();
}

TreeWriter::~TreeWriter()
{
    m_fetcher.follow(nullptr);
}

Done TreeWriter::write(const NodeInfo& root, quint64 cumulativeBytes)
{
    if (root.kind != NodeKind::File && root.kind != NodeKind::Directory) {
        return fail(Error{Error::Kind::Invalid, u"neither a file nor a folder"_s,
                          root.cid.toString(), u"NOT_A_FILE"_s});
    }
    if (!m_isResuming) {
        posix::removeTreeIn(m_folder.descriptor(), WorkFolder::content);
        m_record = {};
    }
    // Until the place is found again where it goes on, single nodes are all that is wanted.
    m_fetcher.follow(m_isResuming ? nullptr : &m_path);
    if (Done written
        = writeNode({m_folder.descriptor(), WorkFolder::content, {}}, root, cumulativeBytes);
        !written)
        return written;
    m_record.verified = cumulativeBytes;
    return keep();
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

Done TreeWriter::writeNode(const Spot& spot, const NodeInfo& node, quint64 cumulativeBytes)
{
    switch (node.kind) {
    case NodeKind::File:
        return writeFile(spot, node);
    case NodeKind::Directory:
        return writeFolder(spot, node, cumulativeBytes);
    case NodeKind::Symlink:
        return writeLink(spot, node);
    case NodeKind::Other:
        break;
    }
    return leaveOut(spot);
}

Done TreeWriter::writeFolder(const Spot& spot, const NodeInfo& node, quint64 cumulativeBytes)
{
    if (m_path.size() >= deepest)
        return leaveOut(spot);
    const bool isThere = m_isResuming && m_resumed.entries.size() > m_record.entries.size();
    const auto made = posix::makeFolderIn(spot.folder, spot.name);
    if (!made && !(isThere && made.error() == std::errc::file_exists))
        return nameIsTaken(made.error()) ? leaveOut(spot)
                                         : posix::failure(made.error(), spot.place);
    if (made && isThere)
        endResuming(); // Somebody took it away.
    const auto folder = posix::openFolderIn(spot.folder, spot.name);
    if (!folder)
        return posix::failure(folder.error(), spot.place);
    if (m_isResuming && isThere && node.isSharded && m_resumed.entries[m_record.entries.size()] > 0)
        m_fetcher.expectShards(node.cid);
    m_path.push_back({node.cid, false, cumulativeBytes});
    m_record.entries.push_back(0);
    const Done written = writeEntries(folder->number(), node.cid, spot.place);
    if (written) {
        m_record.entries.pop_back();
        m_path.pop_back();
    }
    return written;
}

Done TreeWriter::writeEntries(int folder, const Cid& cid, const QString& place)
{
    const std::size_t depth = m_record.entries.size();
    const quint64 done
        = m_isResuming && m_resumed.entries.size() >= depth ? m_resumed.entries[depth - 1] : 0;
    bool isSwept = !m_isResuming;
    QSet<QByteArray> kept; // Names of one folder, and only when going on.
    const auto onEntry = [&](const DirectoryEntry& entry) -> Done {
        if (m_record.entries.back() < done) {
            kept.insert(entry.name);
            ++m_record.entries.back();
            addClaim(m_path.back().doneBytes, entry.tsize);
            ++m_path.back().doneEntries;
            return {};
        }
        if (!std::exchange(isSwept, true)) {
            // This entry has begun if the record was inside it.
            if (m_resumed.entries.size() > depth || m_resumed.fileBytes > 0)
                kept.insert(entry.name);
            else
                endResuming();
            removeOthers(folder, kept);
            kept.clear();
        }
        const QString name = QString::fromUtf8(entry.name);
        return writeEntry({folder, entry.name, place.isEmpty() ? name : place + '/'_L1 + name},
                          entry);
    };
    if (Done listed = m_reader.list(cid, onEntry); !listed)
        return listed;
    if (!isSwept) {
        removeOthers(folder, kept);
        endResuming();
    }
    return {};
}

Done TreeWriter::writeEntry(const Spot& spot, const DirectoryEntry& entry)
{
    Done written;
    if (!isSafeName(entry.name)) {
        written = leaveOut(spot);
    } else {
        const auto node = m_reader.stat(entry.cid);
        if (!node)
            return fail(node.error());
        written = writeNode(spot, *node, entry.tsize);
    }
    return written ? entryDone(entry.tsize) : written;
}

Done TreeWriter::entryDone(quint64 cumulativeBytes)
{
    endResuming();
    ++m_record.entries.back();
    m_record.fileBytes = 0;
    addClaim(m_path.back().doneBytes, cumulativeBytes);
    ++m_path.back().doneEntries;
    m_record.verified = bytesBehind();
    return keep();
}

quint64 TreeWriter::bytesBehind() const
{
    quint64 bytes = 0;
    for (const PathStep& step : m_path)
        addClaim(bytes, step.doneBytes);
    return bytes;
}

Done TreeWriter::writeFile(const Spot& spot, const NodeInfo& node)
{
    const bool goesOn = goesOnHere() && m_resumed.fileBytes > 0;
    const auto file = posix::createFileIn(spot.folder, spot.name,
                                          goesOn ? posix::Existing::Kept : posix::Existing::Refused,
                                          posix::Rights::ByUmask);
    if (!file) {
        const bool isNoName = file.error() == std::errc::invalid_argument
            || file.error() == std::errc::illegal_byte_sequence;
        return nameIsTaken(file.error()) || isNoName ? leaveOut(spot)
                                                     : posix::failure(file.error(), spot.place);
    }
    m_record.fileBytes = 0;
    if (goesOn) {
        const auto status = posix::status(file->number());
        if (!status)
            return posix::failure(status.error(), spot.place);
        // Shorter than it was: somebody has been at it.
        if (quint64(status->size) >= m_resumed.fileBytes && m_resumed.fileBytes <= node.size)
            m_record.fileBytes = m_resumed.fileBytes;
        if (const auto cut = posix::cutTo(file->number(), qint64(m_record.fileBytes)); !cut)
            return posix::failure(cut.error(), spot.place);
    }
    endResuming();
    m_path.push_back({node.cid, true, node.size, m_record.fileBytes});
    if (Done filled = fill(file->number(), node, spot.place); !filled)
        return filled;
    m_path.pop_back();
    ++m_record.files;
    m_record.sourceBytes += node.size;
    return {};
}

Done TreeWriter::fill(int file, const NodeInfo& node, const QString& place)
{
    const auto onBytes = [&](QByteArrayView bytes) -> Done {
        if (const auto written = posix::writeAll(file, bytes); !written)
            return posix::failure(written.error());
        m_path.back().doneBytes += quint64(bytes.size());
        m_record.fileBytes += quint64(bytes.size());
        m_record.verified = bytesBehind();
        m_unkept += quint64(bytes.size());
        if (m_unkept >= bytesBetweenRecords) {
            const quint64 here = std::min(m_unkept, m_record.fileBytes);
            posix::beginSync(file, qint64(m_record.fileBytes - here), qint64(here));
            return keep();
        }
        m_tell({qint64(m_record.verified), m_record.files, qint64(m_record.sourceBytes)});
        return {};
    };
    const Done read = m_reader.read(node.cid, onBytes, qint64(m_record.fileBytes));
    if (!read) {
        std::ignore = keep(); // Whatever stopped it, what is there is good.
        Error error = read.error();
        if (error.kind == Error::Kind::DiskFull || error.kind == Error::Kind::Storage)
            error.subject = place;
        return fail(std::move(error));
    }
    if (m_record.fileBytes != node.size)
        return fail(Error::Kind::Corrupt, u"a file of another size than it says"_s,
                    node.cid.toString());
    return {};
}

Done TreeWriter::writeLink(const Spot& spot, const NodeInfo& node)
{
    const int depth = int(m_path.size()) - 1;
    if (!isSafeLink(node.target, depth))
        return leaveOut(spot);
    const auto made = posix::makeSymlinkIn(spot.folder, spot.name, node.target);
    if (!made && posix::isDiskFull(made.error()))
        return posix::failure(made.error(), spot.place);
    return made ? Done() : leaveOut(spot);
}

Done TreeWriter::leaveOut(const Spot& spot)
{
    if (m_record.leftOut.size() < maxNamed)
        m_record.leftOut.append(spot.place);
    return {};
}

Done TreeWriter::keep()
{
    m_unkept = 0;
    m_tell({qint64(m_record.verified), m_record.files, qint64(m_record.sourceBytes)});
    if (m_sinceSync.elapsed() < timeBetweenSyncs.count())
        return m_folder.write(m_record);
    const Done synced = m_folder.sync(m_record);
    m_sinceSync.restart();
    return synced;
}

} // namespace cairn
