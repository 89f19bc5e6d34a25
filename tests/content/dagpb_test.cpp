// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/dagpb.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;

namespace {

const Cid leaf = rawBlock("leaf").cid;

PbNode sample()
{
    return {{{leaf, {}, 1}, {leaf, "name", 300}, {leaf, "\xc3\xbc", 0}}, "data"};
}

QByteArray field(const char* tag, const QByteArray& bytes)
{
    return QByteArray::fromHex(tag) + char(bytes.size()) + bytes;
}

std::optional<Error::Kind> kindOfNode(const QByteArray& bytes)
{
    return kindOf(decodePbNode(bytes));
}

std::optional<Error::Kind> kindOfLink(const QByteArray& link)
{
    return kindOfNode(field("12", link));
}

} // namespace

TEST_CASE("a node has the bytes of the contract's worked example")
{
    // Contract §11.2: a file of one chunk and a byte.
    const QByteArray contract = QByteArray::fromHex(
        "122c0a24015512201c59b8670027384143781a8a8bff2f3b44bd8818d0f53b13b064c2375a1afe381200"
        "18808040"
        "122a0a2401551220acac86c0e609ca906f632b0e2dacccb2b77d22b0621f20ebece1a4835b93f6f01200"
        "1801"
        "0a0c080218818040208080402001");
    REQUIRE(contract.size() == 104);
    const auto node = decodePbNode(contract);
    REQUIRE(node);
    REQUIRE(node->links.size() == 2);
    CHECK(node->links[0].tsize == 1048576);
    CHECK(node->links[1].name.isEmpty());
    CHECK(encodePbNode(*node) == contract);
    CHECK(text(block(Codec::DagPb, contract).cid)
          == "bafybeiaqfhzf4fft5arkdimw7quirxuglvotfah44yawdjg6zujvn6lidu");
}

TEST_CASE("a node is read back as it was written")
{
    for (const PbNode& node : {sample(), PbNode{}, PbNode{{}, QByteArray()}, PbNode{{}, "x"},
                               PbNode{{{leaf, "n", 1}}, std::nullopt}}) {
        const auto decoded = decodePbNode(encodePbNode(node));
        REQUIRE(decoded);
        CHECK(*decoded == node);
    }
}

TEST_CASE("the length of a link is known before it is written")
{
    for (const quint64 tsize : {0ULL, 127ULL, 128ULL, 1ULL << 40}) {
        for (const qsizetype name : {0, 1, 80, 127, 128, 300}) {
            QByteArray bytes;
            appendPbLink(bytes, leaf.bytes(), QByteArray(name, 'n'), tsize);
            CHECK(pbLinkLength(leaf.bytes().size(), name, tsize) == bytes.size());
        }
    }
}

TEST_CASE("data may come before the links, as old writers put it, but not among them")
{
    QByteArray link;
    appendPbLink(link, leaf.bytes(), "n", 1);
    const QByteArray data = field("0a", "d");
    const auto node = decodePbNode(data + link + link);
    REQUIRE(node);
    CHECK(node->links.size() == 2);
    CHECK(node->data == "d");
    CHECK(kindOfNode(link + data + link) == Error::Kind::Corrupt);
}

TEST_CASE("a link may leave out its name and size, but not its hash")
{
    const QByteArray hash = field("0a", leaf.bytes());
    CHECK_FALSE(kindOfLink(hash));
    CHECK_FALSE(kindOfLink(hash + field("12", "n")));
    CHECK_FALSE(kindOfLink(hash + QByteArray::fromHex("1801")));
    CHECK(kindOfLink(field("12", "n")) == Error::Kind::Corrupt);
    CHECK(kindOfLink({}) == Error::Kind::Corrupt);
}

TEST_CASE("what the dag-pb specification forbids is refused")
{
    const QByteArray hash = field("0a", leaf.bytes());
    const QByteArray name = field("12", "n");
    CHECK(kindOfNode(field("0a", "d") + field("0a", "d")) == Error::Kind::Corrupt);
    CHECK(kindOfNode(field("1a", "x")) == Error::Kind::Corrupt);
    CHECK(kindOfNode(QByteArray::fromHex("0801")) == Error::Kind::Corrupt);
    CHECK(kindOfLink(name + hash) == Error::Kind::Corrupt);
    CHECK(kindOfLink(hash + hash) == Error::Kind::Corrupt);
    CHECK(kindOfLink(hash + name + name) == Error::Kind::Corrupt);
    CHECK(kindOfLink(hash + QByteArray::fromHex("2001")) == Error::Kind::Corrupt);
    CHECK(kindOfLink(field("0a", "no CID")) == Error::Kind::Corrupt);
    CHECK(kindOfLink(field("0a", leaf.bytes() + 'x')) == Error::Kind::Corrupt);
}

TEST_CASE("a field of another wire type is refused, even where its bytes would do")
{
    // Fixed-width fields: 8 and 4 bytes without a length.
    CHECK(kindOfNode(QByteArray::fromHex("09") + QByteArray(8, 'x')) == Error::Kind::Corrupt);
    CHECK(kindOfNode(QByteArray::fromHex("0d") + QByteArray(4, 'x')) == Error::Kind::Corrupt);
    const QByteArray small = QByteArray::fromHex("01550000"); // the shortest CID there is: 4 bytes
    REQUIRE_FALSE(kindOfLink(field("0a", small)));
    CHECK(kindOfLink(QByteArray::fromHex("0d") + small) == Error::Kind::Corrupt);
    CHECK(kindOfLink(field("0a", small) + QByteArray::fromHex("15") + "name")
          == Error::Kind::Corrupt);
    CHECK(kindOfLink(field("0a", small) + QByteArray::fromHex("1d") + "size")
          == Error::Kind::Corrupt);
}

TEST_CASE("a cut node never passes for the whole one")
{
    const QByteArray bytes = encodePbNode(sample());
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        const auto node = decodePbNode(bytes.first(size));
        // Between two fields a prefix is a node of its own, and a smaller one.
        CHECK((!node || *node != sample()));
        if (node)
            CHECK(encodePbNode(*node) == bytes.first(size));
    }
}
