// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/roundtrip/randomtree.h"

#include "core/base/posix/folder.h"
#include "core/content/source/packinput.h"

#include <QFile>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace cairn::test {
namespace {

constexpr int deepest = 300;
constexpr std::size_t longestPath = 3500; // Below what one call of the system takes.

bool isThere(const QByteArray& path)
{
    struct stat raw = {};
    return ::lstat(path.constData(), &raw) == 0;
}

QByteArray bytesOf(const QByteArray& path)
{
    QFile file(QFile::decodeName(path));
    if (file.open(QIODevice::ReadOnly))
        return file.readAll();
    // A name that no QString can hold.
    QByteArray bytes;
    const int descriptor = ::open(path.constData(), O_RDONLY | O_CLOEXEC);
    REQUIRE(descriptor >= 0);
    QByteArray piece(1 << 20, Qt::Uninitialized);
    while (const auto got = ::read(descriptor, piece.data(), std::size_t(piece.size())))
        bytes.append(piece.constData(), got);
    ::close(descriptor);
    return bytes;
}

QByteArray linkText(const QByteArray& path)
{
    return posix::readSymlink(path).value_or(QByteArray());
}

/// Calls @p each for every entry below @p folder with its path below the top; a link to a folder is
/// gone into if @p each says so.
template<typename Each>
void walk(const QByteArray& top, const QByteArray& below, int depth, const Each& each)
{
    auto reader = posix::FolderReader::open(below.isEmpty() ? top : top + '/' + below);
    REQUIRE(reader);
    std::vector<QByteArray> names;
    while (const auto name = reader->next().value())
        names.push_back(name->toByteArray());
    std::ranges::sort(names);
    for (const QByteArray& name : names) {
        const QByteArray path = below.isEmpty() ? name : below + '/' + name;
        if (each(path, name, depth))
            walk(top, path, depth + 1, each);
    }
}

} // namespace

RandomTree::RandomTree(const QByteArray& top, std::mt19937& random, int most)
    : m_top(top)
    , m_random(random)
    , m_left(most)
{
    REQUIRE(::mkdir(top.constData(), 0755) == 0);
    fill(top, 0);
    while (m_left > 0 && below(4) > 0)
        fill(top, 0);
}

int RandomTree::below(int limit)
{
    return std::uniform_int_distribution(0, limit - 1)(m_random);
}

QByteArray RandomTree::randomName()
{
    static const QByteArrayList special{
        "-rf",     " ",      "a b ",  "x.",       "CON",    "aux.txt", "new\nx",
        "\x1b[2J", "\x7f",   "a:b*?", "%1%n",     "~",      "...",     "\"q'",
        "a\tb",    "\r",     "$(ls)", "&amp;<b>", "\u202e", "e\u0301", "\u00e9",
        "日本語",  "\uFFFD", "😀",     "A",        "a",      "İ",       "ß"};
    QByteArray name;
    switch (below(10)) {
    case 0:
        return special[below(int(special.size()))];
    case 1: // Any bytes at all.
        for (int i = 1 + below(12); i > 0; --i)
            name += char(1 + below(255));
        name.replace('/', 'x');
        break;
    case 2: // As long as they may be.
        name = QByteArray(255, char('a' + below(26)));
        name[100] = char('0' + below(10));
        break;
    case 3:
        name = special[below(int(special.size()))] + special[below(int(special.size()))];
        break;
    default:
        for (int i = 1 + below(8); i > 0; --i)
            name += char('a' + below(26));
    }
    if (name == "." || name == "..")
        name += 'x';
    return name;
}

void RandomTree::fill(const QByteArray& folder, int depth)
{
    const bool isChain = below(8) == 0; // Straight down.
    for (int count = isChain ? 1 : below(12); count > 0 && m_left > 0; --count) {
        const QByteArray path
            = folder + '/' + (isChain ? QByteArray(1, char('a' + below(26))) : randomName());
        if (isThere(path) || path.size() > qsizetype(longestPath))
            continue;
        --m_left;
        const int kind = isChain && depth < deepest ? 0 : below(10);
        if (kind < 3 && depth < deepest) {
            REQUIRE(::mkdir(path.constData(), 0755) == 0);
            if (isChain) {
                // As deep as it may get, without as many calls.
                fill(path, depth + 1);
            } else if (below(4) > 0) {
                fill(path, depth + 1);
            }
        } else if (kind < 8) {
            makeFile(path);
        } else if (kind == 8) {
            makeLink(path, depth);
        } else if (below(20) == 0) {
            REQUIRE(::mkfifo(path.constData(), 0600) == 0);
        } else {
            makeFile(path);
        }
    }
}

void RandomTree::makeFile(const QByteArray& path)
{
    const int file = ::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    REQUIRE(file >= 0);
    const int form = below(20);
    if (form == 0) { // Sparse: nothing but its length.
        REQUIRE(::ftruncate(file, 1 + below(3'000'000)) == 0);
    } else if (form > 2) { // Else empty.
        QByteArray bytes(form == 3 ? 1 + below(600'000) : below(3'000), Qt::Uninitialized);
        const int start = below(251);
        for (qsizetype i = 0; i < bytes.size(); ++i)
            bytes[i] = char((i * 31 + start) % 251);
        REQUIRE(::write(file, bytes.constData(), std::size_t(bytes.size())) == bytes.size());
    }
    ::close(file);
    m_files.push_back(path);
}

void RandomTree::makeLink(const QByteArray& path, int depth)
{
    QByteArray text;
    switch (below(7)) {
    case 0:
        text = "/etc/hostname";
        break;
    case 1:
        text = "nowhere";
        break;
    case 2:
        text = ".";
        break;
    case 3:
        text = QByteArray("../").repeated(below(depth + 3)) + "x";
        break;
    default:
        if (m_files.empty())
            return;
        // A file of the tree, from here.
        text = QByteArray("../").repeated(depth)
            + m_files[std::size_t(below(int(m_files.size())))].mid(m_top.size() + 1);
    }
    if (text.size() < 1000)
        REQUIRE(::symlink(text.constData(), path.constData()) == 0);
}

std::set<QByteArray> RandomTree::refused(LinkMode links) const
{
    std::set<QByteArray> paths;
    walk(m_top, {}, 0, [&](const QByteArray& path, const QByteArray& name, int) {
        const QByteArray whole = m_top + '/' + path;
        const auto status = posix::status(whole, posix::Follow::Nothing);
        REQUIRE(status);
        using Kind = posix::FileStatus::Kind;
        const auto behind = posix::status(whole, posix::Follow::Symlinks);
        const bool isLink = status->kind == Kind::Symlink;
        // A link to a folder leads back or multiplies the tree: only links to files are followed.
        const bool isBadLink
            = isLink && links == LinkMode::Follow && (!behind || behind->kind != Kind::File);
        if (content::badName(name) || status->kind == Kind::Other || isBadLink) {
            paths.insert(path);
            return false;
        }
        return status->kind == Kind::Folder;
    });
    return paths;
}

void RandomTree::removeRefused(LinkMode links)
{
    const auto top = posix::openFolder(m_top, posix::Follow::Nothing);
    REQUIRE(top);
    for (const QByteArray& path : refused(links)) {
        const qsizetype slash = path.lastIndexOf('/');
        const auto folder = posix::openFolder(
            m_top + '/' + (slash < 0 ? QByteArray() : path.first(slash)), posix::Follow::Nothing);
        REQUIRE(folder);
        posix::removeTreeIn(folder->number(), path.mid(slash + 1));
    }
    // Links may have led to what is gone.
    if (!refused(links).empty())
        removeRefused(links);
}

TreeEntries entriesOf(const QByteArray& top, LinkMode links)
{
    TreeEntries entries;
    walk(top, {}, 0, [&](const QByteArray& path, const QByteArray&, int depth) {
        using Kind = posix::FileStatus::Kind;
        const QByteArray whole = top + '/' + path;
        const auto status = posix::status(whole, posix::Follow::Nothing);
        REQUIRE(status);
        if (status->kind == Kind::Folder) {
            entries[path] = {'d', {}, depth};
            return true;
        }
        if (status->kind == Kind::File)
            entries[path] = {'f', bytesOf(whole), depth};
        else if (status->kind == Kind::Symlink && links == LinkMode::Follow)
            entries[path] = {'f', bytesOf(whole), depth};
        else if (status->kind == Kind::Symlink && links == LinkMode::Keep)
            entries[path] = {'l', linkText(whole), depth};
        return false;
    });
    return entries;
}

TreeEntries withoutEmptyFolders(const TreeEntries& entries)
{
    TreeEntries kept;
    for (const auto& [path, entry] : entries) {
        if (entry.kind == 'd')
            continue;
        kept[path] = entry;
        for (qsizetype slash = path.lastIndexOf('/'); slash > 0;
             slash = path.lastIndexOf('/', slash - 1)) {
            const QByteArray folder = path.first(slash);
            kept[folder] = entries.at(folder);
        }
    }
    return kept;
}

} // namespace cairn::test
