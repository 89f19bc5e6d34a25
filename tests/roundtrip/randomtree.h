// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <map>
#include <random>
#include <set>

namespace cairn::test {

/// What packing makes of symbolic links.
enum class LinkMode { Follow, Keep, Skip };

/// What is somewhere in a tree, so that two trees can be compared.
struct TreeEntry
{
    char kind = 'f'; ///< 'f', 'd' or 'l'.
    QByteArray bytes{}; ///< Of a file its content, of a link its text.
    int depth = 0; ///< Folders above it.

    bool operator==(const TreeEntry& other) const
    {
        return kind == other.kind && bytes == other.bytes;
    }
};
using TreeEntries = std::map<QByteArray, TreeEntry>; ///< By path below the top.

/// A tree with all that a Linux file system allows, from a seed: names of any bytes, depth, links
/// of all kinds, sparse and empty files, folders without anything.
class RandomTree
{
public:
    /// Below @p top, which it makes. @p most: entries at most.
    RandomTree(const QByteArray& top, std::mt19937& random, int most);

    /// What cannot be packed: removes it all and returns the paths.
    std::set<QByteArray> refused(LinkMode links) const;
    void removeRefused(LinkMode links);
    const QByteArray& top() const { return m_top; }

private:
    void fill(const QByteArray& folder, int depth);
    void makeFile(const QByteArray& path);
    void makeLink(const QByteArray& path, int depth);
    QByteArray randomName();
    int below(int limit);

    QByteArray m_top;
    std::mt19937& m_random;
    int m_left; ///< Entries that may still be made.
    std::vector<QByteArray> m_files;
};

/// Everything below @p top as it is on disk, links by @p links.
TreeEntries entriesOf(const QByteArray& top, LinkMode links);
/// Without folders that hold no file at all, at any depth.
TreeEntries withoutEmptyFolders(const TreeEntries& entries);

} // namespace cairn::test
