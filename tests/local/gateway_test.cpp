// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/unixfs.h"
#include "core/local/http/acceptheader.h"
#include "core/local/http/byterange.h"
#include "core/local/http/mediatype.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"

#include <QByteArrayList>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using local::ByteRange;

namespace {

QByteArray text(const Block& block)
{
    return block.cid.toString().toLatin1();
}

Block node(const UnixFs& fs, const std::vector<PbLink>& links = {})
{
    const QByteArray bytes = encodePbNode({links, encodeUnixFs(fs)});
    return {Cid::v1(Codec::DagPb, sha256(bytes)), bytes};
}

Block folder(const std::vector<std::pair<QByteArray, Block>>& entries)
{
    std::vector<PbLink> links;
    for (const auto& [name, block] : entries)
        links.push_back({block.cid, name, quint64(block.bytes.size())});
    return node({.type = UnixFs::Type::Directory}, links);
}

/// A file of three leaves: "0123456789", of four, four and two bytes.
const Block a = rawBlock("0123");
const Block b = rawBlock("4567");
const Block c = rawBlock("89");
const Block digits = node({.fileSize = 10, .blockSizes = {4, 4, 2}},
                          {{a.cid, {}, 4}, {b.cid, {}, 4}, {c.cid, {}, 2}});
const Block page = rawBlock("<script>hello</script>");
const Block odd = rawBlock("odd");
const Block site = folder({{"index.html", page}});
const Block link = node({.type = UnixFs::Type::Symlink, .data = "digits.bin"});
const QByteArray oddName = "\"><script>%2f \xc3\xbc";
const Block top = folder({{oddName, odd}, {"digits.bin", digits}, {"link", link}, {"site", site}});
const std::vector<Block> all{a, b, c, digits, page, odd, site, link};

struct Stored : Client
{
    Stored() { REQUIRE(asOwner("POST", "/car", completeCar(top, all)).status == 200); }
    const QByteArray root = "/ipfs/" + text(top);
};

} // namespace

TEST_CASE_METHOD(Stored, "A file is sent with its type, for ever, and to nobody's account")
{
    const Answer answer = ask("GET", root + "/digits.bin");
    CHECK(answer.status == 200);
    CHECK(answer.body == "0123456789");
    CHECK(answer.header("Content-Length") == "10");
    CHECK(answer.header("ETag") == '"' + text(digits) + '"');
    CHECK(answer.header("Cache-Control").contains("immutable"));
    CHECK(answer.header("Accept-Ranges") == "bytes");
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    const QByteArray policy = answer.header("Content-Security-Policy");
    CHECK(policy.startsWith("sandbox"));
    CHECK_FALSE(policy.contains("allow-same-origin"));
    const Answer again
        = ask("GET", root + "/digits.bin", {{"If-None-Match", answer.header("ETag")}});
    CHECK(again.status == 304);
    CHECK(again.body.isEmpty());
    const Answer head = ask("HEAD", root + "/digits.bin");
    CHECK(head.status == 200);
    CHECK(head.header("Content-Length") == "10");
}

TEST_CASE_METHOD(Stored, "A range is sent as asked for, over the bounds of leaves")
{
    const auto range = [&](const QByteArray& wanted) {
        return ask("GET", root + "/digits.bin", {{"Range", wanted}});
    };
    const Answer middle = range("bytes=3-8");
    CHECK(middle.status == 206);
    CHECK(middle.body == "345678");
    CHECK(middle.header("Content-Range") == "bytes 3-8/10");
    CHECK(range("bytes=9-").body == "9");
    CHECK(range("bytes=-3").body == "789");
    CHECK(range("bytes=0-100").body == "0123456789");
    const Answer beyond = range("bytes=10-");
    CHECK(beyond.status == 416);
    CHECK(beyond.header("Content-Range") == "bytes */10");
    CHECK(range("bytes=1-2,4-5").body == "12");
    CHECK(range("bytes=10-,4-5").body == "45");
    // Only GET has ranges.
    CHECK(ask("HEAD", root + "/digits.bin", {{"Range", "bytes=3-8"}}).status == 200);
    CHECK(
        ask("GET", root + "/digits.bin", {{"Range", "bytes=0-0"}, {"If-Range", "\"other\""}}).status
        == 200);
}

TEST_CASE("A range header is read as RFC 9110 says")
{
    using local::byteRange;
    CHECK(byteRange("bytes=0-0", 5) == ByteRange{0, 1});
    CHECK(byteRange("bytes=2-", 5) == ByteRange{2, 3});
    CHECK(byteRange("bytes=-9", 5) == ByteRange{0, 5});
    CHECK(byteRange("bytes=5-", 5)->length == 0);
    CHECK(byteRange("bytes=-0", 5)->length == 0);
    CHECK(byteRange("bytes=1-2, 0-0", 5) == ByteRange{1, 2});
    CHECK(byteRange("bytes=9-,1-2", 5) == ByteRange{1, 2});
    CHECK(byteRange("bytes=9-,7-8", 5)->length == 0);
    for (const QByteArray header :
         {"", "bytes=", "bytes=-", "bytes=1-2,", "bytes=1-2,x", "bytes=3-2", "lines=0-1",
          "bytes=a-b", "bytes=0-99999999999999999999"})
        CHECK_FALSE(byteRange(header, 5));
}

TEST_CASE("An Accept header is read as RFC 9110 says")
{
    using local::acceptedTypes;
    const auto types = [](const QByteArray& header) {
        QByteArrayList names;
        for (const local::MediaRange& range : acceptedTypes(header))
            names.append(range.type);
        return names.join(' ');
    };
    CHECK(types("").isEmpty());
    CHECK(types("a/b") == "a/b");
    CHECK(types("a/b;q=0.5, c/d, e/f;q=0.501") == "c/d e/f a/b");
    CHECK(types("a/b;q=0, c/d;q=0.000, e/f;q=0.001") == "e/f");
    // Of the same quality the more exact comes first, then the one that is named first.
    CHECK(types("*/*, a/*, c/d, a/b") == "c/d a/b a/* */*");
    CHECK(types("*/*, a/b;q=0.9") == "*/* a/b");
    CHECK(types(" A/B ; Q=0.2 ,c/d;q=0.3") == "c/d a/b");
    CHECK(types("a/b;x=\"1,2;q=0\";q=0.1, c/d;q=1.5, nonsense, ;, e/f;q=x") == "c/d e/f a/b");
    const auto car
        = acceptedTypes("application/vnd.ipld.car; Version=1;order = \"df\\s\";dups=y;z;q=1");
    REQUIRE(car.size() == 1);
    CHECK(car[0].parameter("version") == "1");
    CHECK(car[0].parameter("order") == "dfs");
    CHECK(car[0].parameter("dups") == "y");
    CHECK_FALSE(car[0].parameter("q"));
    CHECK_FALSE(car[0].parameter("z"));
}

TEST_CASE_METHOD(Stored, "A folder shows its index page, or else what is in it")
{
    const Answer index = ask("GET", root + "/site/");
    CHECK(index.status == 200);
    CHECK(index.body == page.bytes);
    CHECK(index.header("Content-Type") == "text/html");
    CHECK(index.header("Content-Security-Policy").startsWith("sandbox"));

    const Answer list = ask("GET", root + "/");
    CHECK(list.status == 200);
    CHECK(list.header("Content-Type") == "text/html;charset=utf-8");
    CHECK(list.body.contains("href=\"./digits.bin\""));
    // A hostile name stays a name.
    CHECK_FALSE(list.body.contains("<script>"));
    CHECK(list.body.contains("href=\"./" + oddName.toPercentEncoding() + '"'));
    CHECK(list.body.contains("<bdi>digits.bin</bdi>"));
    CHECK(ask("GET", root + '/' + oddName.toPercentEncoding()).body == "odd");
    CHECK(ask("GET", root + "/link").body == "digits.bin");

    const QByteArray redirect
        = raw("GET " + root + "/site HTTP/1.1\r\nHost: 127.0.0.1:"
              + QByteArray::number(service().url().port()) + "\r\nConnection: close\r\n\r\n");
    CHECK(redirect.startsWith("HTTP/1.1 301"));
    CHECK(redirect.contains("Location: " + root + "/site/\r\n"));
}

TEST_CASE_METHOD(Stored, "A verifying client gets blocks, and CARs that prove their path")
{
    const Answer block = ask("GET", root + "/digits.bin?format=raw");
    CHECK(block.status == 200);
    CHECK(block.body == digits.bytes);
    CHECK(block.header("Content-Type") == "application/vnd.ipld.raw");
    CHECK(block.header("ETag") == '"' + text(digits) + ".raw\"");
    CHECK(ask("GET", "/ipfs/" + text(a), {{"Accept", "application/vnd.ipld.raw"}}).body == "0123");

    const Answer whole = ask("GET", root + "?format=car");
    CHECK(whole.status == 200);
    CHECK(whole.header("Content-Type").startsWith("application/vnd.ipld.car"));
    CHECK(cidsOf(whole.body).size() == all.size() + 1);
    CHECK(whole.header("Content-Length") == QByteArray::number(whole.body.size()));
    CHECK(cidsOf(ask("GET", root + "/digits.bin?format=car").body)
          == std::vector{top.cid, digits.cid, a.cid, b.cid, c.cid});
    CHECK(cidsOf(ask("GET", root + "/digits.bin?format=car&dag-scope=block").body)
          == std::vector{top.cid, digits.cid});
    CHECK(ask("GET", root + "?format=zip").status == 400);
}

TEST_CASE_METHOD(Stored,
                 "A CAR of an entity holds a file, some of its bytes, or what lists a folder")
{
    const auto entity
        = [&](const QByteArray& more) { return cidsOf(ask("GET", root + more).body); };
    CHECK(entity("?format=car&dag-scope=entity") == std::vector{top.cid});
    CHECK(entity("/digits.bin?format=car&dag-scope=entity")
          == std::vector{top.cid, digits.cid, a.cid, b.cid, c.cid});
    const QByteArray bytes = "/ipfs/" + text(digits) + "?format=car&dag-scope=entity&entity-bytes=";
    const auto some
        = [&](const QByteArray& range) { return cidsOf(ask("GET", bytes + range).body); };
    CHECK(some("0:*") == std::vector{digits.cid, a.cid, b.cid, c.cid});
    CHECK(some("4:*") == std::vector{digits.cid, b.cid, c.cid});
    CHECK(some("3:4") == std::vector{digits.cid, a.cid, b.cid});
    CHECK(some("-1:*") == std::vector{digits.cid, c.cid});
    CHECK(some("0:-8") == std::vector{digits.cid, a.cid});
    CHECK(some("999:*") == std::vector{digits.cid});
    CHECK(ask("GET", bytes + "4").status == 400);
    CHECK(ask("GET", bytes + "a:*").status == 400);
    // Of a folder there is no part.
    CHECK(entity("?format=car&entity-bytes=0:1") == std::vector{top.cid});
}

TEST_CASE_METHOD(Stored, "What is not there is 404, whatever the path tries")
{
    for (const QByteArray& path :
         {root + "/nothing", root + "/digits.bin/more", root + "/../../../etc/passwd",
          root + "/..%2f..%2fcatalog.sqlite", root + "/%2e%2e/%2e%2e/signing.key",
          "/ipfs/" + text(rawBlock("not here")), QByteArray("/ipfs"), QByteArray("/ipfs/")}) {
        INFO(path.toStdString());
        const QByteArray answer
            = raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:"
                  + QByteArray::number(service().url().port()) + "\r\nConnection: close\r\n\r\n");
        CHECK(answer.startsWith("HTTP/1.1 404"));
    }
    CHECK(ask("GET", "/ipfs/nonsense").code() == u"ERROR_INVALID_CID");
    CHECK(ask("POST", root, {}, "x").status == 404);
}

TEST_CASE("A file's type comes from its name, or from its bytes")
{
    using local::mediaType;
    CHECK(mediaType("a.PNG", "x") == "image/png");
    CHECK(mediaType("png", "hello") == "text/plain;charset=utf-8");
    CHECK(mediaType("a.unknown", QByteArray("\0\1", 2)) == "application/octet-stream");
    CHECK(mediaType("", "\xc3\xbc cut \xc3") == "text/plain;charset=utf-8");
}
