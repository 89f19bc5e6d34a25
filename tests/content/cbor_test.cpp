// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/links.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;

namespace {

const Cid leaf = rawBlock("leaf").cid;

QByteArray link(const Cid& cid)
{
    return QByteArray::fromHex("d82a58") + char(cid.bytes().size() + 1) + '\0' + cid.bytes();
}

Result<std::vector<Cid>> cborLinks(const QByteArray& bytes)
{
    const auto found = links(block(Codec::DagCbor, bytes).cid, bytes);
    if (!found)
        return fail(found.error());
    return found->cids;
}

std::optional<Error::Kind> kindOfLinks(const QByteArray& bytes)
{
    return kindOf(cborLinks(bytes));
}

} // namespace

TEST_CASE("links of a dag-cbor block are found wherever they are, in order")
{
    const Cid other = rawBlock("other").cid;
    // {"a": [1, -1, "t", h'00', 1.5, null, link], "b": {"c": link}}
    const QByteArray bytes = QByteArray::fromHex("a2616187012061744100fb3ff8000000000000f6")
        + link(leaf) + QByteArray::fromHex("6162a16163") + link(other);
    const auto links = cborLinks(bytes);
    REQUIRE(links);
    CHECK(*links == std::vector{leaf, other});
    CHECK(cborLinks("\xf6")->empty());
    CHECK(cborLinks("\x18\x64")->empty());
}

TEST_CASE("every prefix of a dag-cbor block is refused, and so are bytes after it")
{
    const QByteArray bytes = QByteArray::fromHex("a1616181") + link(leaf);
    REQUIRE_FALSE(kindOfLinks(bytes));
    for (qsizetype size = 0; size < bytes.size(); ++size)
        CHECK(kindOfLinks(bytes.first(size)) == Error::Kind::Corrupt);
    CHECK(kindOfLinks(bytes + '\0') == Error::Kind::Corrupt);
}

TEST_CASE("what dag-cbor forbids is refused")
{
    const std::pair<const char*, const char*> forbidden[]{
        {"9fff", "an array of indefinite length"},
        {"5f4100ff", "bytes of indefinite length"},
        {"c100", "a tag other than 42"},
        {"a10000", "a map key that is not text"},
        {"d82a00", "a link that is not bytes"},
        {"d82a40", "an empty link"},
        {"d82a4101", "a link without its zero"},
        {"d82a420000", "a link that is no CID"},
        {"1c", "a reserved length"},
        {"9bffffffffffffffff", "a count that is a lie"},
        {"bbffffffffffffffff", "another"},
        {"5bffffffffffffffff00", "a length that is a lie"},
    };
    for (const auto& [hex, what] : forbidden) {
        INFO(what);
        CHECK(kindOfLinks(QByteArray::fromHex(hex)) == Error::Kind::Corrupt);
    }
}

TEST_CASE("deep nesting of dag-cbor is refused, not followed")
{
    CHECK_FALSE(kindOfLinks(QByteArray(128, '\x81') + '\0'));
    CHECK(kindOfLinks(QByteArray(1'000'000, '\x81') + '\0') == Error::Kind::Corrupt);
}
