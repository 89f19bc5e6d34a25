// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/dagpb.h"
#include "core/content/codec/links.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

const Block leaf = rawBlock("leaf");

Block node(std::vector<PbLink> children)
{
    return block(Codec::DagPb, encodePbNode({std::move(children), QByteArray::fromHex("0801")}));
}

Result<Links> jsonLinks(const QByteArray& json)
{
    return links(block(Codec::DagJson, json).cid, json);
}

} // namespace

TEST_CASE("a raw block points to nothing, a dag-pb block to its links, repeats included")
{
    CHECK(links(leaf.cid, leaf.bytes)->cids.empty());
    const Block parent = node({{leaf.cid, "a", 4}, {leaf.cid, "b", 4}});
    CHECK(links(parent.cid, parent.bytes)->cids == std::vector{leaf.cid, leaf.cid});
}

TEST_CASE("links of dag-json are found, and bytes in it are not taken for links")
{
    const QByteArray cid = leaf.cid.toString().toUtf8();
    const auto found = jsonLinks(R"({"a":[1,{"/":")" + cid + R"("}],"b":{"/":{"bytes":"AAA"}}})");
    REQUIRE(found);
    CHECK(found->cids == std::vector{leaf.cid});
    CHECK(jsonLinks("1")->cids.empty());
    CHECK(jsonLinks(R"({"/":")" + cid + R"("})")->cids.size() == 1);
}

TEST_CASE("dag-json that does not decode is Corrupt")
{
    for (const char* json : {"",
                             "{",
                             "1,2",
                             "]",
                             R"({"/":"no CID"})",
                             R"({"/":1})",
                             R"({"/":"x","a":1})",
                             R"({"a":1,"/":"x"})",
                             R"({"a"})",
                             R"({"a":1)",
                             R"({"a":1,})",
                             R"({a:1})",
                             "[1",
                             "[1,]",
                             "01",
                             "1.",
                             "1e",
                             "-",
                             "+1",
                             "nul",
                             "\"a",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\n\"",
                             "\"\xff\"",
                             "'a'"}) {
        INFO(json);
        CHECK(kindOf(jsonLinks(json)) == Error::Kind::Corrupt);
    }
    for (const char* json : {" [ 1 , -0.5e+3 , true , false , null ] ", "{ }", "[]", "\"\"",
                             R"("\u00fc\ud83d\ude80\n\/")", R"({"a":{"/":{"bytes":"AAA"}}})"}) {
        INFO(json);
        CHECK_FALSE(kindOf(jsonLinks(json)));
    }
    const QByteArray deep = QByteArray(200, '[') + QByteArray(200, ']');
    CHECK(kindOf(jsonLinks(deep)) == Error::Kind::Corrupt);
}

TEST_CASE("a map key twice is refused in what comes in and read in what is stored")
{
    // In JSON also where the two are spelled differently; in maps of maps and lists too.
    const std::pair<Codec, QByteArray> blocks[]{
        {Codec::DagCbor, QByteArray::fromHex("a2616101616102")},
        {Codec::DagCbor, QByteArray::fromHex("81a3616101616202616103")},
        {Codec::DagCbor, QByteArray::fromHex("a16162a2616101616102")},
        {Codec::DagJson, R"({"a":1,"a":2})"},
        {Codec::DagJson, R"({"a":1,"b":2,"\u0061":3})"},
        {Codec::DagJson, R"([{"b":{"a":1,"a":2}}])"},
    };
    for (const auto& [codec, bytes] : blocks) {
        INFO(bytes.toHex().toStdString());
        const Cid cid = block(codec, bytes).cid;
        CHECK(links(cid, bytes)->repeatedKey == "a");
        CHECK(strictLinks(cid, bytes).error().kind == Error::Kind::Corrupt);
        CHECK(strictLinks(cid, bytes).error().detail.contains("\"a\""_L1));
    }
    // The same key of two maps is no repetition.
    for (const char* json : {R"([{"a":1},{"a":2}])", R"({"a":{"a":1}})"})
        CHECK(strictLinks(block(Codec::DagJson, json).cid, json));
}

TEST_CASE("links of an unknown codec cannot be told, which is no error")
{
    const auto unknown = links(block(static_cast<Codec>(0x78), "git").cid, "git");
    REQUIRE(unknown);
    CHECK(unknown->codec == Links::Codec::Unknown);
    CHECK(links(leaf.cid, leaf.bytes)->codec == Links::Codec::Known);
}

TEST_CASE("a dag-pb block that does not decode is Corrupt")
{
    const Block broken = block(Codec::DagPb, "\xff");
    CHECK(kindOf(links(broken.cid, broken.bytes)) == Error::Kind::Corrupt);
}

TEST_CASE("the size of a DAG is its root's bytes and what its links claim")
{
    CHECK(dagSize(leaf.cid, leaf.bytes) == 4);
    const Block parent = node({{leaf.cid, "a", 4}, {leaf.cid, "b", 1000}});
    CHECK(dagSize(parent.cid, parent.bytes) == static_cast<quint64>(parent.bytes.size()) + 1004);
    CHECK_FALSE(dagSize(block(Codec::DagCbor, "\xf6").cid, "\xf6"));
    const Block liar = node({{leaf.cid, "a", ~quint64(0)}, {leaf.cid, "b", 1}});
    CHECK_FALSE(dagSize(liar.cid, liar.bytes));
    // No more than the signed numbers of a catalog and of JSON's readers hold.
    const Block most = node({{leaf.cid, "a", ~quint64(0) >> 1}});
    CHECK_FALSE(dagSize(most.cid, most.bytes));
    CHECK_FALSE(dagSize(block(Codec::DagPb, "\xff").cid, "\xff"));
}
