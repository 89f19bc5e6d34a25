// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/local/gatewayspec.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace cairn::test::spec;
using namespace Qt::StringLiterals;

TEST_CASE_METHOD(Spec, "path 2.1, 2.2.3, 3.1.6: The form is what format or Accept takes best")
{
    const Fields asRaw = type(rawType);
    const QByteArray one = "/ipfs/" + text(meta);
    check({
        {"path 2.1.3", one, accept(rawType), 200, asRaw, meta.bytes},
        {"path 2.1.3, parameters", one, accept("Application/vnd.ipld.RAW; x=1"), 200, asRaw},
        {"path 2.1.3, a list", one, accept("application/vnd.ipld.raw, */*;q=0.1"), 200, asRaw},
        {"path 2.1.3, best first", one, accept("text/html, application/vnd.ipld.raw;q=0.9"), 200,
         type("text/plain;charset=utf-8")},
        {"path 2.1.3, not at all", one, accept("application/vnd.ipld.raw;q=0, */*"), 200,
         type("text/plain;charset=utf-8")},
        {"path 2.1.3, a browser", one, accept("text/html,application/xhtml+xml,*/*;q=0.8"), 200,
         type("text/plain;charset=utf-8")},
        {"path 2.1.3, anything", one, accept("*/*"), 200, type("text/plain;charset=utf-8")},
        {"path 2.1.3, no type", one, accept("nonsense"), 200, type("text/plain;charset=utf-8")},
        {"path 2.1.3, an empty list", one, accept(" "), 200, type("text/plain;charset=utf-8")},
        {"path 2.1.3, two headers",
         one,
         {{"Accept", "*/*;q=0.1"}, {"X", "y"}},
         200,
         type("text/plain;charset=utf-8")},
        {"path 2.1.3, a TAR", at, accept("application/x-tar"), 406},
        {"path 2.1.3, a TAR or a CAR", one,
         accept("application/x-tar, application/vnd.ipld.car;q=0.1"), 200, type(carOf("n"))},
        {"path 2.1.3, an IPNS record", one, accept("application/vnd.ipfs.ipns-record"), 406},
        {"path 2.2.3", one + "?format=raw", {}, 200, asRaw},
        {"path 2.2.3, before Accept", one + "?format=raw", accept(carType), 200, asRaw},
        {"path 2.2.3, before Accept", one + "?format=car", accept(rawType), 200, type(carOf("n"))},
        {"path 2.2.3, unknown", one + "?format=zip", {}, 400},
        {"path 2.2.3, a TAR", at + "?format=tar", {}, 406},
        {"path 2.2.3, an IPNS record", one + "?format=ipns-record", {}, 400},
        {"path 3.1.6", at + "/file?format=dag-json", {}, 406},
        {"path 3.1.6", at + "/file?format=dag-cbor", {}, 406},
        {"path 3.1.6", at + "/file?format=cbor", {}, 406},
        {"path 3.1.6", at + "/json?format=dag-cbor", {}, 406},
        {"path 3.1.6", at + "/cbor?format=dag-json", {}, 406},
        {"path 3.1.6", at + "/cbor?format=json", {}, 406},
        {"path 3.1.6", at + "/json?format=cbor", {}, 406},
        {"path 3.1.6", at + "/cbor", accept("application/vnd.ipld.dag-json"), 406},
        {"path 3.1.6, else the next", at + "/cbor",
         accept("application/vnd.ipld.dag-json, application/vnd.ipld.raw;q=0.1"), 200, asRaw},
        {"path 3.1.6, a folder", at + "/inner/?format=json", {}, 406},
        {"path 2.1.3, a file of JSON", at + "/meta", accept("application/json"), 200,
         type("application/json"), meta.bytes},
        {"path 2.1.3, a file of no JSON", at + "/file", accept("application/json"), 406},
        {"path 2.1.3, a file of no JSON", at + "/file", accept("application/json, */*"), 200,
         type("text/plain;charset=utf-8")},
    });
}

TEST_CASE_METHOD(Spec,
                 "path 2.1.1, 3.2.1: Every form has an ETag of its own, which is not sent twice")
{
    const auto tagged = [](const Block& block, const QByteArray& ending) {
        return Fields{{"ETag", '"' + text(block) + ending + '"'}};
    };
    const std::vector<std::pair<QByteArray, Fields>> forms{
        {at + "/file", tagged(file, "")},
        {at + "/file?format=raw", tagged(file, ".raw")},
        {at + "/site/", tagged(site, "")},
        {at + "/meta?format=json", tagged(meta, ".json")},
        {at + "/json", tagged(json, ".dag-json")},
        {at + "/json?format=json", tagged(json, ".json")},
        {at + "/cbor", tagged(cbor, ".dag-cbor")},
        {at + "/p.cbor", tagged(plainCbor, ".cbor")},
        {at + "/inner/", {{"ETag", "\"DirIndex-1_CID-" + text(inner) + '"'}}},
    };
    for (const auto& [path, headers] : forms) {
        const QByteArray tag = headers.front().second;
        check({{"path 3.2.1", path, {}, 200, headers}});
        for (const QByteArray& known :
             {tag, "W/" + tag, QByteArray("*"), "\"x\", \"y\", " + tag, "\"x\" ,W/" + tag})
            check({{"path 2.1.1", path, {{"If-None-Match", known}}, 304, headers, ""}});
        check(
            {{"path 2.1.1", path, {{"If-None-Match", "\"x\", " + tag.chopped(1)}}, 200, headers}});
    }
    // A CAR differs by all that it was asked for with.
    QSet<QByteArray> tags;
    for (const QByteArray more :
         {"", "&dag-scope=block", "&dag-scope=entity", "&entity-bytes=0:1", "&entity-bytes=0:2",
          "&car-dups=y", "&dag-scope=entity&car-dups=y"}) {
        const QByteArray path = at + "/file?format=car" + more;
        const QByteArray tag = ask("GET", path).header("ETag");
        CHECK(tag.startsWith('"' + text(file) + '.'));
        tags.insert(tag);
        check({{"trustless 3.2.4", path, {{"If-None-Match", tag}}, 304}});
    }
    CHECK(tags.size() == 7);
}

TEST_CASE_METHOD(Spec, "path 2.1.2, 3.1.8: What is not here is 412 to whoever wants only that")
{
    const Fields cached{{"Cache-Control", "max-age=1, Only-If-Cached"}};
    for (const char* method : {"GET", "HEAD"}) {
        check({
            {"path 2.1.2.1", at + "/file", cached, 200, {}, {}, method},
            {"path 3.1.8.1", "/ipfs/" + absent, cached, 412, {}, "", method},
            {"path 3.1.8.1", "/ipfs/" + absent + "?format=raw", cached, 412, {}, "", method},
            {"path 3.1.8.1",
             "/ipfs/" + text(fsNode({.type = UnixFs::Type::Directory})) + "/a/b",
             cached,
             412,
             {},
             "",
             method},
            {"trustless 2.1.2", "/ipfs/" + absent + "?format=car", cached, 412, {}, "", method},
            // That there is no such name is known.
            {"path 3.1.5", at + "/nothing", cached, 404, {}, {}, method},
            {"path 3.1.5", "/ipfs/" + absent, {}, 404, {}, {}, method},
        });
    }
}

TEST_CASE_METHOD(Spec, "path 2.1.4, 3.2.8: A part of a file or of a block is sent")
{
    const auto part = [](const QByteArray& range, const QByteArray& size) {
        return Fields{{"Content-Range", "bytes " + range + '/' + size}, {"Accept-Ranges", "bytes"}};
    };
    const QByteArray size = QByteArray::number(file.bytes.size());
    check({
        {"path 2.1.4", at + "/file", {{"Range", "bytes=3-8"}}, 206, part("3-8", "16"), "345670"},
        {"path 2.1.4", at + "/file", {{"Range", "bytes=-3"}}, 206, part("13-15", "16"), "567"},
        {"path 2.1.4, several",
         at + "/file",
         {{"Range", "bytes=3-4,0-1"}},
         206,
         part("3-4", "16"),
         "34"},
        {"path 2.1.4",
         at + "/file",
         {{"Range", "bytes=16-"}},
         416,
         {{"Content-Range", "bytes */16"}}},
        {"path 2.1.4",
         at + "/file?format=raw",
         {{"Range", "bytes=1-4"}},
         206,
         part("1-4", size),
         file.bytes.mid(1, 4)},
        {"path 2.1.4",
         at + "/json",
         {{"Range", "bytes=0-3"}},
         206,
         part("0-3", QByteArray::number(json.bytes.size())),
         json.bytes.first(4)},
        {"path 2.1.4", at + "/file?format=raw", {{"Range", "bytes=9999-"}}, 416},
        {"path 3.2.9", at + "/file", {}, 200, {{"Accept-Ranges", "bytes"}, {"Content-Range", ""}}},
        {"path 3.2.9",
         at + "/file?format=car",
         {{"Range", "bytes=0-3"}},
         200,
         {{"Accept-Ranges", "none"}}},
        {"RFC 9110 14.2",
         at + "/file",
         {{"Range", "bytes=3-8"}},
         200,
         {{"Content-Range", ""}},
         {},
         "HEAD"},
    });
}

TEST_CASE_METHOD(Spec, "path 2.1.5: No service worker is registered beside a root")
{
    const Fields worker{{"Service-Worker", "script"}};
    check({{"path 2.1.5", "/ipfs/" + text(meta), worker, 400},
           {"path 2.1.5", "/ipfs/" + text(meta) + '/', worker, 200},
           {"path 2.1.5", at + "/meta", worker, 200}});
}

TEST_CASE_METHOD(Spec, "path 2.2.1, 2.2.2, 3.2.5: What is saved has the name that was asked for")
{
    const auto named = [](const QByteArray& value) {
        return Fields{{"Content-Disposition", value}};
    };
    const QByteArray cid = text(meta);
    check({
        {"path 3.2.5", at + "/meta", {}, 200, named("")},
        {"path 2.2.1", at + "/meta?filename=a.json", {}, 200, named("inline; filename=\"a.json\"")},
        {"path 2.2.1", at + "/meta?filename=a.json", {}, 200, type("application/json")},
        {"path 2.2.2", at + "/meta?download=true", {}, 200, named("attachment; filename=\"meta\"")},
        {"path 2.2.2",
         "/ipfs/" + cid + "?download=true",
         {},
         200,
         named("attachment; filename=\"" + cid + '"')},
        {"path 2.2.2",
         at + "/meta?download=true&filename=a",
         {},
         200,
         named("attachment; filename=\"a\"")},
        {"path 2.2.2",
         at + "/meta?download=false&filename=a",
         {},
         200,
         named("inline; filename=\"a\"")},
        {"path 3.2.5, not ASCII",
         at + "/meta?filename=test%D1%82%D0%B5%D1%81%D1%82%F0%9F%9A%80.pdf",
         {},
         200,
         named("inline; filename=\"test_____.pdf\"; "
               "filename*=UTF-8''test%D1%82%D0%B5%D1%81%D1%82%F0%9F%9A%80.pdf")},
        {"path 3.2.5, quotes and lines",
         at + "/meta?filename=a%22%5C%0D%0AX:%20y",
         {},
         200,
         named("inline; filename=\"a____X: y\"; filename*=UTF-8''a%22%5C%0D%0AX%3A%20y")},
        {"trustless 3.2.2",
         at + "/meta?format=raw",
         {},
         200,
         named("attachment; filename=\"" + cid + ".bin\"")},
        {"trustless 3.2.2",
         at + "/meta?format=car",
         {},
         200,
         named("attachment; filename=\"" + text(top) + ".car\"")},
        {"trustless 3.2.2",
         at + "/meta?format=raw&filename=x&download=false",
         {},
         200,
         named("attachment; filename=\"x\"")},
        {"trustless 3.2.2",
         at + "/meta?format=car&filename=x.car",
         {},
         200,
         named("attachment; filename=\"x.car\"")},
        {"path 3.2.5",
         at + "/json",
         {},
         200,
         named("inline; filename=\"" + text(json) + ".json\"")},
        {"path 3.2.5",
         at + "/cbor",
         {},
         200,
         named("attachment; filename=\"" + text(cbor) + ".cbor\"")},
        {"path 3.2.5",
         at + "/json?filename=j&download=true",
         {},
         200,
         named("attachment; filename=\"j\"")},
    });
}

TEST_CASE_METHOD(Spec,
                 "path 3.2.2, 3.2.11, 3.2.12, 3.2.13: What never changes says so, and where it is")
{
    const auto roots = [](const std::vector<Block>& blocks) {
        QByteArrayList texts;
        for (const Block& block : blocks)
            texts.append(text(block));
        return texts.join(',');
    };
    const auto told = [&](const QByteArray& path, const std::vector<Block>& blocks) {
        return Fields{{"Cache-Control", forEver},
                      {"X-Ipfs-Path", path},
                      {"X-Ipfs-Roots", roots(blocks)},
                      {"X-Content-Type-Options", "nosniff"}};
    };
    const QByteArray deep = at + "/inner/file";
    for (const QByteArray more : {"", "?format=raw", "?format=car"})
        check({{"path 3.2.2, 3.2.11-13", deep + more, {}, 200, told(deep, {top, inner, file})}});
    check({
        {"path 3.2.12",
         at + "/cbor/0/to/file",
         {},
         200,
         told(at + "/cbor/0/to/file", {top, cbor, json, file})},
        {"path 3.2.12", at + "/site/", {}, 200, told(at + "/site/", {top, site})},
        {"path 3.2.2, a page of ours",
         at + "/inner/",
         {},
         200,
         {{"Cache-Control", forAWeek}, {"X-Ipfs-Roots", roots({top, inner})}}},
    });
}

TEST_CASE_METHOD(Spec, "path 3.2.6: What a header chose has an address of its own")
{
    const auto located = [](const QByteArray& address) {
        return Fields{{"Content-Location", address}};
    };
    check({
        {"path 3.2.6", at + "/file", {}, 200, located("")},
        {"path 3.2.6", at + "/file", accept("*/*"), 200, located("")},
        {"path 3.2.6", at + "/file?format=raw", {}, 200, located("")},
        {"path 3.2.6", at + "/file", accept(rawType), 200, located(at + "/file?format=raw")},
        {"path 3.2.6", at + "/file?filename=%26%20x", accept(rawType), 200,
         located(at + "/file?filename=%26%20x&format=raw")},
        {"path 3.2.6", at + "/file?format=car", accept(rawType), 200,
         located(at + "/file?format=car")},
        {"trustless 2.2.6", at + "/file?dag-scope=entity&entity-bytes=0:*",
         accept("application/vnd.ipld.car;dups=y"), 200,
         located(at + "/file?dag-scope=entity&entity-bytes=0:*&format=car&car-dups=y")},
    });
}

TEST_CASE_METHOD(Spec, "path 3.3, 4.1.4: Data comes under its own type, and its links are followed")
{
    check({
        {"path 3.3", at + "/json", {}, 200, type(jsonType), json.bytes},
        {"path 3.3", at + "/cbor", {}, 200, type(cborType), cbor.bytes},
        {"path 3.3", at + "/p.json", {}, 200, type("application/json"), plainJson.bytes},
        {"path 3.3", at + "/p.cbor", {}, 200, type("application/cbor"), plainCbor.bytes},
        {"path 3.3", at + "/json", accept("*/*"), 200, type(jsonType)},
        {"path 2.1.3", at + "/json", accept(jsonType), 200, type(jsonType), json.bytes},
        {"path 2.1.3", at + "/cbor?format=dag-cbor", {}, 200, type(cborType), cbor.bytes},
        {"path 2.1.3", at + "/cbor?format=cbor", {}, 200, type("application/cbor"), cbor.bytes},
        {"path 2.1.3", at + "/json?format=json", {}, 200, type("application/json"), json.bytes},
        {"path 2.1.3", at + "/p.json?format=json", {}, 200, type("application/json")},
        {"path 3.3, a browser",
         at + "/json",
         accept("text/html,*/*;q=0.8"),
         200,
         {{"Content-Type", "text/html;charset=utf-8"},
          {"ETag", "\"DagIndex-1_CID-" + text(json) + '"'},
          {"Content-Disposition", ""},
          {"Cache-Control", forAWeek}}},
        {"path 4.1.4", at + "/cbor/0", {}, 200, type(jsonType), json.bytes},
        {"path 4.1.4", at + "/cbor/0/to/file", {}, 200, {}, "0123456701234567"},
        {"path 4.1.4", at + "/cbor/0/to", {}, 501},
        {"path 4.1.4", at + "/json/n", {}, 501},
        {"path 4.1.5", at + "/json/n/x", {}, 404},
        {"path 4.1.5", at + "/cbor/1", {}, 404},
        {"path 4.1.5", at + "/cbor/0/to/file/x", {}, 404},
    });
    // The answer says which part is missing.
    CHECK(ask("GET", at + "/inner/no/x").object()["message"_L1].toString().contains("\"no\""_L1));
    CHECK(ask("GET", "/ipfs/" + absent)
              .object()["message"_L1]
              .toString()
              .contains(QLatin1StringView(absent)));
}

TEST_CASE_METHOD(Spec, "path 3.1.3, 3.2.10, 4.4: A folder is shown below its own address")
{
    const auto moved = [&](const QByteArray& path) {
        return raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:"
                   + QByteArray::number(service().url().port()) + "\r\nConnection: close\r\n\r\n");
    };
    CHECK(moved(at + "/inner").startsWith("HTTP/1.1 301"));
    CHECK(moved(at + "/inner").contains("Location: " + at + "/inner/\r\n"));
    CHECK(moved(at + "/site?x=%26&y=1").contains("Location: " + at + "/site/?x=%26&y=1\r\n"));
    // Above a root is nothing.
    CHECK_FALSE(ask("GET", at + '/').body.contains("../"));
    CHECK(ask("GET", at + "/inner/").body.contains("<a href=\"../\">"));
}

TEST_CASE_METHOD(Spec, "path 1.1, 4.1.1: A root is named in any multibase")
{
    const QByteArray hex = meta.cid.bytes().toHex();
    check({
        {"path 4.1.1", "/ipfs/f" + hex, {}, 200, {}, meta.bytes},
        {"path 4.1.1",
         "/ipfs/F" + hex.toUpper() + "?format=raw",
         {},
         200,
         {{"ETag", '"' + text(meta) + ".raw\""}}},
        {"path 4.1.1",
         "/ipfs/u"
             + meta.cid.bytes().toBase64(QByteArray::Base64UrlEncoding
                                         | QByteArray::OmitTrailingEquals)},
        {"path 3.1.4", "/ipfs/f" + hex.chopped(1), {}, 400},
        {"path 3.1.4", "/ipfs/nonsense", {}, 400},
        {"path 3.1.4", "/ipfs/%FF", {}, 400},
    });
    const Cid blake = Cid::v1(Codec::Raw, {HashCode(0x1e), QByteArray(32, 'x')});
    const Answer unknown = ask("GET", "/ipfs/" + text(blake));
    CHECK(unknown.status == 400);
    CHECK(unknown.object()["message"_L1].toString().contains("blake3 (0x1e)"_L1));
}
