// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/datapath.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;

namespace {

using End = DataStep::End;

const Cid target = rawBlock("target").cid;

QByteArray json()
{
    const QByteArray link = R"({"/":")" + target.toString().toLatin1() + R"("})";
    return R"({"a":{"b":)" + link + R"(,"c":[7,)" + link
        + R"(],"d":{}},"b":1,"x":{"/":{"bytes":""}}})";
}

QByteArray cbor()
{
    const QByteArray link
        = QByteArray::fromHex("d82a58") + char(target.bytes().size() + 1) + '\0' + target.bytes();
    // The same map.
    return QByteArray::fromHex("a36161a36162") + link + QByteArray::fromHex("61638207") + link
        + QByteArray::fromHex("6164a06162016178") + '\x40';
}

DataStep follow(Codec codec, const QByteArray& path)
{
    const QByteArray bytes = codec == Codec::DagJson ? json() : cbor();
    const auto names = path.split('/');
    const auto step
        = followData(block(codec, bytes).cid, bytes, {names.data(), std::size_t(names.size())});
    REQUIRE(step);
    return *step;
}

} // namespace

TEST_CASE("names lead through the maps and lists of a block, to a link and no further")
{
    for (const Codec codec : {Codec::DagCbor, Codec::DagJson}) {
        for (const QByteArray path : {"a/b", "a/b/further/on"}) {
            const DataStep step = follow(codec, path);
            CHECK(step.end == End::Link);
            CHECK(step.link == target);
            CHECK(step.names == 2);
        }
        CHECK(follow(codec, "a/c/1").link == target);
        CHECK(follow(codec, "a/c/1").names == 3);
        for (const QByteArray path : {"a", "b", "x", "a/c", "a/c/0", "a/d"}) {
            INFO(path.toStdString());
            CHECK(follow(codec, path).end == End::Value);
        }
        for (const QByteArray path : {"c", "a/a", "a/c/2", "a/c/01", "a/c/-1", "a/c/0/0", "a/d/b",
                                      "b/b", "x/bytes", "x/~", "/"}) {
            INFO(path.toStdString());
            CHECK(follow(codec, path).end == End::Nothing);
        }
    }
}

TEST_CASE("a name is looked for in its own map alone, and the first value of a key counts")
{
    const auto end = [](const QByteArray& bytes, const QByteArray& name) {
        const auto step = followData(block(Codec::DagJson, bytes).cid, bytes, {&name, 1});
        REQUIRE(step);
        return step->end;
    };
    CHECK(end(R"({"x":{"a":1}})", "a") == End::Nothing);
    CHECK(end(R"({"x":[{"a":1}],"a":1})", "a") == End::Value);
    CHECK(end("1", "a") == End::Nothing);
    CHECK(end(R"({"/":")" + target.toString().toLatin1() + R"("})", "a") == End::Nothing);
    CHECK(end(R"({"a":1,"a":{"/":")" + target.toString().toLatin1() + R"("}})", "a") == End::Value);
    CHECK(kindOf(followData(block(Codec::DagJson, "{").cid, "{", {})) == Error::Kind::Corrupt);
}
