// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carreader.h"
#include "tests/content/support.h"

#include <QBuffer>
#include <QtEndian>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;

namespace {

const Block leaf = rawBlock("leaf");
const Block other = rawBlock("other");

struct Read
{
    std::vector<Cid> roots;
    std::vector<Block> blocks;
    std::vector<qint64> offsets;
};

Result<Read> readAll(const QByteArray& car)
{
    QBuffer buffer;
    buffer.setData(car);
    buffer.open(QIODevice::ReadOnly);
    CarReader reader(buffer);
    Read read;
    auto roots = reader.roots();
    if (!roots)
        return fail(roots.error());
    read.roots = *roots;
    while (true) {
        auto entry = reader.next();
        if (!entry)
            return fail(entry.error());
        if (!*entry)
            return read;
        read.blocks.push_back((*entry)->block);
        read.offsets.push_back((*entry)->offset);
    }
}

QByteArray version2(const QByteArray& payload, quint64 offset = 51, quint64 size = ~quint64(0))
{
    QByteArray header(40, '\0');
    qToLittleEndian(offset, header.data() + 16);
    qToLittleEndian(size == ~quint64(0) ? static_cast<quint64>(payload.size()) : size,
                    header.data() + 24);
    return QByteArray::fromHex("0aa16776657273696f6e02") + header + payload;
}

} // namespace

TEST_CASE("blocks come with their place in the file")
{
    const QByteArray car = carOf({leaf.cid}, {leaf, other});
    const auto read = readAll(car);
    REQUIRE(read);
    CHECK(read->roots == std::vector{leaf.cid});
    CHECK(read->blocks == std::vector{leaf, other});
    CHECK(car.mid(read->offsets[1], 5) == "other");
}

TEST_CASE("a CAR of many small blocks and one of large blocks are read whole")
{
    std::vector<Block> many;
    for (int i = 0; i < 5000; ++i)
        many.push_back(rawBlock(QByteArray::number(i)));
    CHECK(readAll(carOf({}, many))->blocks == many);
    const std::vector large{rawBlock(generated(2'000'000)), rawBlock(generated(1'999'999))};
    CHECK(readAll(carOf({}, large))->blocks == large);
}

TEST_CASE("the payload of a CAR version 2 is read, padding and index passed over")
{
    const QByteArray inner = carOf({leaf.cid}, {leaf, other});
    const QByteArray plain = version2(inner);
    const QByteArray padded
        = version2(QByteArray(13, '\0') + inner, 51 + 13, static_cast<quint64>(inner.size()));
    const QByteArray indexed = version2(inner + "an index", 51, static_cast<quint64>(inner.size()));
    for (const QByteArray& car : {plain, padded, indexed}) {
        const auto read = readAll(car);
        REQUIRE(read);
        CHECK(read->roots == std::vector{leaf.cid});
        CHECK(read->blocks == std::vector{leaf, other});
        CHECK(car.mid(read->offsets[0], 4) == "leaf");
        CHECK(car.mid(read->offsets[1], 5) == "other");
    }
}

TEST_CASE("every prefix of a CAR version 2 is an error")
{
    const QByteArray car = version2(carOf({leaf.cid}, {leaf, other}));
    for (qsizetype size = 0; size < car.size(); ++size) {
        INFO(size << " bytes");
        CHECK(kindOf(readAll(car.first(size))) == Error::Kind::Corrupt);
    }
}

TEST_CASE("a CAR version 2 whose payload is where it cannot be is Corrupt")
{
    const QByteArray inner = carOf({leaf.cid}, {leaf});
    const auto size = static_cast<quint64>(inner.size());
    CHECK(kindOf(readAll(version2(inner, 0, size))) == Error::Kind::Corrupt);
    CHECK(kindOf(readAll(version2(inner, 50, size))) == Error::Kind::Corrupt);
    CHECK(kindOf(readAll(version2(inner, ~quint64(0), size))) == Error::Kind::Corrupt);
    CHECK(kindOf(readAll(version2(inner, quint64(1) << 62, quint64(1) << 62)))
          == Error::Kind::Corrupt);
    CHECK(kindOf(readAll(version2(inner, 51, 0))) == Error::Kind::Corrupt);
    CHECK(kindOf(readAll(version2(inner, 51, size - 1))) == Error::Kind::Corrupt);
    CHECK(kindOf(readAll(version2(inner, 51, size + 1))) == Error::Kind::Corrupt);
    CHECK(kindOf(readAll(version2(version2(inner)))) == Error::Kind::Corrupt); // no nesting
}

TEST_CASE("a device that cannot be read is Storage, not Corrupt")
{
    QBuffer closed;
    CarReader reader(closed);
    CHECK(kindOf(reader.roots()) == Error::Kind::Storage);
}
