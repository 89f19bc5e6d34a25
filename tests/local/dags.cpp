// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/local/dags.h"

#include "core/content/car/carreader.h"

#include <QBuffer>

#include <catch2/catch.hpp>

namespace cairn::test {
using namespace content;

namespace {

constexpr int mostPlaces = 3000; // So that reading without remembering ends soon.

Block blockOf(Codec codec, const QByteArray& bytes)
{
    return {Cid::v1(codec, sha256(bytes)), bytes};
}

/// The links of a list made by cborList(), found by their tag.
std::vector<Cid> linksOfList(QByteArrayView bytes)
{
    std::vector<Cid> links;
    while (!bytes.isEmpty()) {
        const qsizetype tag = bytes.indexOf("\xd8\x2a\x58");
        if (tag < 0)
            break;
        const auto length = qsizetype(uchar(bytes[tag + 3]));
        links.push_back(*Cid::fromBytes(bytes.sliced(tag + 5, length - 1)));
        bytes = bytes.sliced(tag + 4 + length);
    }
    return links;
}

} // namespace

Block fsNode(const UnixFs& fs, const std::vector<PbLink>& links)
{
    return blockOf(Codec::DagPb, encodePbNode({links, encodeUnixFs(fs)}));
}

Block fileOf(const std::vector<std::pair<Block, quint64>>& parts, const QByteArray& inlined)
{
    UnixFs fs{.fileSize = quint64(inlined.size())};
    if (!inlined.isEmpty())
        fs.data = inlined;
    std::vector<PbLink> links;
    for (const auto& [block, size] : parts) {
        links.push_back({block.cid, {}, size});
        fs.blockSizes.push_back(size);
        *fs.fileSize += size;
    }
    return fsNode(fs, links);
}

Block cborList(const std::vector<Cid>& links)
{
    REQUIRE(links.size() < 24);
    QByteArray bytes(1, char(0x80 | links.size()));
    for (const Cid& link : links) {
        REQUIRE(link.bytes().size() < 250);
        bytes
            += QByteArray("\xd8\x2a\x58", 3) + char(link.bytes().size() + 1) + '\0' + link.bytes();
    }
    return cborBlock(bytes);
}

Block as(Codec codec, const Block& block)
{
    return {Cid::v1(codec, block.cid.hash()), block.bytes};
}

Block inlined(const Block& block)
{
    return {Cid::v1(block.cid.codec(), {HashCode::Identity, block.bytes}), block.bytes};
}

BlockSet blockSet(const QByteArray& car)
{
    QBuffer buffer;
    buffer.setData(car);
    buffer.open(QIODevice::ReadOnly);
    CarReader reader(buffer);
    BlockSet set;
    for (;;) {
        const auto entry = reader.next();
        REQUIRE(entry);
        if (!*entry)
            return set;
        const Cid cid = (*entry)->block.cid.toV1();
        INFO(cid.toString().toStdString());
        CHECK(cid.hash().code != HashCode::Identity);
        CHECK_FALSE(set.contains(cid));
        set.insert(cid, (*entry)->block.bytes);
    }
}

RandomDag::RandomDag(quint32 seed)
    : m_random(seed)
{
    for (int i = 0; i < 6; ++i)
        makeLeaf();
    for (int i = 0; i < 12; ++i) {
        makeFile();
        switch (below(5)) {
        case 0:
            makeFolder();
            break;
        case 1:
            makeShards();
            break;
        case 2:
            makeList();
            break;
        case 3:
            makeLeaf();
            break;
        default:
            break;
        }
    }
    makeShards();
    makeList();
    std::vector<PbLink> links;
    for (const Cid& cid : m_nodes)
        links.push_back({cid, QByteArray::number(qint64(links.size())), 1});
    const Block top = fsNode({.type = UnixFs::Type::Directory}, links);
    m_root = top.cid;
    m_blocks.insert(top.cid, top.bytes);
}

Cid RandomDag::pick(const std::vector<Cid>& from)
{
    return from[std::size_t(below(int(from.size())))];
}

Cid RandomDag::keep(const Block& block)
{
    constexpr qsizetype mostInlined = 120;
    const bool isInside = block.bytes.size() <= mostInlined && below(5) == 0;
    const Cid cid = isInside ? inlined(block).cid : block.cid;
    if (!isInside)
        m_blocks.insert(cid, block.bytes);
    int places = 1;
    for (const Cid& link : linksOf(cid))
        places += m_places.value(link, 1);
    if (!m_places.contains(cid) && places < mostPlaces)
        m_nodes.push_back(cid);
    m_places.insert(cid, places);
    return cid;
}

void RandomDag::keepFile(const Block& block, const QByteArray& bytes)
{
    m_files.insert(keep(block), bytes);
}

void RandomDag::makeLeaf()
{
    QByteArray bytes(1 + below(60), '\0');
    for (char& byte : bytes)
        byte = char(below(256));
    if (below(3) == 0)
        keepFile(fsNode({.data = bytes, .fileSize = quint64(bytes.size())}), bytes);
    else
        keepFile(rawBlock(bytes), bytes);
}

/// Of parts that may be the same ones again and again.
void RandomDag::makeFile()
{
    std::vector<Cid> parts;
    for (auto file = m_files.cbegin(); file != m_files.cend(); ++file) {
        if (m_places.value(file.key()) < mostPlaces / 8)
            parts.push_back(file.key());
    }
    const QByteArray own = below(3) == 0 ? QByteArray("own ").repeated(below(4)) : QByteArray();
    QByteArray bytes = own;
    std::vector<std::pair<Block, quint64>> links;
    Cid part = pick(parts);
    for (int count = 1 + below(5); count > 0; --count) {
        if (below(2) == 0)
            part = pick(parts);
        links.push_back({{part, {}}, quint64(m_files.value(part).size())});
        bytes += m_files.value(part);
    }
    keepFile(fileOf(links, own), bytes);
}

void RandomDag::makeFolder()
{
    std::vector<PbLink> links;
    for (int count = below(5); count > 0; --count)
        links.push_back({pick(m_nodes), QByteArray::number(count), 1});
    keep(fsNode({.type = UnixFs::Type::Directory}, links));
}

/// A HAMT of two levels, and one of its shards twice.
void RandomDag::makeShards()
{
    const auto shard = [&](const std::vector<PbLink>& links) {
        return keep(fsNode({.type = UnixFs::Type::Shard,
                            .data = QByteArray("\1"),
                            .hashType = murmur3Code,
                            .fanout = hamtFanout},
                           links));
    };
    const auto entry = [&](const char* name) { return PbLink{pick(m_nodes), name, 1}; };
    const Cid deepest = shard({entry("0Aone"), entry("FFtwo")});
    const Cid deeper = shard({{deepest, "01", 1}, entry("02three"), {deepest, "03", 1}});
    shard({{deeper, "00", 1}, entry("1Bfour"), {deepest, "C0", 1}});
}

/// Of links to anything, also to the bytes of a node as a raw block.
void RandomDag::makeList()
{
    std::vector<Cid> links;
    for (int count = 1 + below(5); count > 0; --count) {
        const Cid cid = pick(m_nodes);
        links.push_back(cid);
        if (below(2) == 0)
            links.push_back(Cid::v1(Codec::Raw, cid.hash()));
    }
    keep(cborList(links));
}

std::vector<Block> RandomDag::blocks() const
{
    std::vector<Block> blocks{{m_root, m_blocks.value(m_root)}};
    for (auto block = m_blocks.cbegin(); block != m_blocks.cend(); ++block) {
        if (block.key() != m_root)
            blocks.push_back({block.key(), block.value()});
    }
    return blocks;
}

std::vector<Cid> RandomDag::linksOf(const Cid& cid) const
{
    const QByteArray bytes
        = cid.hash().code == HashCode::Identity ? cid.hash().digest : m_blocks.value(cid);
    std::vector<Cid> links;
    if (cid.codec() == Codec::DagCbor)
        return linksOfList(bytes);
    if (cid.codec() == Codec::DagPb) {
        const auto node = decodePbNode(bytes);
        for (const PbLink& link : node->links)
            links.push_back(link.cid);
    }
    return links;
}

void RandomDag::take(BlockSet& to, const Cid& cid) const
{
    if (cid.hash().code == HashCode::Identity)
        return;
    // A raw block's bytes may lie here as a node.
    for (const Codec codec : {cid.codec(), Codec::DagPb, Codec::DagCbor}) {
        if (const auto at = m_blocks.constFind(Cid::v1(codec, cid.hash())); at != m_blocks.cend()) {
            to.insert(cid, *at);
            return;
        }
    }
    FAIL("a DAG that is not whole");
}

void RandomDag::takePlaces(std::vector<Cid>& to, const Cid& cid) const
{
    if (cid.hash().code != HashCode::Identity)
        to.push_back(cid);
    for (const Cid& link : linksOf(cid))
        takePlaces(to, link);
}

void RandomDag::takeAll(BlockSet& to, const Cid& cid) const
{
    take(to, cid);
    for (const Cid& link : linksOf(cid))
        takeAll(to, link);
}

void RandomDag::takeEntity(BlockSet& to, const Cid& cid) const
{
    if (m_files.contains(cid)) {
        takeAll(to, cid);
        return;
    }
    take(to, cid);
    if (cid.codec() != Codec::DagPb)
        return;
    const QByteArray bytes
        = cid.hash().code == HashCode::Identity ? cid.hash().digest : m_blocks.value(cid);
    const auto node = decodePbNode(bytes);
    if (decodeUnixFs(*node->data)->type != UnixFs::Type::Shard)
        return;
    for (const PbLink& link : node->links) {
        if (link.name.size() == 2)
            takeEntity(to, link.cid);
    }
}

void RandomDag::takeRange(BlockSet& to, const Cid& cid, quint64 at, quint64 begin,
                          quint64 end) const
{
    take(to, cid);
    const std::vector<Cid> links = linksOf(cid);
    const auto size = [this](const Cid& file) { return quint64(m_files.value(file).size()); };
    // Its own bytes come first.
    quint64 below = 0;
    for (const Cid& link : links)
        below += size(link);
    at += size(cid) - below;
    for (const Cid& link : links) {
        if (at < end && at + size(link) > begin)
            takeRange(to, link, at, begin, end);
        at += size(link);
    }
}

std::vector<Cid> RandomDag::everyPlace(const Cid& cid) const
{
    std::vector<Cid> places;
    takePlaces(places, cid);
    return places;
}

BlockSet RandomDag::all(const Cid& cid) const
{
    BlockSet set;
    takeAll(set, cid);
    return set;
}

BlockSet RandomDag::entity(const Cid& cid) const
{
    BlockSet set;
    takeEntity(set, cid);
    return set;
}

BlockSet RandomDag::block(const Cid& cid) const
{
    BlockSet set;
    take(set, cid);
    return set;
}

BlockSet RandomDag::range(const Cid& file, quint64 begin, quint64 end) const
{
    BlockSet set;
    takeRange(set, file, 0, begin, end);
    return set;
}

} // namespace cairn::test
