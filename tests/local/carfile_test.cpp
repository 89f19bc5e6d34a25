// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multibase.h"
#include "core/local/store/carfile.h"
#include "core/local/store/carstore.h"
#include "tests/local/cars.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::local;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

Block leaf(char letter, int size = 1'000)
{
    return rawBlock(QByteArray(size, letter));
}

const Block one = leaf('1');
const Block two = leaf('2');
const Block three = leaf('3');
const Block root = pbBlock({one, two, three});
const QByteArray whole = completeCar(root, {one, two, three});
const Cid name = Cid::v1(Codec::Car, sha256(whole));

Result<CarFileContents> readBytes(const QByteArray& bytes, const Cid& cid = name)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.car"_s);
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    return readCarFile(path, cid);
}

CarFileContents contentsOf(const QByteArray& bytes, const Cid& cid = name)
{
    const auto read = readBytes(bytes, cid);
    REQUIRE(read);
    // A place that is told is the block's place.
    for (const BlockPlace& block : read->contents.blocks) {
        QByteArrayView multihash(block.key.multihash);
        CHECK(verifyHash(*takeMultihash(multihash), bytes.mid(block.offset, block.length)));
    }
    return *read;
}

QByteArray flipped(QByteArray bytes, qsizetype at)
{
    bytes[at] = char(bytes[at] ^ 0x15);
    return bytes;
}

/// Where the block's data begins, in the CAR of all of them.
qsizetype offsetOf(const Block& block)
{
    return whole.indexOf(block.bytes);
}

std::vector<bool> holds(const BlockTable& table)
{
    std::vector<bool> held;
    for (const Block& block : {root, one, two, three})
        held.push_back(table.contains(blockKey(block.cid)));
    return held;
}

} // namespace

TEST_CASE("A file is one of ours by its one name, not by another spelling of the CID")
{
    const QTemporaryDir folder;
    const QString own = name.toString();
    for (const QString& spelled :
         {own, own.toUpper(), u'f' + QString::fromLatin1(name.bytes().toHex()),
          u'z' + QString::fromLatin1(toBase58(name.bytes()))}) {
        QFile file(folder.filePath(spelled + u".car"_s));
        REQUIRE(file.open(QIODevice::WriteOnly));
    }
    CHECK(CarStore(folder.path()).list().value() == std::vector{name});
}

TEST_CASE("A whole CAR file is told as Ingest tells it")
{
    const auto file = contentsOf(whole);
    CHECK(file.whole);
    CHECK(file.refusal.isEmpty());
    CHECK(file.roots == std::vector{root.cid});
    CHECK(file.contents.root == root.cid);
    CHECK(file.contents.carCid == name);
    CHECK(file.contents.size == whole.size());
    CHECK(file.contents.blocks.size() == 4);
    CHECK(file.contents.missingLinks.empty());
    CHECK(file.contents.dagSize == qint64(root.bytes.size() + 3'000));
    CHECK(file.damagedBlocks.empty());
}

TEST_CASE("A CAR without its root is whole though no upload could be made of it")
{
    const QByteArray bytes = car({root.cid}, {one, two});
    const auto file = contentsOf(bytes, Cid::v1(Codec::Car, sha256(bytes)));
    CHECK(file.whole);
    CHECK(file.refusal.contains(u"missing root block"_s));
    CHECK(file.contents.blocks.size() == 2);
    CHECK(file.damagedBlocks.empty());
}

TEST_CASE("A changed byte of a block damages this block alone")
{
    const auto file = contentsOf(flipped(whole, offsetOf(two) + 500));
    CHECK_FALSE(file.whole);
    CHECK(file.contents.carCid == name);
    CHECK(holds(file.contents.blocks) == std::vector{true, true, false, true});
    CHECK(holds(file.damagedBlocks) == std::vector{false, false, true, false});
    REQUIRE(file.contents.missingLinks.size() == 1);
    CHECK(file.contents.missingLinks[0].key == blockKey(two.cid));
}

TEST_CASE("Changed bytes of blocks that are neighbours damage these alone")
{
    const auto file = contentsOf(flipped(flipped(whole, offsetOf(one)), offsetOf(two)));
    CHECK(holds(file.contents.blocks) == std::vector{true, false, false, true});
    CHECK(holds(file.damagedBlocks) == std::vector{false, true, true, false});
}

TEST_CASE("A changed byte of the root block says that the root is missing")
{
    const auto file = contentsOf(flipped(whole, offsetOf(root)));
    CHECK(holds(file.contents.blocks) == std::vector{false, true, true, true});
    REQUIRE(file.contents.missingLinks.size() == 1);
    CHECK(file.contents.missingLinks[0].key == blockKey(root.cid));
}

TEST_CASE("Each byte of a CAR costs one block at most, and none that stands elsewhere")
{
    const qsizetype firstFrame = encodeCarHeader({root.cid}).size();
    for (qsizetype at = 0; at < whole.size();) {
        INFO("byte " << at);
        const auto file = contentsOf(flipped(whole, at));
        CHECK_FALSE(file.whole);
        CHECK(file.contents.blocks.size() >= (at < firstFrame ? 4u : 3u));
        // Of the data of a leaf one byte is like the other.
        const bool isData = whole[at] == whole[qMax<qsizetype>(at - 40, 0)]
            && whole[at] == whole[qMin(at + 40, whole.size() - 1)];
        at += isData ? 37 : 1;
    }
}

TEST_CASE("A section whose length has changed is found by its CID and by what follows")
{
    const qsizetype frame = offsetOf(two) - two.cid.bytes().size() - 2;
    const auto file = contentsOf(flipped(whole, frame));
    CHECK(holds(file.contents.blocks) == std::vector{true, true, true, true});
    CHECK_FALSE(file.whole);
}

TEST_CASE("A file that was cut loses what lay beyond its end")
{
    const auto file = contentsOf(whole.first(offsetOf(two) + 10));
    CHECK(holds(file.contents.blocks) == std::vector{true, true, false, false});
    CHECK(holds(file.damagedBlocks) == std::vector{false, false, true, false});
    CHECK(file.contents.missingLinks.size() == 2);
    const auto between = contentsOf(
        whole.first(offsetOf(three) + three.bytes.size() - 1'000 - three.cid.bytes().size() - 2));
    CHECK_FALSE(between.whole);
    CHECK(holds(between.contents.blocks) == std::vector{true, true, true, false});
    CHECK(between.damagedBlocks.empty());
    CHECK(contentsOf({}).contents.blocks.empty());
    CHECK_FALSE(contentsOf({}).whole);
}

TEST_CASE("Blocks are found behind zeros and noise of any length, of large CARs too")
{
    std::vector<Block> leaves;
    for (char letter = 'a'; letter < 'm'; ++letter)
        leaves.push_back(leaf(letter, 1'000'000));
    const Block top = pbBlock(leaves);
    QByteArray bytes = completeCar(top, leaves);
    const Cid cid = Cid::v1(Codec::Car, sha256(bytes));
    const qsizetype from = bytes.indexOf(leaves[2].cid.bytes(), 2'000) - 1'000;
    for (qsizetype at = 0; at < 5'000'000; ++at)
        bytes[from + at] = at < 2'500'000 ? '\0' : char(at * at >> 3);
    const auto file = contentsOf(bytes, cid);
    // Six are touched: from the end of the second to the middle of the seventh.
    CHECK(file.contents.blocks.size() == 13 - 6);
    CHECK(file.contents.blocks.contains(blockKey(leaves[11].cid)));
}

TEST_CASE("A file that looks like frames everywhere takes bounded time")
{
    const QByteArray frame = carFrame(leaf('x').cid.bytes(), 2'000'000);
    QByteArray bytes = encodeCarHeader({root.cid});
    while (bytes.size() < 8'000'000)
        bytes += frame;
    QElapsedTimer timer;
    timer.start();
    CHECK(contentsOf(bytes).contents.blocks.empty());
    // Without a bound it is 200 000 times 2 MB.
    CHECK(timer.elapsed() < 20'000);
}

TEST_CASE("A file that cannot be read is an error with the system's words, not a damaged CAR")
{
    const QTemporaryDir folder;
    const auto missing = readCarFile(folder.filePath(u"none.car"_s), name);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == Error::Kind::NotFound);

    const QString loop = folder.filePath(u"loop.car"_s);
    REQUIRE(QFile::link(loop, loop));
    const auto looped = readCarFile(loop, name);
    REQUIRE_FALSE(looped);
    CHECK(looped.error().kind == Error::Kind::Storage);
    CHECK(looped.error().subject == loop);
    CHECK(looped.error().detail.contains(u"symbolic link"_s));

    REQUIRE(QDir(folder.path()).mkdir(u"folder.car"_s));
    CHECK(readCarFile(folder.filePath(u"folder.car"_s), name).error().kind == Error::Kind::Storage);
}
