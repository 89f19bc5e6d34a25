// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carparser.h"
#include "core/content/cid/varint.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

const Block leaf = rawBlock("leaf");
const Block empty = rawBlock({});

struct Parsed
{
    std::vector<Cid> roots;
    std::vector<Block> blocks;
    std::vector<qint64> offsets;
};

Result<Parsed> parse(const QByteArray& car, qsizetype piece = 1'000'000, CarLimits limits = {})
{
    Parsed parsed;
    CarParser parser(
        limits,
        [&](const std::vector<Cid>& roots) {
            parsed.roots = roots;
            return Done{};
        },
        [&](const CarBlock& block) {
            const QByteArray seen = block.data.toByteArray();
            parsed.blocks.push_back({block.cid, parser.takeData()});
            CHECK(parsed.blocks.back().bytes == seen);
            parsed.offsets.push_back(block.offset);
            return Done{};
        });
    for (qsizetype at = 0; at < car.size(); at += piece) {
        if (const Done done = parser.feed(car.mid(at, piece)); !done)
            return fail(done.error());
    }
    if (const Done done = parser.finish(); !done)
        return fail(done.error());
    CHECK(parser.position() == car.size());
    return parsed;
}

QString detailOf(const QByteArray& car, CarLimits limits = {})
{
    const auto parsed = parse(car, 1'000'000, limits);
    return parsed ? u"no error"_s : parsed.error().detail;
}

QByteArray section(const QByteArray& bytes)
{
    QByteArray section;
    appendVarint(section, static_cast<quint64>(bytes.size()));
    return section + bytes;
}

} // namespace

TEST_CASE("a CAR gives its blocks and their places, in pieces of any size")
{
    const Block large = rawBlock(generated(100'000));
    const std::vector blocks{large, empty, leaf, leaf, empty};
    const QByteArray car = carOf({large.cid, leaf.cid}, blocks);
    for (const qsizetype piece : {1, 2, 3, 7, 36, 59, 1000, 99'999, 1'000'000}) {
        INFO("pieces of " << piece);
        const auto parsed = parse(car, piece);
        REQUIRE(parsed);
        CHECK(parsed->roots == std::vector{large.cid, leaf.cid});
        CHECK(parsed->blocks == blocks);
        for (std::size_t i = 0; i < blocks.size(); ++i)
            CHECK(car.mid(parsed->offsets[i], blocks[i].bytes.size()) == blocks[i].bytes);
    }
}

TEST_CASE("blocks named by version 0 and by long CIDs are read")
{
    Digest digest;
    std::ranges::copy(leaf.cid.hash().digest, digest.begin());
    const QByteArray abc512
        = QByteArray::fromHex("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    const std::vector<Block> blocks{{Cid::v0(digest), "leaf"},
                                    {Cid::v1(Codec::Raw, {HashCode::Sha512, abc512}), "abc"}};
    for (const qsizetype piece : {1, 1000}) {
        const auto parsed = parse(carOf({}, blocks), piece);
        REQUIRE(parsed);
        CHECK(parsed->blocks == blocks);
    }
}

TEST_CASE("leaves that are passed are hashed and placed, not held, and nodes are held")
{
    const Block large = rawBlock(generated(100'000));
    const Block node{Cid::v1(Codec::DagPb, sha256("node")), "node"};
    const std::vector blocks{large, node, empty, leaf};
    const QByteArray car = carOf({large.cid}, blocks);
    for (const qsizetype piece : {1, 7, 59, 99'999, 1'000'000}) {
        INFO("pieces of " << piece);
        std::vector<CarBlock> passed;
        CarParser parser({.leaves = Leaves::Passed}, {}, [&](const CarBlock& block) {
            CHECK(block.data
                  == (block.cid == node.cid ? QByteArrayView("node") : QByteArrayView()));
            passed.push_back({block.cid, {}, block.offset, block.size});
            return Done{};
        });
        for (qsizetype at = 0; at < car.size(); at += piece)
            REQUIRE(parser.feed(car.mid(at, piece)));
        REQUIRE(parser.finish());
        REQUIRE(passed.size() == blocks.size());
        for (std::size_t i = 0; i < blocks.size(); ++i)
            CHECK(car.mid(passed[i].offset, passed[i].size) == blocks[i].bytes);
    }
}

TEST_CASE("a leaf that is passed with wrong bytes or cut short is Corrupt")
{
    const CarLimits passing{.leaves = Leaves::Passed};
    for (const qsizetype piece : {1, 1000}) {
        const auto wrong = parse(carOf({leaf.cid}, {leaf, {leaf.cid, "loaf"}}), piece, passing);
        REQUIRE_FALSE(wrong);
        CHECK(wrong.error().kind == Error::Kind::Corrupt);
        CHECK(wrong.error().subject == leaf.cid.toString());
        CHECK(kindOf(parse(carOf({leaf.cid}, {leaf}).chopped(1), piece, passing))
              == Error::Kind::Corrupt);
    }
    CHECK(kindOf(parse(carOf({}, {{leaf.cid, {}}}), 1000, passing)) == Error::Kind::Corrupt);
}

TEST_CASE("a block that does not match its CID is Corrupt and names it")
{
    const auto parsed = parse(carOf({leaf.cid}, {{leaf.cid, "loaf"}}));
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind == Error::Kind::Corrupt);
    CHECK(parsed.error().subject == leaf.cid.toString());
}

TEST_CASE("an empty block with the wrong hash is Corrupt too")
{
    CHECK(kindOf(parse(carOf({}, {{leaf.cid, {}}}))) == Error::Kind::Corrupt);
}

TEST_CASE("a hash that cannot be checked is Invalid, not believed")
{
    const Block murmur{Cid::v1(Codec::Raw, {static_cast<HashCode>(0x22), "12345678"}), "x"};
    CHECK(kindOf(parse(carOf({}, {murmur}))) == Error::Kind::Invalid);
    const Block inlined{Cid::v1(Codec::Raw, {HashCode::Identity, "x"}), "x"};
    CHECK(kindOf(parse(carOf({}, {inlined}))) == Error::Kind::Invalid);
}

TEST_CASE("the number of roots is the reader's demand")
{
    const CarLimits one{.roots = Roots::One};
    CHECK(detailOf(carOf({}, {leaf}), one) == u"missing roots");
    CHECK(detailOf(carOf({leaf.cid, leaf.cid}, {leaf}), one) == u"too many roots");
    CHECK(detailOf(carOf({leaf.cid}, {leaf}), one) == u"no error");
    CHECK(detailOf(carOf({}, {leaf})) == u"no error");
}

TEST_CASE("a block over the limit is refused before its bytes come")
{
    const QByteArray car = carOf({leaf.cid}, {});
    QByteArray claim;
    appendVarint(claim, 36 + 2'097'153);
    CarParser parser({}, {}, {});
    REQUIRE(parser.feed(car));
    const Done done = parser.feed(claim + leaf.cid.bytes());
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == Error::Kind::TooLarge);
    CHECK(done.error().detail == u"block too big: 2097153 > 2097152");
    CHECK_FALSE(parser.feed("more")); // it stays in error
    CHECK_FALSE(parser.finish());
}

TEST_CASE("a section of a size nobody has is refused")
{
    const QByteArray car = carOf({leaf.cid}, {});
    QByteArray claim;
    appendVarint(claim, 0x7fff'ffff'ffff'ffff);
    CHECK(kindOf(parse(car + claim + leaf.cid.bytes())) == Error::Kind::TooLarge);
    CHECK(kindOf(parse(car + claim + QByteArray(4096, '\x12'))) == Error::Kind::Corrupt);
    CHECK(kindOf(parse(car + QByteArray(10, '\xff'))) == Error::Kind::Corrupt);
}

TEST_CASE("a section too short for its CID is Corrupt")
{
    const QByteArray car = carOf({leaf.cid}, {});
    CHECK(kindOf(parse(car + section({}) + "x")) == Error::Kind::Corrupt);
    CHECK(kindOf(parse(car + section(leaf.cid.bytes().chopped(1)))) == Error::Kind::Corrupt);
    CHECK(kindOf(parse(car + section("\x12\x20"))) == Error::Kind::Corrupt);
}

TEST_CASE("zeros behind the last section are padding, and nothing else is")
{
    const QByteArray car = carOf({leaf.cid}, {leaf});
    for (const qsizetype zeros : {1, 7, 4096}) {
        CHECK_FALSE(kindOf(parse(car + QByteArray(zeros, '\0'))));
        CHECK(kindOf(parse(car + QByteArray(zeros, '\0') + car)) == Error::Kind::Corrupt);
    }
}

TEST_CASE("what is wrong with a CAR is told with the place")
{
    using Rule = CarFault::Rule;
    const QByteArray car = carOf({leaf.cid}, {leaf});
    const auto faultOf = [](const QByteArray& bytes) {
        CarParser parser({}, {}, {});
        Done done = parser.feed(bytes);
        if (done)
            done = parser.finish();
        CHECK_FALSE(done);
        return parser.fault().value_or(CarFault{});
    };
    const qsizetype header = carOf({leaf.cid}, {}).size();
    CHECK(faultOf({}).rule == Rule::Empty);
    CHECK(faultOf("<!DOCTYPE html><html><body>Not here, but long enough for a header</body></html>")
          == CarFault{Rule::NotACar, 0, {}, "<!DOCTYPE html><html><body>Not here, but "});
    CHECK(faultOf("<html>").rule == Rule::NotACar);
    CHECK(faultOf(car.chopped(1)) == CarFault{Rule::CutShort, header, {}, {}});
    CHECK(faultOf(car + QByteArray(2, '\0') + "x").rule == Rule::BadSection);
    CHECK(faultOf(car + QByteArray(2, '\0') + "x").offset == car.size());
    QByteArray wrong = car;
    wrong.back() = char(wrong.back() + 1);
    CHECK(faultOf(wrong) == CarFault{Rule::WrongHash, header, leaf.cid.toString(), {}});
    const Cid identity = Cid::v1(Codec::Raw, {HashCode::Identity, "abc"});
    CHECK(faultOf(carOf({leaf.cid}, {leaf, {identity, "abc"}}))
          == CarFault{Rule::IdentityBlock, car.size(), identity.toString(), {}});
    const Cid sha1 = Cid::v1(Codec::Raw, {HashCode(0x11), QByteArray(20, 'x')});
    CHECK(faultOf(carOf({leaf.cid}, {leaf, {sha1, "abc"}})).rule == Rule::HashUnknown);
}

TEST_CASE("a header without end, of no length or of another version is Corrupt")
{
    CHECK(kindOf(parse({})) == Error::Kind::Corrupt);
    CHECK(kindOf(parse(section({}))) == Error::Kind::Corrupt);
    CHECK(kindOf(parse("\xff\xff\xff\x7f")) == Error::Kind::Corrupt);
    CHECK(kindOf(parse(section(QByteArray::fromHex("a26776657273696f6e0365726f6f747380"))))
          == Error::Kind::Corrupt);
    CHECK(kindOf(parse("not a CAR at all, only some text")) == Error::Kind::Corrupt);
}

TEST_CASE("an error of a callback ends the parse and is returned as it is")
{
    int blocks = 0;
    CarParser parser({}, {}, [&](const CarBlock&) -> Done {
        ++blocks;
        return fail(Error::Kind::DiskFull, u"no room"_s);
    });
    const Done done = parser.feed(carOf({leaf.cid}, {leaf, leaf}));
    REQUIRE_FALSE(done);
    CHECK(done.error() == Error{Error::Kind::DiskFull, u"no room"_s});
    CHECK(blocks == 1);
    CHECK(parser.finish().error().kind == Error::Kind::DiskFull);
}
