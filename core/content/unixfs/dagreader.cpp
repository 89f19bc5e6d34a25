// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/unixfs/dagreader.h"

#include "core/content/unixfs/directorylisting.h"
#include "core/content/unixfs/fsnode.h"

#include <QList>
#include <QSet>

#include <limits>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

/// Links, and sizes, of all nodes that are open at a time: some 64 MiB.
constexpr std::size_t mostOpenLinks = 1'000'000;
/// Distinct nodes without a byte below them.
constexpr qsizetype mostEmptyNodes = 100'000;

quint64 sumOf(const std::vector<quint64>& sizes)
{
    quint64 sum = 0;
    for (const quint64 size : sizes)
        addClaim(sum, size);
    return sum;
}

quint64 fileSize(const UnixFs& fs)
{
    quint64 size = fs.data ? static_cast<quint64>(fs.data->size()) : 0;
    addClaim(size, sumOf(fs.blockSizes));
    return fs.fileSize.value_or(size);
}

bool isFile(const UnixFs& fs)
{
    return fs.type == UnixFs::Type::File || fs.type == UnixFs::Type::Raw;
}

Error absent(QByteArrayView name)
{
    return {Error::Kind::NotFound, u"no such entry"_s, QString::fromUtf8(name), dagNoEntry};
}

/// The links of nodes on the way down, counted as long as it lives.
class OpenLinks
{
public:
    OpenLinks(std::size_t& open, std::size_t more)
        : m_open(open)
        , m_more(more)
    {
        m_open += m_more;
    }
    ~OpenLinks() { m_open -= m_more; }
    Q_DISABLE_COPY_MOVE(OpenLinks)

    bool areTooMany() const { return m_open > mostOpenLinks; }

private:
    std::size_t& m_open;
    std::size_t m_more;
};

} // namespace

// The bytes asked for, in the file's own coordinates.
struct DagReader::Range
{
    quint64 begin = 0;
    quint64 end = 0;
    quint64 position = 0; // of the node being read
    std::size_t openLinks = 0;

    bool overlaps(quint64 from, quint64 size) const
    {
        return size > 0 && from < end && begin < from + size;
    }
};

struct DagReader::Whole
{
    WholeFile& file;
    const OnBytes& onBytes;
    QSet<Cid> empty{}; ///< Nodes without a byte below them are looked at once.
    std::size_t openLinks = 0;

    Done give(QByteArrayView piece)
    {
        const Done given = piece.isEmpty() ? Done() : onBytes(piece);
        file.bytes += static_cast<quint64>(piece.size());
        return given;
    }
    void noteWrongSizes(const Cid& node)
    {
        file.sizesDiffer = true;
        if (!file.wrongSizes)
            file.wrongSizes = node;
    }
};

DagReader::DagReader(BlockSource& source)
    : m_source(source)
{ }

Result<NodeInfo> DagReader::stat(const Cid& cid)
{
    NodeInfo info{.cid = cid};
    if (cid.codec() != Codec::Raw && cid.codec() != Codec::DagPb)
        return info;
    const auto bytes = m_source.block(cid);
    if (!bytes)
        return fail(bytes.error());
    info.size = static_cast<quint64>(bytes->size());
    if (cid.codec() == Codec::Raw) {
        info.kind = NodeKind::File;
        return info;
    }
    const auto node = decodeFsNode(cid, *bytes);
    if (!node) {
        if (node.error().kind == Error::Kind::Invalid)
            return info;
        return fail(node.error());
    }
    info.mode = node->fs.mode;
    info.modified = node->fs.modified;
    switch (node->fs.type) {
    case UnixFs::Type::Raw:
    case UnixFs::Type::File:
        info.kind = NodeKind::File;
        info.size = fileSize(node->fs);
        break;
    case UnixFs::Type::Directory:
    case UnixFs::Type::Shard:
        info.kind = NodeKind::Directory;
        info.isSharded = node->fs.type == UnixFs::Type::Shard;
        for (const PbLink& link : node->node.links)
            addClaim(info.size, link.tsize);
        break;
    case UnixFs::Type::Symlink:
        info.kind = NodeKind::Symlink;
        info.target = node->fs.data.value_or(QByteArray());
        break;
    case UnixFs::Type::Metadata:
        break;
    }
    return info;
}

Result<NodeInfo> DagReader::resolve(const Cid& root, QByteArrayView path)
{
    const auto nodes = follow(root, path);
    return nodes ? stat(nodes->back()) : fail(nodes.error());
}

Result<std::vector<Cid>> DagReader::follow(const Cid& root, QByteArrayView path)
{
    std::vector<QByteArray> names;
    for (const QByteArray& name : path.toByteArray().split('/')) {
        if (!name.isEmpty())
            names.push_back(name);
    }
    std::vector<Cid> nodes{root};
    for (std::span<const QByteArray> left = names; !left.empty();) {
        const auto next = step(nodes.back(), left);
        if (!next)
            return fail(next.error());
        if (next->end == DataStep::End::Nothing)
            return fail(absent(left.front()));
        if (next->end == DataStep::End::Value)
            return fail(Error{Error::Kind::Invalid, u"the path ends inside of a block"_s,
                              nodes.back().toString(), dagNotALink});
        left = left.subspan(next->names);
        nodes.push_back(next->link);
    }
    return nodes;
}

/// To the next node of a path.
Result<DataStep> DagReader::step(const Cid& from, std::span<const QByteArray> names)
{
    if (!hasDataPaths(from)) {
        const auto next = child(from, names.front());
        return next ? Result<DataStep>(DataStep{DataStep::End::Link, *next, 1})
                    : fail(next.error());
    }
    const auto bytes = m_source.block(from);
    if (!bytes)
        return fail(bytes.error());
    auto next = followData(from, *bytes, names);
    if (!next)
        return contradiction(from, next.error().detail);
    return next;
}

Result<Cid> DagReader::child(const Cid& directory, QByteArrayView name)
{
    if (directory.codec() != Codec::DagPb)
        return fail(absent(name));
    Cid at = directory;
    for (std::size_t depth = 0; depth < maxShardDepth; ++depth) {
        const auto node = loadFsNode(m_source, at);
        if (!node)
            return fail(node.error());
        if (node->fs.type == UnixFs::Type::Directory && depth == 0) {
            for (const PbLink& link : node->node.links) {
                if (link.name == name)
                    return link.cid;
            }
            return fail(absent(name));
        }
        if (node->fs.type != UnixFs::Type::Shard)
            return fail(absent(name));
        if (const Done done = checkShard(at, *node); !done)
            return fail(done.error());
        const QByteArray bucket = bucketName(name, depth);
        const PbLink* deeper = nullptr;
        for (const PbLink& link : node->node.links) {
            if (!link.name.startsWith(bucket))
                continue;
            if (link.name.size() == bucketDigits)
                deeper = &link;
            else if (QByteArrayView(link.name).sliced(bucketDigits) == name)
                return link.cid;
        }
        if (!deeper)
            return fail(absent(name));
        at = deeper->cid;
    }
    return contradiction(directory, u"sharded too deep"_s);
}

Done DagReader::list(const Cid& directory, const OnEntry& onEntry)
{
    auto listing = DirectoryListing::open(m_source, directory);
    if (!listing)
        return fail(listing.error());
    while (true) {
        const auto entry = listing->next();
        if (!entry)
            return fail(entry.error());
        if (!*entry)
            return {};
        if (Done done = onEntry(**entry); !done)
            return done;
    }
}

Done DagReader::read(const Cid& file, const OnBytes& onBytes, qint64 offset, qint64 length)
{
    if (offset < 0)
        return fail(Error::Kind::Invalid, u"a range before the start"_s);
    Range range{.begin = static_cast<quint64>(offset),
                .end = length < 0 ? std::numeric_limits<quint64>::max()
                                  : static_cast<quint64>(offset) + static_cast<quint64>(length)};
    return readNode(file, range, onBytes, 0);
}

Done DagReader::readNode(const Cid& cid, Range& range, const OnBytes& onBytes, int depth)
{
    if (depth > deepestFile)
        return tooDeep(cid, u"file nested too deep"_s);
    auto bytes = m_source.block(cid);
    if (!bytes)
        return fail(bytes.error());
    const auto give = [&](QByteArrayView piece) -> Done {
        const auto size = static_cast<quint64>(piece.size());
        const quint64 at = range.position;
        range.position += size;
        if (size == 0 || !range.overlaps(at, size))
            return {};
        const quint64 from = range.begin > at ? range.begin - at : 0;
        const quint64 to = qMin(size, range.end - at);
        return onBytes(
            piece.sliced(static_cast<qsizetype>(from), static_cast<qsizetype>(to - from)));
    };
    if (cid.codec() == Codec::Raw)
        return give(*bytes);

    auto node = decodeFsNode(cid, *bytes);
    if (!node)
        return fail(node.error());
    bytes->clear();
    if (!isFile(node->fs))
        return fail(Error{Error::Kind::Invalid, u"not a file"_s, cid.toString(), dagNotUnixFs});
    const auto& links = node->node.links;
    const auto& sizes = node->fs.blockSizes;
    if (links.size() != sizes.size())
        return contradiction(cid, u"links and block sizes differ in number"_s);
    const OpenLinks open(range.openLinks, links.size() + sizes.size());
    if (open.areTooMany())
        return tooDeep(cid, u"too many links on the way down a file"_s);
    const quint64 start = range.position;
    // Nodes of a trickle layout hold bytes of their own before their children's.
    if (node->fs.data) {
        if (Done done = give(*node->fs.data); !done)
            return done;
        // Of the nodes above, only links are held.
        node->fs.data.reset();
        node->node.data.reset();
    }
    for (std::size_t i = 0; i < links.size(); ++i) {
        const quint64 from = range.position;
        constexpr quint64 longest = std::numeric_limits<qint64>::max();
        if (from > longest || sizes[i] > longest - from)
            return contradiction(cid, u"block sizes out of range"_s);
        // What is said to be empty is never looked at: each block read brings the end nearer.
        if (!range.overlaps(from, sizes[i])) {
            range.position = from + sizes[i];
            continue;
        }
        if (Done done = readNode(links[i].cid, range, onBytes, depth + 1); !done)
            return done;
        if (range.position != from + sizes[i])
            return contradiction(cid, u"a node that says other sizes than its blocks have"_s);
    }
    if (node->fs.fileSize && range.position - start != *node->fs.fileSize)
        return contradiction(cid, u"a file of another size than it says"_s);
    return {};
}

Done DagReader::readWhole(const Cid& file, const OnBytes& onBytes, WholeFile& found)
{
    Whole whole{.file = found, .onBytes = onBytes};
    return readAll(file, whole, {}, 0);
}

/// @p claimed: how many bytes the node above says there are.
Done DagReader::readAll(const Cid& cid, Whole& whole, std::optional<quint64> claimed, int depth)
{
    if (depth > deepestFile)
        return tooDeep(cid, u"file nested too deep"_s);
    auto bytes = m_source.block(cid);
    if (!bytes)
        return fail(bytes.error());
    if (cid.codec() == Codec::Raw) {
        whole.file.sizesDiffer |= claimed && *claimed != static_cast<quint64>(bytes->size());
        return whole.give(*bytes);
    }
    auto node = decodeFsNode(cid, *bytes);
    if (!node)
        return fail(node.error());
    bytes->clear();
    if (!isFile(node->fs))
        return fail(Error{Error::Kind::Invalid, u"not a file"_s, cid.toString(), dagNotUnixFs});
    const auto& links = node->node.links;
    const auto& sizes = node->fs.blockSizes;
    const OpenLinks open(whole.openLinks, links.size() + sizes.size());
    if (open.areTooMany())
        return tooDeep(cid, u"too many links on the way down a file"_s);
    quint64 own = sumOf(sizes);
    addClaim(own, node->fs.data ? static_cast<quint64>(node->fs.data->size()) : 0);
    if (sizes.size() != links.size() || node->fs.fileSize.value_or(own) != own)
        whole.noteWrongSizes(cid);
    whole.file.sizesDiffer |= claimed && *claimed != own;
    if (node->fs.data) {
        if (Done done = whole.give(*node->fs.data); !done)
            return done;
        // Of the nodes above, only links are held.
        node->fs.data.reset();
        node->node.data.reset();
    }
    for (std::size_t i = 0; i < links.size(); ++i) {
        const quint64 from = whole.file.bytes;
        const auto size = i < sizes.size() ? std::optional(sizes[i]) : std::nullopt;
        if (!whole.empty.contains(links[i].cid)) {
            if (Done done = readAll(links[i].cid, whole, size, depth + 1); !done)
                return done;
            if (whole.file.bytes == from)
                whole.empty.insert(links[i].cid);
            if (whole.empty.size() > mostEmptyNodes)
                return contradiction(cid, u"too many blocks without a byte"_s);
        }
        if (size && whole.file.bytes - from != *size)
            whole.noteWrongSizes(cid);
    }
    return {};
}

} // namespace cairn::content
