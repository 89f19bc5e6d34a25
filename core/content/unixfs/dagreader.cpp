// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/unixfs/dagreader.h"

#include "core/content/codec/dagpb.h"
#include "core/content/codec/murmur3.h"
#include "core/content/codec/unixfs.h"

#include <QList>

#include <limits>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

// A trickle tree of a whole exbibyte is not half as deep.
constexpr int maxDepth = 64;
// Two names that stay together longer would share 128 bits of hash.
constexpr std::size_t maxShardDepth = 16;
constexpr qsizetype bucketDigits = 2;

struct FsNode
{
    PbNode node;
    UnixFs fs;
};

auto contradiction(const Cid& cid, QString what)
{
    return fail(Error::Kind::Corrupt, std::move(what), cid.toString());
}

Result<FsNode> decode(const Cid& cid, QByteArrayView bytes)
{
    if (cid.codec() != Codec::DagPb)
        return fail(Error::Kind::Invalid, u"not a UnixFS node"_s, cid.toString());
    auto node = decodePbNode(bytes);
    if (!node)
        return fail(node.error());
    if (!node->data)
        return fail(Error::Kind::Invalid, u"a dag-pb node without UnixFS data"_s, cid.toString());
    auto fs = decodeUnixFs(*node->data);
    if (!fs)
        return fail(fs.error());
    return FsNode{std::move(*node), std::move(*fs)};
}

Result<FsNode> load(BlockSource& source, const Cid& cid)
{
    const auto bytes = source.block(cid);
    if (!bytes)
        return fail(bytes.error());
    return decode(cid, *bytes);
}

/// Sizes are claims, and may be any number: sums of them end at the largest one.
void addClaim(quint64& sum, quint64 size)
{
    sum += qMin(size, std::numeric_limits<quint64>::max() - sum);
}

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

QByteArray bucketName(QByteArrayView name, std::size_t depth)
{
    // Eight levels use the hash itself; further ones hash name and number (contract §11.4).
    QByteArray key = name.toByteArray();
    if (depth >= 8)
        key.append(static_cast<char>(depth / 8));
    const quint64 hash = murmur3(key);
    const auto bucket = static_cast<uchar>(hash >> (56 - 8 * (depth % 8)));
    return QByteArray(1, static_cast<char>(bucket)).toHex().toUpper();
}

Done checkShard(const Cid& cid, const FsNode& node)
{
    if (node.fs.fanout != hamtFanout || node.fs.hashType != murmur3Code)
        return fail(Error::Kind::Invalid, u"a sharded folder of another kind"_s, cid.toString());
    return {};
}

} // namespace

// The bytes asked for, in the file's own coordinates.
struct DagReader::Range
{
    quint64 begin = 0;
    quint64 end = 0;
    quint64 position = 0; // of the node being read

    bool overlaps(quint64 from, quint64 size) const
    {
        return size > 0 && from < end && begin < from + size;
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
    const auto node = decode(cid, *bytes);
    if (!node) {
        if (node.error().kind == Error::Kind::Invalid)
            return info;
        return fail(node.error());
    }
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
    Cid at = root;
    const QByteArray whole = path.toByteArray();
    for (const QByteArray& name : whole.split('/')) {
        if (name.isEmpty())
            continue;
        auto next = child(at, name);
        if (!next)
            return fail(next.error());
        at = std::move(*next);
    }
    return stat(at);
}

Result<Cid> DagReader::child(const Cid& directory, QByteArrayView name)
{
    const auto absent = [&name] {
        return fail(Error::Kind::NotFound, u"no such entry"_s, QString::fromUtf8(name));
    };
    if (directory.codec() != Codec::DagPb)
        return absent();
    Cid at = directory;
    for (std::size_t depth = 0; depth < maxShardDepth; ++depth) {
        const auto node = load(m_source, at);
        if (!node)
            return fail(node.error());
        if (node->fs.type == UnixFs::Type::Directory && depth == 0) {
            for (const PbLink& link : node->node.links) {
                if (link.name == name)
                    return link.cid;
            }
            return absent();
        }
        if (node->fs.type != UnixFs::Type::Shard)
            return absent();
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
            return absent();
        at = deeper->cid;
    }
    return contradiction(directory, u"sharded too deep"_s);
}

Done DagReader::list(const Cid& directory, const OnEntry& onEntry)
{
    const auto node = load(m_source, directory);
    if (!node)
        return fail(node.error());
    if (node->fs.type == UnixFs::Type::Shard)
        return listShard(directory, onEntry, {});
    if (node->fs.type != UnixFs::Type::Directory)
        return fail(Error::Kind::Invalid, u"not a folder"_s, directory.toString());
    for (const PbLink& link : node->node.links) {
        if (Done done = onEntry({link.name, link.cid, link.tsize}); !done)
            return done;
    }
    return {};
}

// Every entry must belong where it is found, and every shard must hold one: else a few shards that
// point at each other again and again would be a folder without end.
Done DagReader::listShard(const Cid& shard, const OnEntry& onEntry,
                          const std::vector<QByteArray>& way)
{
    if (way.size() >= maxShardDepth)
        return contradiction(shard, u"sharded too deep"_s);
    const auto node = load(m_source, shard);
    if (!node)
        return fail(node.error());
    if (node->fs.type != UnixFs::Type::Shard)
        return contradiction(shard, u"a shard that is none"_s);
    if (Done done = checkShard(shard, *node); !done)
        return done;
    if (node->node.links.empty() && !way.empty())
        return contradiction(shard, u"an empty shard"_s);
    for (const PbLink& link : node->node.links) {
        if (link.name.size() < bucketDigits)
            return contradiction(shard, u"a shard link without its bucket"_s);
        auto deeper = way;
        deeper.push_back(link.name.first(bucketDigits));
        if (link.name.size() == bucketDigits) {
            if (Done done = listShard(link.cid, onEntry, deeper); !done)
                return done;
            continue;
        }
        const QByteArray name = link.name.sliced(bucketDigits);
        for (std::size_t depth = 0; depth < deeper.size(); ++depth) {
            if (bucketName(name, depth) != deeper[depth])
                return contradiction(shard, u"an entry in another's bucket"_s);
        }
        if (Done done = onEntry({name, link.cid, link.tsize}); !done)
            return done;
    }
    return {};
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
    if (depth > maxDepth)
        return contradiction(cid, u"file nested too deep"_s);
    const auto bytes = m_source.block(cid);
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

    const auto node = decode(cid, *bytes);
    if (!node)
        return fail(node.error());
    if (!isFile(node->fs))
        return fail(Error::Kind::Invalid, u"not a file"_s, cid.toString());
    const auto& links = node->node.links;
    const auto& sizes = node->fs.blockSizes;
    if (links.size() != sizes.size())
        return contradiction(cid, u"links and block sizes differ in number"_s);
    const quint64 start = range.position;
    // Nodes of a trickle layout hold bytes of their own before their children's.
    if (node->fs.data) {
        if (Done done = give(*node->fs.data); !done)
            return done;
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
            return contradiction(links[i].cid, u"a block of another size than its parent says"_s);
    }
    if (node->fs.fileSize && range.position - start != *node->fs.fileSize)
        return contradiction(cid, u"a file of another size than it says"_s);
    return {};
}

} // namespace cairn::content
