// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carverify.h"
#include "core/content/codec/dagpb.h"
#include "tests/content/support.h"

#include <QBuffer>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;

namespace {

const Block leaf = rawBlock("leaf");
const Block other = rawBlock("other");

Block folder(const std::vector<Block>& children)
{
    PbNode node{{}, QByteArray::fromHex("0801")};
    for (const Block& child : children)
        node.links.push_back({child.cid, child.bytes.left(5), 1});
    return block(Codec::DagPb, encodePbNode(node));
}

Result<CarReport> verify(const QByteArray& car)
{
    QBuffer buffer;
    buffer.setData(car);
    buffer.open(QIODevice::ReadOnly);
    return verifyCar(buffer);
}

/// A CAR of a little tree, packed by us.
QByteArray smallCar()
{
    const Tree tree;
    tree.file(QStringLiteral("a.txt"), "hello");
    tree.file(QStringLiteral("sub/b.txt"), "hello world");
    PackRequest pack = request({tree.path()});
    pack.wrap = Wrap::No;
    return drain(*planOf(pack).openWhole());
}

} // namespace

TEST_CASE("a complete CAR is reported so")
{
    const Block root = folder({leaf, other});
    const auto report = verify(carOf({root.cid}, {root, leaf, other, leaf}));
    REQUIRE(report);
    CHECK(report->complete());
    CHECK(report->roots == std::vector{root.cid});
    CHECK(report->blocks == 4);
    CHECK(report->bytes == root.bytes.size() + 4 + 5 + 4);
    CHECK(report->missing == 0);
}

TEST_CASE("what roots and blocks point to and that is not there is counted once and named")
{
    const Block root = folder({leaf, other, other});
    const auto report = verify(carOf({root.cid}, {root, leaf}));
    REQUIRE(report);
    CHECK_FALSE(report->complete());
    CHECK(report->missing == 1);
    CHECK(report->firstMissing == std::vector{other.cid});
    const auto rootless = verify(carOf({root.cid}, {leaf, other}));
    REQUIRE(rootless);
    CHECK(rootless->firstMissing == std::vector{root.cid});
    CHECK_FALSE(verify(carOf({}, {leaf}))->complete());
}

TEST_CASE("no more than ten of the missing are named")
{
    std::vector<Block> children;
    for (int i = 0; i < 25; ++i)
        children.push_back(rawBlock(QByteArray::number(i)));
    const Block root = folder(children);
    const auto report = verify(carOf({root.cid}, {root}));
    REQUIRE(report);
    CHECK(report->missing == 25);
    CHECK(report->firstMissing.size() == 10);
}

TEST_CASE("a link that holds its bytes needs no block")
{
    const Block inlined{Cid::v1(Codec::Raw, {HashCode::Identity, "x"}), "x"};
    const Block root = folder({leaf, inlined});
    CHECK(verify(carOf({root.cid}, {root, leaf}))->complete());
}

TEST_CASE("what hangs on a link that holds its bytes is asked for")
{
    const Block inner = folder({leaf});
    const Block inlined{Cid::v1(Codec::DagPb, {HashCode::Identity, inner.bytes}), inner.bytes};
    const Block root = folder({inlined, other});
    CHECK(verify(carOf({root.cid}, {root, other, leaf}))->complete());
    const auto report = verify(carOf({root.cid}, {root, other}));
    REQUIRE(report);
    CHECK(report->firstMissing == std::vector{leaf.cid});
    // As a root, too.
    CHECK(verify(carOf({inlined.cid}, {leaf}))->complete());
    CHECK(verify(carOf({inlined.cid}, {other}))->firstMissing == std::vector{leaf.cid});
}

TEST_CASE("a block is named by its codec and its hash, whatever the version of its CID")
{
    const Block inner = folder({leaf});
    Digest digest{};
    std::ranges::copy(inner.cid.hash().digest, digest.begin());
    const Block old{Cid::v0(digest), inner.bytes};
    const Block root = folder({inner, old});
    CHECK(verify(carOf({root.cid}, {root, inner, leaf}))->complete());
    CHECK(verify(carOf({root.cid}, {root, old, leaf}))->complete());
    CHECK(verify(carOf({root.cid}, {root, leaf}))->missing == 1);
    const auto report = verify(carOf({old.cid}, {leaf}));
    CHECK(report->firstMissing == std::vector{old.cid});
    // Its bytes are a raw block, too; a raw block is no node.
    const Block raw{Cid::v1(Codec::Raw, inner.cid.hash()), inner.bytes};
    const Block both = folder({raw, inner});
    CHECK(verify(carOf({both.cid}, {both, inner, leaf}))->complete());
    CHECK(verify(carOf({both.cid}, {both, raw, leaf}))->firstMissing == std::vector{inner.cid});
    CHECK(verify(carOf({both.cid}, {both, raw, inner}))->firstMissing == std::vector{leaf.cid});
}

TEST_CASE("where links cannot be told, completeness is unknown")
{
    const Block git = block(static_cast<Codec>(0x78), "git");
    const Block root = folder({git});
    const auto report = verify(carOf({root.cid}, {root, git}));
    REQUIRE(report);
    CHECK_FALSE(report->knowsAllLinks);
    CHECK_FALSE(report->complete());
    CHECK(report->missing == 0);
}

TEST_CASE("every prefix of a CAR is an error or misses something")
{
    const QByteArray car = smallCar();
    REQUIRE(verify(car)->complete());
    int whole = 0;
    for (qsizetype size = 0; size < car.size(); ++size) {
        INFO(size << " bytes");
        const auto report = verify(car.first(size));
        // Cut between two blocks a CAR is a CAR, with less in it.
        whole += report ? 1 : 0;
        CHECK((!report || report->missing > 0));
    }
    CHECK(whole == 4);
}

TEST_CASE("every flipped bit of a CAR is an error or misses something")
{
    const QByteArray car = smallCar();
    for (qsizetype at = 0; at < car.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            INFO("bit " << bit << " of byte " << at);
            QByteArray flipped = car;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
            const auto report = verify(flipped);
            CHECK((!report || report->missing > 0));
        }
    }
}
