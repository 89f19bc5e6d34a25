// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/local/cars.h"

#include "core/content/car/car.h"
#include "core/content/car/carreader.h"

#include <QBuffer>

#include <catch2/catch.hpp>

namespace cairn::test {
using namespace content;

Block rawBlock(const QByteArray& bytes)
{
    return {Cid::v1(Codec::Raw, sha256(bytes)), bytes};
}

Block pbBlock(const std::vector<Block>& children)
{
    PbNode node;
    for (const Block& child : children)
        node.links.push_back({child.cid, QByteArray(), quint64(child.bytes.size())});
    node.data = QByteArray("\x08\x01", 2);
    const QByteArray bytes = encodePbNode(node);
    return {Cid::v1(Codec::DagPb, sha256(bytes)), bytes};
}

Block cborBlock(const QByteArray& bytes)
{
    return {Cid::v1(Codec::DagCbor, sha256(bytes)), bytes};
}

QByteArray car(const std::vector<Cid>& roots, const std::vector<Block>& blocks)
{
    QByteArray bytes = encodeCarHeader(roots);
    for (const Block& block : blocks)
        bytes += carFrame(block.cid.bytes(), block.bytes.size()) + block.bytes;
    return bytes;
}

std::vector<Cid> cidsOf(const QByteArray& car)
{
    QBuffer buffer;
    buffer.setData(car);
    buffer.open(QIODevice::ReadOnly);
    CarReader reader(buffer);
    std::vector<Cid> cids;
    for (;;) {
        const auto entry = reader.next();
        REQUIRE(entry);
        if (!*entry)
            return cids;
        cids.push_back((*entry)->block.cid);
    }
}

QByteArray completeCar(const Block& root, std::vector<Block> children)
{
    children.insert(children.begin(), root);
    return car({root.cid}, children);
}

} // namespace cairn::test
