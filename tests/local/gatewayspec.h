// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/codec/unixfs.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/local/dags.h"

#include <catch2/catch.hpp>

// What specs.ipfs.tech asks of a gateway is tested by the sections of its two documents: "path" is
// http-gateways/path-gateway, "trustless" is http-gateways/trustless-gateway.
namespace cairn::test::spec {

using namespace content;

inline QByteArray text(const Cid& cid)
{
    return cid.toString().toLatin1();
}

inline QByteArray text(const Block& block)
{
    return text(block.cid);
}

inline Block dataBlock(Codec codec, const QByteArray& bytes)
{
    return {Cid::v1(codec, sha256(bytes)), bytes};
}

inline Block folder(const std::vector<std::pair<QByteArray, Block>>& entries)
{
    std::vector<PbLink> links;
    for (const auto& [name, block] : entries)
        links.push_back({block.cid, name, quint64(block.bytes.size())});
    return fsNode({.type = UnixFs::Type::Directory}, links);
}

inline const Block a = rawBlock("0123");
inline const Block b = rawBlock("4567");
/// "01234567" "01234567": its leaves come twice.
inline const Block file = fileOf({{a, 4}, {b, 4}, {a, 4}, {b, 4}});
inline const Block page = rawBlock("<p>hello</p>");
inline const Block site = folder({{"index.html", page}});
inline const Block meta = rawBlock(R"({"name":"7"})");
inline const Block json
    = dataBlock(Codec::DagJson, R"({"n":1,"to":{"file":{"/":")" + text(file) + R"("}}})");
inline const Block cbor = cborBlock(QByteArray::fromHex("81d82a58")
                                    + char(json.cid.bytes().size() + 1) + '\0' + json.cid.bytes());
inline const Block plainJson = dataBlock(Codec::Json, R"([1])");
inline const Block plainCbor = dataBlock(Codec::Cbor, "\x01");
inline const Block inner = folder({{"file", file}, {"inside", inlined(rawBlock("in"))}});
inline const Block top = folder({{"cbor", cbor},
                                 {"file", file},
                                 {"inner", inner},
                                 {"json", json},
                                 {"meta", meta},
                                 {"p.cbor", plainCbor},
                                 {"p.json", plainJson},
                                 {"site", site}});
inline const QByteArray absent = text(rawBlock("not here"));
inline const QByteArray at = "/ipfs/" + text(top);

inline constexpr auto forEver = "public, max-age=29030400, immutable";
inline constexpr auto forAWeek = "public, max-age=604800, stale-while-revalidate=2678400";
inline constexpr auto rawType = "application/vnd.ipld.raw";
inline constexpr auto carType = "application/vnd.ipld.car";
inline constexpr auto jsonType = "application/vnd.ipld.dag-json";
inline constexpr auto cborType = "application/vnd.ipld.dag-cbor";

/// One thing that is asked, and what must be in the answer.
struct Requirement
{
    const char* section;
    QByteArray path;
    Fields sent{};
    int status = 200;
    Fields headers{}; ///< An empty value: no such header.
    std::optional<QByteArray> body{};
    const char* method = "GET";
};

struct Spec : Client
{
    Spec()
    {
        REQUIRE(asOwner("POST", "/car",
                        completeCar(top,
                                    {a, b, file, page, site, meta, json, cbor, plainJson, plainCbor,
                                     inner}))
                    .status
                == 200);
    }
    void check(const std::vector<Requirement>& table)
    {
        for (const Requirement& each : table) {
            INFO(each.section << ": " << each.method << ' ' << each.path.toStdString());
            for (const auto& [name, value] : each.sent)
                INFO(name.toStdString() << ": " << value.toStdString());
            const Answer answer = ask(each.method, each.path, each.sent);
            CHECK(answer.status == each.status);
            for (const auto& [name, value] : each.headers) {
                INFO(name.toStdString());
                CHECK(answer.header(name) == value);
            }
            if (each.body)
                CHECK(answer.body == *each.body);
        }
    }
};

inline Fields accept(const QByteArray& types)
{
    return {{"Accept", types}};
}

inline Fields type(const QByteArray& name)
{
    return {{"Content-Type", name}};
}

inline QByteArray carOf(const char* dups)
{
    return QByteArray("application/vnd.ipld.car; version=1; order=dfs; dups=") + dups;
}

} // namespace cairn::test::spec
