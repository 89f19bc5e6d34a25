// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/car.h"
#include "core/content/car/carwriter.h"
#include "tests/content/support.h"

#include <QBuffer>
#include <QFile>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

const Block leaf = rawBlock("leaf");

QByteArray bodyOf(const QByteArray& header)
{
    return header.sliced(header.front() < 0 ? 2 : 1); // past the length
}

std::optional<Error::Kind> kindOfHex(const QByteArray& hex)
{
    return kindOf(decodeCarHeader(QByteArray::fromHex(hex)));
}

} // namespace

TEST_CASE("a header has the bytes of the specification")
{
    const QByteArray one = encodeCarHeader({leaf.cid});
    CHECK(one.size() == 59);
    CHECK(one.toHex().startsWith("3aa265726f6f747381d82a582500"));
    CHECK(one.toHex().endsWith("6776657273696f6e01"));
    CHECK(encodeCarHeader({}).toHex() == "11a265726f6f7473806776657273696f6e01");
    const QByteArray old = encodeCarHeader({Cid::v0({})});
    CHECK(old.toHex().contains("d82a5823001220"));
}

TEST_CASE("a header is read back, however many roots it has")
{
    for (const std::size_t count : {0, 1, 2, 23, 24, 300}) {
        const std::vector<Cid> roots(count, leaf.cid);
        const QByteArray header = encodeCarHeader(roots);
        const auto decoded = decodeCarHeader(bodyOf(header));
        REQUIRE(decoded);
        CHECK(decoded->version == 1);
        CHECK(decoded->roots == roots);
    }
}

TEST_CASE("a header may name its version first, and need not name roots")
{
    const auto reordered
        = decodeCarHeader(QByteArray::fromHex("a26776657273696f6e0165726f6f747380"));
    REQUIRE(reordered);
    CHECK(reordered->version == 1);
    const auto version2 = decodeCarHeader(QByteArray::fromHex("a16776657273696f6e02"));
    REQUIRE(version2);
    CHECK(version2->version == 2);
}

TEST_CASE("a malformed header is refused")
{
    const QByteArray good = bodyOf(encodeCarHeader({leaf.cid}));
    REQUIRE_FALSE(kindOf(decodeCarHeader(good)));
    for (qsizetype size = 0; size < good.size(); ++size)
        CHECK(kindOf(decodeCarHeader(good.first(size))) == Error::Kind::Corrupt);
    CHECK(kindOf(decodeCarHeader(good + 'x')) == Error::Kind::Corrupt);
    CHECK(kindOfHex("80") == Error::Kind::Corrupt); // not a map
    CHECK(kindOfHex("a165726f6f747380") == Error::Kind::Corrupt); // no version
    CHECK(kindOfHex("a167"
                    "76657273696f6e"
                    "20")
          == Error::Kind::Corrupt); // version -1
    CHECK(kindOfHex("a2"
                    "6776657273696f6e01"
                    "6776657273696f6e01")
          == Error::Kind::Corrupt);
    CHECK(kindOfHex("a2"
                    "6776657273696f6e01"
                    "617801")
          == Error::Kind::Corrupt); // another key
    CHECK(kindOfHex("a2"
                    "6776657273696f6e01"
                    "65726f6f747300")
          == Error::Kind::Corrupt);
    CHECK(kindOfHex("a2"
                    "6776657273696f6e01"
                    "65726f6f74738100")
          == Error::Kind::Corrupt);
    CHECK(kindOfHex("a2"
                    "6776657273696f6e01"
                    "65726f6f74739bffffffffffffffff")
          == Error::Kind::Corrupt);
}

TEST_CASE("the length of a section is known before it is written")
{
    for (const qsizetype size : {0, 1, 91, 92, 16'000, 20'000, 3'000'000}) {
        const QByteArray frame = carFrame(leaf.cid.bytes(), size);
        CHECK(carSectionLength(leaf.cid.bytes().size(), size) == frame.size() + size);
    }
}

TEST_CASE("a CAR written is the contract's golden one")
{
    const QByteArray car
        = carOf({parsed("bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74")},
                {block(Codec::DagPb,
                       QByteArray::fromHex(
                           "12330a2401551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee"
                           "9088f7ace2efcde9120968656c6c6f2e747874180b0a020801")),
                 rawBlock("hello world")});
    CHECK(car.size() == 201);
    CHECK(carCid(car) == "bagbaieradq4zjlquqck3skbnhttrbyuc3itevdetdyzcguouple2rvsfcsoa");
}

TEST_CASE("a CAR that cannot be written says why")
{
    QFile full(u"/dev/full"_s);
    REQUIRE(full.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    CHECK(kindOf(CarWriter(full).begin({leaf.cid})) == Error::Kind::DiskFull);
    QBuffer closed;
    CHECK(kindOf(CarWriter(closed).begin({leaf.cid})) == Error::Kind::Storage);
}
