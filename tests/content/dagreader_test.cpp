// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/dagpb.h"
#include "core/content/codec/murmur3.h"
#include "core/content/codec/unixfs.h"
#include "core/content/unixfs/dagreader.h"
#include "tests/content/support.h"

#include <QHash>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

/// Blocks in memory; counts what is asked of it.
class Blocks final : public BlockSource
{
public:
    Result<QByteArray> block(const Cid& cid) override
    {
        ++asked;
        const auto found = m_blocks.constFind(cid);
        if (found == m_blocks.constEnd())
            return fail(Error::Kind::NotFound, u"no block"_s, cid.toString());
        return *found;
    }
    Cid add(const Block& block)
    {
        m_blocks.insert(block.cid, block.bytes);
        return block.cid;
    }
    Cid raw(const QByteArray& bytes) { return add(rawBlock(bytes)); }
    Cid node(const UnixFs& fs, std::vector<PbLink> links = {})
    {
        return add(test::block(Codec::DagPb, encodePbNode({std::move(links), encodeUnixFs(fs)})));
    }
    Cid pack(const PackRequest& request)
    {
        const DagPlan plan = planOf(request);
        for (const Block& block : blocksOf(drain(*plan.openWhole())))
            add(block);
        return plan.root();
    }

    int asked = 0;

private:
    QHash<Cid, QByteArray> m_blocks;
};

struct Reading
{
    Blocks blocks;
    DagReader reader{blocks};

    Result<QByteArray> read(const Cid& file, qint64 offset = 0, qint64 length = -1)
    {
        QByteArray bytes;
        const auto collect = [&](QByteArrayView piece) -> Done {
            bytes.append(piece);
            return {};
        };
        if (const Done done = reader.read(file, collect, offset, length); !done)
            return fail(done.error());
        return bytes;
    }

    Result<QByteArray> readWhole(const Cid& file)
    {
        QByteArray bytes;
        WholeFile found;
        const auto collect = [&](QByteArrayView piece) -> Done {
            bytes.append(piece);
            return {};
        };
        return reader.readWhole(file, collect, found).map([&] { return bytes; });
    }

    Result<QStringList> list(const Cid& folder)
    {
        QStringList names;
        const auto collect = [&](const DirectoryEntry& entry) -> Done {
            names.append(QString::fromUtf8(entry.name));
            return {};
        };
        if (const Done done = reader.list(folder, collect); !done)
            return fail(done.error());
        return names;
    }

    /// A file packed in leaves of 16 bytes, 4 to a node.
    Cid deepFile(const QByteArray& bytes)
    {
        const Tree tree;
        PackRequest pack = request({tree.file(u"file"_s, bytes)});
        pack.wrap = Wrap::No;
        pack.profile.chunkSize = 16;
        pack.profile.width = 4;
        return blocks.pack(pack);
    }

    Cid shard(std::vector<PbLink> links)
    {
        return blocks.node({.type = UnixFs::Type::Shard,
                            .data = QByteArray("x"),
                            .hashType = murmur3Code,
                            .fanout = hamtFanout},
                           std::move(links));
    }
};

QByteArray hex(int bucket)
{
    return QByteArray(1, static_cast<char>(bucket)).toHex().toUpper();
}

} // namespace

TEST_CASE_METHOD(Reading, "a file is read back as it was packed, whatever its size")
{
    for (const qsizetype size : {0, 1, 15, 16, 17, 64, 65, 256, 257, 1025, 5000}) {
        INFO(size << " bytes");
        const QByteArray bytes = generated(size);
        const Cid file = deepFile(bytes);
        CHECK(read(file).value() == bytes);
        const auto info = reader.stat(file);
        REQUIRE(info);
        CHECK(info->kind == NodeKind::File);
        CHECK(info->size == static_cast<quint64>(size));
    }
}

TEST_CASE_METHOD(Reading, "any range of a file is read, and no block beside it")
{
    const QByteArray bytes = generated(1000);
    const Cid file = deepFile(bytes);
    for (const qint64 offset : {0, 1, 15, 16, 17, 63, 64, 500, 999, 1000, 5000}) {
        for (const qint64 length : {-1, 0, 1, 16, 17, 100, 5000}) {
            INFO(length << " bytes from " << offset);
            CHECK(read(file, offset, length).value() == bytes.mid(offset, length));
        }
    }
    blocks.asked = 0;
    CHECK(read(file, 640, 16).value().size() == 16);
    CHECK(blocks.asked == 4); // three levels of nodes and the leaf
    CHECK(kindOf(read(file, -1)) == Error::Kind::Invalid);
}

TEST_CASE_METHOD(Reading, "files with leaves of dag-pb are read, and their folders")
{
    const Tree tree;
    tree.file(u"a/file"_s, generated(600'000));
    tree.file(u"a/empty"_s, {});
    const Cid root = blocks.pack(request({tree.path(u"a"_s)}, u"unixfs-v0-2015"_s));
    CHECK(root.version() == 0);
    CHECK(list(root).value() == QStringList{u"empty"_s, u"file"_s});
    CHECK(read(reader.resolve(root, "file")->cid).value() == generated(600'000));
    const auto empty = reader.resolve(root, "empty");
    CHECK(empty->size == 0);
    CHECK(read(empty->cid).value().isEmpty());
}

TEST_CASE_METHOD(Reading, "a trickle layout is read: nodes hold bytes of their own, depths vary")
{
    const UnixFs::Type file = UnixFs::Type::File;
    const Cid leaf = blocks.node({.type = file, .data = "cc", .fileSize = 2});
    const Cid inner = blocks.node({.type = file, .data = "bb", .fileSize = 4, .blockSizes = {2}},
                                  {{leaf, {}, 0}});
    const Cid other = blocks.node({.type = UnixFs::Type::Raw, .data = "dd", .fileSize = 2});
    const Cid root = blocks.node({.type = file, .data = "aa", .fileSize = 8, .blockSizes = {4, 2}},
                                 {{inner, {}, 0}, {other, {}, 0}});
    CHECK(read(root).value() == "aabbccdd");
    CHECK(read(root, 3, 4).value() == "bccd");
    CHECK(reader.stat(root)->size == 8);
}

TEST_CASE_METHOD(Reading, "a flat folder and its folders are listed and followed")
{
    const Tree tree;
    tree.file(u"d/a.txt"_s, "a");
    tree.file(u"d/sub/deep/ü.txt"_s, "u");
    const Cid root = blocks.pack(request({tree.path(u"d"_s)}));
    CHECK(list(root).value() == QStringList{u"d"_s});
    const auto folder = reader.resolve(root, "d");
    REQUIRE(folder);
    CHECK(folder->kind == NodeKind::Directory);
    CHECK(list(folder->cid).value() == QStringList{u"a.txt"_s, u"sub"_s});
    for (const QByteArray path : {"d/sub/deep/\xc3\xbc.txt", "/d//sub/deep/\xc3\xbc.txt/"})
        CHECK(read(reader.resolve(root, path)->cid).value() == "u");
    CHECK(reader.resolve(root, "")->cid == root);
    for (const QByteArray path : {"x", "d/x", "d/a.txt/x", "..", "d/../d", "d/sub/deep/u.txt"}) {
        INFO(path.toStdString());
        CHECK(kindOf(reader.resolve(root, path)) == Error::Kind::NotFound);
    }
}

TEST_CASE_METHOD(Reading, "a path goes through folders and through links of dag-cbor and dag-json")
{
    const auto link
        = [](const Cid& cid) { return R"({"/":")" + cid.toString().toLatin1() + R"("})"; };
    const Cid file = blocks.raw("u");
    const Cid inner = blocks.node({.type = UnixFs::Type::Directory}, {{file, "u.txt", 1}});
    const Cid json
        = blocks.add(block(Codec::DagJson, R"({"to":[{"in":)" + link(inner) + R"(}],"n":1})"));
    const Cid cbor = blocks.add(block(Codec::DagCbor,
                                      QByteArray::fromHex("a162676fd82a58")
                                          + char(json.bytes().size() + 1) + '\0' + json.bytes()));
    const Cid root = blocks.node({.type = UnixFs::Type::Directory}, {{cbor, "data", 9}});
    CHECK(reader.follow(root, "data/go/to/0/in/u.txt").value()
          == std::vector{root, cbor, json, inner, file});
    CHECK(read(reader.resolve(cbor, "go/to/0/in/u.txt")->cid).value() == "u");
    CHECK(reader.follow(cbor, "").value() == std::vector{cbor});
    CHECK(reader.resolve(root, "data/go")->cid == json);
    for (const QByteArray path :
         {"data/no", "data/go/to/1", "data/go/n/x", "data/go/to/0/in/no", "no"}) {
        INFO(path.toStdString());
        CHECK(reader.follow(root, path).error().code == dagNoEntry);
        CHECK(kindOf(reader.follow(root, path)) == Error::Kind::NotFound);
    }
    for (const QByteArray path : {"data/go/to", "data/go/n", "data/go/to/0"}) {
        INFO(path.toStdString());
        CHECK(reader.follow(root, path).error().code == dagNotALink);
    }
    const Cid broken = blocks.add(block(Codec::DagJson, "{"));
    CHECK(reader.follow(broken, "a").error().code == dagContradicts);
    // The end of a path is not read.
    const Cid away
        = blocks.node({.type = UnixFs::Type::Directory}, {{rawBlock("away").cid, "away", 4}});
    CHECK(reader.follow(away, "away").value().back() == rawBlock("away").cid);
    CHECK(reader.follow(away, "away/x").error().code == dagNoEntry);
}

TEST_CASE_METHOD(Reading, "a sharded folder is listed whole, and each entry is found by its name")
{
    const Tree tree;
    QStringList expected;
    for (int i = 0; i < 1100; ++i) {
        expected.append(u"ü%1"_s.arg(i));
        tree.file(u"d/"_s + expected.back(), QByteArray::number(i));
    }
    PackRequest pack = request({tree.path(u"d"_s)});
    pack.wrap = Wrap::No;
    const Cid root = blocks.pack(pack);
    CHECK(reader.stat(root)->kind == NodeKind::Directory);
    QStringList names = list(root).value();
    names.sort();
    expected.sort();
    CHECK(names == expected);
    for (const int i : {0, 1, 500, 1099}) {
        const auto found = reader.resolve(root, u"ü%1"_s.arg(i).toUtf8());
        REQUIRE(found);
        CHECK(read(found->cid).value() == QByteArray::number(i));
    }
    CHECK(kindOf(reader.resolve(root, "absent")) == Error::Kind::NotFound);
    CHECK(kindOf(reader.resolve(root, "0000")) == Error::Kind::NotFound);
}

TEST_CASE_METHOD(Reading, "a symbolic link is one, with its target")
{
    const Tree tree;
    tree.link(u"link"_s, "../target");
    const Cid root = blocks.pack(request({tree.path(u"link"_s)}, u"unixfs-v1-2025"_s));
    const auto info = reader.stat(root);
    REQUIRE(info);
    CHECK(info->kind == NodeKind::Symlink);
    CHECK(info->target == "../target");
    CHECK(kindOf(read(root)) == Error::Kind::Invalid);
}

TEST_CASE_METHOD(Reading, "what is not UnixFS is Other, and neither read nor listed")
{
    const Cid cbor = blocks.add(block(Codec::DagCbor, "\xf6"));
    const Cid bare = blocks.add(block(Codec::DagPb, {}));
    for (const Cid& cid : {cbor, bare}) {
        CHECK(reader.stat(cid)->kind == NodeKind::Other);
        CHECK(kindOf(read(cid)) == Error::Kind::Invalid);
        CHECK(kindOf(list(cid)) == Error::Kind::Invalid);
    }
    CHECK(kindOf(list(blocks.raw("x"))) == Error::Kind::Invalid);
    CHECK(kindOf(read(blocks.node({.type = UnixFs::Type::Directory}))) == Error::Kind::Invalid);
}

TEST_CASE_METHOD(Reading, "a block that is not there is NotFound")
{
    const Cid absent = rawBlock("absent").cid;
    CHECK(kindOf(read(absent)) == Error::Kind::NotFound);
    CHECK(kindOf(reader.stat(absent)) == Error::Kind::NotFound);
    const Cid file = blocks.node({.fileSize = 6, .blockSizes = {6}}, {{absent, {}, 6}});
    CHECK(kindOf(read(file)) == Error::Kind::NotFound);
}

TEST_CASE_METHOD(Reading, "a file that contradicts itself is Corrupt")
{
    const Cid leaf = blocks.raw("leaf");
    const auto file = [&](std::optional<quint64> size, std::vector<quint64> sizes) {
        return blocks.node({.fileSize = size, .blockSizes = std::move(sizes)},
                           {{leaf, {}, 4}, {leaf, {}, 4}});
    };
    CHECK(read(file(8, {4, 4})).value() == "leafleaf");
    CHECK(read(file({}, {4, 4})).value() == "leafleaf");
    CHECK(kindOf(read(file(9, {4, 4}))) == Error::Kind::Corrupt);
    CHECK(kindOf(read(file(8, {4}))) == Error::Kind::Corrupt);
    CHECK(kindOf(read(file(8, {4, 4, 0}))) == Error::Kind::Corrupt);
    CHECK(kindOf(read(file(8, {3, 5}))) == Error::Kind::Corrupt);
    CHECK(kindOf(read(file(8, {5, 3}))) == Error::Kind::Corrupt);
    CHECK(kindOf(read(file(8, {4, ~quint64(0)}))) == Error::Kind::Corrupt);
    CHECK(kindOf(read(file({}, {quint64(1) << 63, quint64(1) << 63}), 1, 1))
          == Error::Kind::Corrupt);
}

TEST_CASE_METHOD(Reading, "sizes that no number holds stay the largest one")
{
    constexpr quint64 most = std::numeric_limits<quint64>::max();
    const Cid leaf = blocks.raw("0123");
    const Cid file = blocks.node({.type = UnixFs::Type::File, .blockSizes = {most, 9}},
                                 {{leaf, {}, 4}, {leaf, {}, 4}});
    CHECK(reader.stat(file)->size == most);
    const Cid folder
        = blocks.node({.type = UnixFs::Type::Directory}, {{leaf, "a", most}, {leaf, "b", 9}});
    CHECK(reader.stat(folder)->size == most);
}

TEST_CASE_METHOD(Reading, "a file nested a thousand deep is read, beyond that the limit is named")
{
    Cid file = blocks.raw("x");
    for (int depth = 0; depth < DagReader::deepestFile; ++depth)
        file = blocks.node({.fileSize = 1, .blockSizes = {1}}, {{file, {}, 1}});
    CHECK(read(file).value() == "x");
    CHECK(readWhole(file).value() == "x");
    for (int depth = 0; depth < 10; ++depth)
        file = blocks.node({.fileSize = 1, .blockSizes = {1}}, {{file, {}, 1}});
    for (const auto& tooDeep : {read(file), readWhole(file)}) {
        REQUIRE(kindOf(tooDeep) == Error::Kind::TooLarge);
        CHECK(tooDeep.error().code == dagTooDeep);
    }
}

TEST_CASE_METHOD(Reading, "a file read whole is all its blocks, whatever sizes its nodes say")
{
    const Cid leaf = blocks.raw("leaf");
    const Cid empty = blocks.raw({});
    const auto file = [&](std::optional<quint64> size, std::vector<quint64> sizes) {
        return blocks.node({.fileSize = size, .blockSizes = std::move(sizes)},
                           {{leaf, {}, 4}, {empty, {}, 0}, {leaf, {}, 4}});
    };
    const auto wrongSizes = [&](const Cid& cid) {
        WholeFile whole;
        REQUIRE(reader.readWhole(
            cid, [](QByteArrayView) { return Done(); }, whole));
        CHECK(whole.bytes == 8);
        CHECK(whole.sizesDiffer == whole.wrongSizes.has_value());
        return whole.wrongSizes;
    };
    CHECK_FALSE(wrongSizes(file(8, {4, 0, 4})));
    for (const auto& [size, sizes] :
         std::vector<std::pair<quint64, std::vector<quint64>>>{{9, {4, 0, 4}},
                                                               {8, {4, 4}},
                                                               {8, {3, 0, 5}},
                                                               {8, {4, 0, 0}},
                                                               {0, {0, 0, 0}},
                                                               {8, {}},
                                                               {8, {4, 0, 4, 4}}}) {
        const Cid wrong = file(size, sizes);
        CHECK(wrongSizes(wrong) == wrong);
        CHECK(readWhole(wrong).value() == "leafleaf");
        // The one whose sizes are wrong is named, not what it points to.
        const Cid above = blocks.node({.fileSize = 8, .blockSizes = {8}}, {{wrong, {}, 8}});
        CHECK(wrongSizes(above) == wrong);
    }
}

TEST_CASE_METHOD(Reading, "wrong sizes are known before a byte of theirs is given")
{
    const Cid leaf = blocks.raw("leaf");
    const Cid inner
        = blocks.node({.fileSize = 8, .blockSizes = {4, 4}}, {{leaf, {}, 4}, {leaf, {}, 4}});
    const Cid file = blocks.node({.fileSize = 15, .blockSizes = {8, 3, 4}},
                                 {{inner, {}, 8}, {leaf, {}, 4}, {leaf, {}, 4}});
    WholeFile whole;
    const auto onBytes = [&](QByteArrayView) -> Done {
        CHECK(whole.sizesDiffer == (whole.bytes >= 8));
        return {};
    };
    REQUIRE(reader.readWhole(file, onBytes, whole));
    CHECK(whole.wrongSizes == file);
}

TEST_CASE_METHOD(Reading, "ways without number to no byte at all are gone once")
{
    Cid nothing = blocks.raw({});
    for (int depth = 0; depth < 60; ++depth)
        nothing = blocks.node({.blockSizes = {1, 1}}, {{nothing, {}, 1}, {nothing, {}, 1}});
    CHECK(readWhole(nothing).value().isEmpty());
    CHECK(blocks.asked == 61);
}

TEST_CASE_METHOD(Reading, "rights and time of a node are told, if it has them")
{
    const Cid plain = blocks.node({.type = UnixFs::Type::Directory});
    CHECK_FALSE(reader.stat(plain)->mode);
    CHECK_FALSE(reader.stat(plain)->modified);
    const Cid file = blocks.node(
        {.data = QByteArray("x"), .fileSize = 1, .mode = 0644, .modified = UnixFsTime{-1, 5}});
    CHECK(reader.stat(file)->mode == 0644);
    CHECK(reader.stat(file)->modified == UnixFsTime{-1, 5});
}

TEST_CASE_METHOD(Reading, "blocks that are said to be empty cost nothing, however many they seem")
{
    // Sixty nodes, each pointing twice to the one below: 2^60 ways down to a byte that is not
    // there.
    Cid nothing = blocks.raw({});
    for (int depth = 0; depth < 60; ++depth) {
        nothing = blocks.node({.fileSize = 0, .blockSizes = {0, 0}},
                              {{nothing, {}, 0}, {nothing, {}, 0}});
    }
    const Cid file = blocks.node({.fileSize = 1, .blockSizes = {1, 0, 0}},
                                 {{blocks.raw("x"), {}, 1}, {nothing, {}, 0}, {nothing, {}, 0}});
    CHECK(read(file).value() == "x");
    CHECK(blocks.asked == 2);
}

TEST_CASE_METHOD(Reading, "a sharded folder that points at one shard again and again is Corrupt")
{
    const Cid leaf = blocks.raw("leaf");
    for (const bool isEmpty : {true, false}) {
        const QByteArray name = "a"; // its hash is 85555565f6597889
        Cid shard = isEmpty ? this->shard({}) : this->shard({{leaf, "89" + name, 4}});
        for (const int bucket : {0x78, 0x59, 0xf6, 0x65, 0x55, 0x55, 0x85}) {
            std::vector<PbLink> links;
            for (int i = 0; i < 256; ++i)
                links.push_back({shard, hex((bucket + i) % 256), 0});
            shard = this->shard(std::move(links));
        }
        blocks.asked = 0;
        CHECK(kindOf(list(shard)) == Error::Kind::Corrupt);
        CHECK(blocks.asked < 20);
    }
}

TEST_CASE_METHOD(Reading, "a shard that contradicts itself is Corrupt")
{
    const Cid leaf = blocks.raw("leaf");
    const Cid folder = blocks.node({.type = UnixFs::Type::Directory});
    CHECK(list(shard({{leaf, "85a", 4}})).value() == QStringList{u"a"_s});
    CHECK(kindOf(list(shard({{leaf, "86a", 4}}))) == Error::Kind::Corrupt); // another's bucket
    CHECK(kindOf(list(shard({{leaf, "8", 4}}))) == Error::Kind::Corrupt);
    CHECK(kindOf(list(shard({{folder, "85", 4}}))) == Error::Kind::Corrupt);
    CHECK(kindOf(list(shard({{leaf, "85", 4}}))) == Error::Kind::Invalid);
    Cid deep = leaf;
    for (int i = 0; i < 20; ++i)
        deep = shard({{deep, "85", 4}});
    CHECK(kindOf(list(deep)) == Error::Kind::Corrupt);
    CHECK(kindOf(reader.resolve(deep, "a")) != std::nullopt);
}

TEST_CASE_METHOD(Reading, "a sharded folder of another fan-out or hash is Invalid, not misread")
{
    const Cid leaf = blocks.raw("leaf");
    for (const auto& [hashType, fanout] :
         {std::pair(murmur3Code, quint64(16)), std::pair(quint64(0x12), hamtFanout)}) {
        const Cid shard = blocks.node({.type = UnixFs::Type::Shard,
                                       .data = QByteArray("x"),
                                       .hashType = hashType,
                                       .fanout = fanout},
                                      {{leaf, "85a", 4}});
        CHECK(kindOf(list(shard)) == Error::Kind::Invalid);
        CHECK(kindOf(reader.resolve(shard, "a")) == Error::Kind::Invalid);
    }
}

TEST_CASE_METHOD(Reading, "an error of a callback ends the reading and is returned as it is")
{
    const auto stop = [](const auto&) -> Done { return fail(Error::Kind::Cancelled); };
    const Cid file = deepFile(generated(1000));
    CHECK(kindOf(reader.read(file, stop)) == Error::Kind::Cancelled);
    CHECK(kindOf(reader.list(shard({{file, "85a", 4}}), stop)) == Error::Kind::Cancelled);
}
