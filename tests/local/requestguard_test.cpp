// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/requestguard.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::local;
using namespace Qt::StringLiterals;

namespace {

HttpRequest withHost(const QByteArray& host)
{
    return {"GET", "/version", {}, {{"Host", host}}};
}

bool admits(const RequestGuard& guard, const QByteArray& host)
{
    return guard.admits(withHost(host));
}

} // namespace

TEST_CASE("On loopback only loopback names with our port are ours")
{
    RequestGuard guard(QHostAddress::LocalHost, {});
    guard.setPort(4000);
    for (const QByteArray host :
         {"127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000", "[::1]:4000", "127.0.0.2:4000"})
        CHECK(admits(guard, host));
    for (const QByteArray host :
         {"evil.example:4000", "127.0.0.1", "localhost:4001", "localhost.evil.example:4000", "",
          "192.168.1.5:4000", "user@localhost:4000", "127.0.0.1:4000/x", "localhost:4000:4000"})
        CHECK_FALSE(admits(guard, host));
}

TEST_CASE("Beyond loopback any address is ours, a foreign name is not")
{
    RequestGuard guard(QHostAddress(u"0.0.0.0"_s), {u"store.example"_s});
    guard.setPort(4000);
    CHECK(admits(guard, "192.168.1.5:4000"));
    CHECK(admits(guard, "store.example"));
    CHECK(admits(guard, "Store.Example:443"));
    CHECK_FALSE(admits(guard, "evil.example:4000"));
}

TEST_CASE("No Host and two Hosts are refused")
{
    RequestGuard guard(QHostAddress::LocalHost, {});
    guard.setPort(80);
    CHECK(admits(guard, "localhost"));
    CHECK_FALSE(guard.admits({"GET", "/", {}, {}}));
    CHECK_FALSE(guard.admits({"GET", "/", {}, {{"Host", "localhost"}, {"host", "evil.example"}}}));
}

TEST_CASE("A bearer string is what follows one space")
{
    const auto codeOf = [](const QByteArray& header) {
        const auto token = bearer({"GET", "/", {}, {{"authorization", header}}});
        return token ? QString() : token.error().code;
    };
    CHECK(bearer({"GET", "/", {}, {{"Authorization", "bEARER a b"}}})->reveal() == "a b");
    CHECK(bearer({"GET", "/", {}, {}}).error().code == u"ERROR_NO_TOKEN");
    CHECK(codeOf("") == u"ERROR_NO_TOKEN");
    CHECK(codeOf("Basic abc") == u"EXPECTED_BEARER_STRING");
    CHECK(codeOf("Bearer") == u"EXPECTED_BEARER_STRING");
    CHECK(codeOf("Bearer ") == u"EXPECTED_BEARER_STRING");
    CHECK(codeOf("Bearer  x") == u"EXPECTED_BEARER_STRING");
    CHECK(codeOf("x") == u"EXPECTED_BEARER_STRING");
}
