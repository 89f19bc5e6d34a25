// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/ingest.h"
#include "tests/local/cars.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::local;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

Result<CarContents> ingest(const QByteArray& bytes, qsizetype piece = 1'000)
{
    Ingest rules;
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        const qsizetype length = std::min(piece, bytes.size() - at);
        if (const Done done = rules.feed(QByteArrayView(bytes).sliced(at, length)); !done)
            return fail(done.error());
    }
    return rules.finish();
}

QString reason(const QByteArray& bytes)
{
    const auto car = ingest(bytes);
    if (car)
        return u"accepted"_s;
    CHECK(car.error().kind == Error::Kind::Invalid);
    CHECK(car.error().code == u"ERROR_INVALID_CAR");
    return car.error().detail;
}

bool says(const QByteArray& bytes, const QString& what)
{
    return reason(bytes).contains(what);
}

const Block leaf = rawBlock("leaf");
const Block other = rawBlock("other");

} // namespace

TEST_CASE("A complete CAR is accepted with every block's place")
{
    const Block root = pbBlock({leaf, other});
    const QByteArray bytes = completeCar(root, {leaf, other});
    for (const qsizetype piece : {1, 7, 100'000}) {
        const auto car = ingest(bytes, piece);
        REQUIRE(car);
        CHECK(car->root == root.cid);
        CHECK(car->carCid == Cid::v1(Codec::Car, sha256(bytes)));
        CHECK(car->size == bytes.size());
        CHECK(car->missingLinks.empty());
        CHECK_FALSE(car->unknownCodec);
        REQUIRE(car->blocks.size() == 3);
        CHECK(bytes.mid(car->blocks[1].offset, car->blocks[1].length) == "leaf");
        CHECK(bytes.mid(car->blocks[2].offset, car->blocks[2].length) == "other");
        CHECK(car->dagSize == root.bytes.size() + 9);
    }
}

TEST_CASE("A partial CAR is accepted and says what it lacks")
{
    const Block root = pbBlock({leaf, other});
    const auto car = ingest(completeCar(root, {leaf}));
    REQUIRE(car);
    REQUIRE(car->missingLinks.size() == 1);
    CHECK(car->missingLinks[0].key == blockKey(other.cid));
    CHECK(car->dagSize == root.bytes.size() + 9);
}

TEST_CASE("The size of a DAG is told where the contract can tell it")
{
    CHECK(ingest(car({leaf.cid}, {leaf}))->dagSize == 4);
    CHECK_FALSE(ingest(car({leaf.cid}, {leaf, other}))->dagSize);
    CHECK_FALSE(ingest(car({cborBlock("\xa0").cid}, {cborBlock("\xa0")}))->dagSize);
}

TEST_CASE("The root rules of the contract are kept")
{
    CHECK(says(car({}, {leaf}), u"missing roots"_s));
    CHECK(says(car({leaf.cid, other.cid}, {leaf, other}), u"too many roots"_s));
    CHECK(says(car({leaf.cid}, {}), u"empty CAR"_s));
    CHECK(says(car({leaf.cid}, {other}), u"missing root block"_s));
    const Block root = pbBlock({leaf});
    CHECK(says(car({root.cid}, {root}), u"at least one non-root block"_s));
    CHECK(reason(car({root.cid}, {root, root})) == u"accepted");
    CHECK(reason(car({leaf.cid}, {leaf})) == u"accepted");
}

TEST_CASE("A block of 2 MiB is accepted and one byte more is not")
{
    const Block most = rawBlock(QByteArray(2'097'152, 'x'));
    CHECK(reason(car({most.cid}, {most})) == u"accepted");
    const Block tooBig = rawBlock(QByteArray(2'097'153, 'x'));
    CHECK(says(car({tooBig.cid}, {tooBig}), u"block too big: 2097153 > 2097152"_s));
}

TEST_CASE("Malformed CARs are refused")
{
    const QByteArray good = completeCar(pbBlock({leaf}), {leaf});
    CHECK(reason(good) == u"accepted");
    CHECK(reason({}) != u"accepted");
    CHECK(reason("garbage that is no header") != u"accepted");
    CHECK(reason(good.chopped(1)) != u"accepted");
    CHECK(reason(good + QByteArray(9, '\0')) == u"accepted"); // Padding is no damage.
    CHECK(reason(good + QByteArray(9, '\0') + 'X') != u"accepted");
    CHECK(reason(good.chopped(1) + 'X') != u"accepted");
    const QByteArray version2
        = QByteArray::fromHex("0aa16776657273696f6e02") + QByteArray(40, '\0');
    CHECK(reason(version2) != u"accepted");
}

TEST_CASE("A map with a key twice is refused as it comes in, and read where it is stored")
{
    const Block map = cborBlock(QByteArray::fromHex("a2616101616102"));
    const QByteArray bytes = car({map.cid}, {map});
    CHECK(says(bytes, u"the map key \"a\" twice"_s));
    CHECK(says(completeCar(pbBlock({map}), {map}), u"the map key \"a\" twice"_s));
    Ingest stored(CarContentsBuilder::Blocks::Stored);
    CHECK(stored.feed(bytes));
    CHECK(stored.finish());
}

TEST_CASE("A hash that cannot be verified is named")
{
    Block blake = rawBlock("x");
    blake.cid = Cid::v1(Codec::Raw, {HashCode(0x1e), QByteArray(32, 'x')});
    CHECK(says(car({blake.cid}, {blake}), u"blake3 (0x1e)"_s));
    blake.cid = Cid::v1(Codec::Raw, {HashCode::Sha256, QByteArray(20, 'x')});
    CHECK(says(car({blake.cid}, {blake}), u"sha2-256 (0x12) has 32 bytes, not 20"_s));
}

TEST_CASE("A block with a hash we cannot check or that is no hash is refused")
{
    const Block murmur{Cid::v1(Codec::Raw, {HashCode(0x22), "12345678"}), "x"};
    CHECK(reason(car({leaf.cid}, {leaf, murmur})) != u"accepted");
    const Block identity{Cid::v1(Codec::Raw, {HashCode::Identity, "x"}), "x"};
    CHECK(reason(car({leaf.cid}, {leaf, identity})) != u"accepted");
}

TEST_CASE("A block that does not decode is refused, one of an unknown codec is not")
{
    const Block broken{Cid::v1(Codec::DagPb, sha256("\xff\xff")), "\xff\xff"};
    CHECK(reason(car({leaf.cid}, {leaf, broken})) != u"accepted");
    const Block foreign{Cid::v1(Codec(0x72), sha256("x")), "x"};
    const auto unknown = ingest(car({leaf.cid}, {leaf, foreign}));
    REQUIRE(unknown);
    CHECK(unknown->unknownCodec);
}

TEST_CASE("An identity link is there without a block")
{
    const Block inlined{Cid::v1(Codec::Raw, {HashCode::Identity, "abc"}), "abc"};
    const auto car = ingest(completeCar(pbBlock({leaf, inlined}), {leaf}));
    REQUIRE(car);
    CHECK(car->missingLinks.empty());
}

TEST_CASE("A root of version 0 keeps its name and finds its block")
{
    const Block v1 = pbBlock({leaf});
    Digest digest{};
    std::ranges::copy(v1.cid.hash().digest, digest.begin());
    const Block v0{Cid::v0(digest), v1.bytes};
    const auto car = ingest(completeCar(v0, {leaf}));
    REQUIRE(car);
    CHECK(car->root.toString().startsWith("Qm"_L1));
    // The header's CID is compared as bytes (contract §7.1).
    CHECK(says(test::car({v0.cid}, {v1, leaf}), u"missing root block"_s));
}
