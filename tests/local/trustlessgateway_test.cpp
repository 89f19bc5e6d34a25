// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/local/gatewayspec.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace cairn::test::spec;
using namespace Qt::StringLiterals;

TEST_CASE_METHOD(Spec,
                 "trustless 2.2.4-6, 5.1-5.5: A CAR is as it was asked for, and says how it is")
{
    const QByteArray whole = at + "/file";
    const Fields once = type(carOf("n"));
    const Fields eachTime = type(carOf("y"));
    check({
        {"trustless 5.4", whole + "?format=car", {}, 200, once},
        {"trustless 5.5.2", whole, accept(carType), 200, once},
        {"trustless 5.5.1", whole, accept("application/vnd.ipld.car; version=1; order=dfs; dups=y"),
         200, eachTime},
        {"trustless 5.5.1", whole, accept("application/vnd.ipld.car;dups=\"y\""), 200, eachTime},
        {"trustless 5.3", whole, accept("application/vnd.ipld.car; order=unk"), 200, once},
        {"trustless 5.5.1, the next", whole,
         accept(
             "application/vnd.ipld.car;order=foo, application/vnd.ipld.car;order=dfs;dups=y;q=0.5"),
         200, eachTime},
        {"trustless 5.5.2", whole, accept("application/vnd.ipld.car;order=foo"), 406},
        {"trustless 5.1", whole, accept("application/vnd.ipld.car;version=2"), 406},
        {"trustless 5.4", whole, accept("application/vnd.ipld.car;dups=x"), 406},
        {"trustless 2.2.6", whole + "?format=car&car-dups=y",
         accept("application/vnd.ipld.car;dups=n"), 200, eachTime},
        {"trustless 2.2.6", whole + "?format=car", accept("application/vnd.ipld.car;dups=y"), 200,
         eachTime},
        {"trustless 2.2.5", whole + "?format=car&car-order=dfs",
         accept("application/vnd.ipld.car;order=foo"), 200, once},
        {"trustless 2.2.4", whole + "?format=car&car-version=2", {}, 406},
        {"trustless 2.2.2", whole + "?format=car&dag-scope=some", {}, 400},
    });
    const auto blocks = [&](const QByteArray& more) { return cidsOf(ask("GET", at + more).body); };
    CHECK(blocks("/file?format=car") == std::vector{top.cid, file.cid, a.cid, b.cid});
    CHECK(blocks("/file?format=car&car-dups=y")
          == std::vector{top.cid, file.cid, a.cid, b.cid, a.cid, b.cid});
    CHECK(blocks("/file?format=car&car-dups=y&dag-scope=block") == std::vector{top.cid, file.cid});
    CHECK(blocks("/file?format=car&car-dups=y&entity-bytes=6:9")
          == std::vector{top.cid, file.cid, b.cid, a.cid});
    // The blocks of a path through data prove it; those inside of CIDs are never sent.
    CHECK(blocks("/cbor/0/to/file?format=car&dag-scope=block")
          == std::vector{top.cid, cbor.cid, json.cid, file.cid});
    CHECK(blocks("/cbor?format=car&dag-scope=entity") == std::vector{top.cid, cbor.cid});
    CHECK(blocks("/inner?format=car&car-dups=y")
          == std::vector{top.cid, inner.cid, file.cid, a.cid, b.cid, a.cid, b.cid});
    CHECK(blocks("/inner/inside?format=car&car-dups=y") == std::vector{top.cid, inner.cid});
    // A length is announced where it is true.
    for (const QByteArray more : {"?format=car", "?format=car&car-dups=y"}) {
        const Answer got = ask("GET", whole + more);
        CHECK(got.header("Content-Length") == QByteArray::number(got.body.size()));
        CHECK(ask("HEAD", whole + more).header("Content-Length")
              == QByteArray::number(got.body.size()));
    }
}

TEST_CASE_METHOD(Spec, "trustless 7.1: The empty block is always here, to try a gateway by")
{
    const QByteArray probe = "/ipfs/bafkqaaa";
    for (const char* method : {"GET", "HEAD"})
        check({{"trustless 7.1", probe + "?format=raw", {}, 200, type(rawType), "", method},
               {"trustless 7.1", probe + "?format=car", {}, 200, type(carOf("n")), {}, method},
               {"trustless 7.1", probe, accept(rawType), 200, type(rawType), "", method}});
    CHECK(cidsOf(ask("GET", probe + "?format=car&car-dups=y").body).empty());
}
