// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multibase.h"
#include "core/local/http/requestguard.h"
#include "tests/local/gatewayspec.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace cairn::test::spec;
using namespace Qt::StringLiterals;

// A root of content at a host of its own: http://CID.ipfs.localhost:PORT/

namespace {

struct Hosted : Spec
{
    QByteArray host(const QByteArray& label)
    {
        return label + ".ipfs.localhost:" + QByteArray::number(service().url().port());
    }
    /// All of the answer, as it goes over the wire.
    QByteArray at(const QByteArray& host, const QByteArray& path, const QByteArray& method = "GET",
                  const QByteArray& more = {})
    {
        return raw(method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + more
                   + "Connection: close\r\n\r\n");
    }
    const QByteArray root = text(top);
};

bool isStatus(const QByteArray& answer, int status)
{
    return answer.startsWith("HTTP/1.1 " + QByteArray::number(status) + ' ');
}

} // namespace

TEST_CASE_METHOD(Hosted, "A root has an origin of its own at its own host")
{
    const QByteArray index = at(host(text(site)), "/");
    CHECK(isStatus(index, 200));
    CHECK(index.endsWith(page.bytes));
    CHECK(index.contains("X-Ipfs-Path: /ipfs/" + text(site) + "/\r\n"));
    // Its scripts are somebody there, so it is not to be the sandbox of an address below /ipfs.
    CHECK_FALSE(index.contains("sandbox"));
    CHECK(ask("GET", "/ipfs/" + text(site) + '/')
              .header("Content-Security-Policy")
              .contains("sandbox"));

    CHECK(at(host(root), "/inner/file").endsWith("0123456701234567"));
    CHECK(at(host(root), "/inner").contains("Location: /inner/\r\n"));
    CHECK(at(host(root), "/inner/").contains("<a href=\"../\">"));
    CHECK_FALSE(at(host(root), "/").contains("../"));
    CHECK(at(host(root), "/file", "GET", "Accept: application/vnd.ipld.raw\r\n")
              .contains("Content-Location: /file?format=raw\r\n"));
    CHECK(isStatus(at(host(root), "/file", "HEAD"), 200));
    CHECK(isStatus(at(host(root), "/nothing"), 404));
    // Hosts have no case; base36 is shorter than base32, which may be longer than a host can be.
    CHECK(isStatus(at(host(root.toUpper()), "/file"), 200));
    CHECK(isStatus(at(host('k' + toBase36(top.cid.bytes())), "/file"), 200));
}

TEST_CASE_METHOD(Hosted, "There is nothing but content at the host of a root")
{
    const QByteArray bearer = "Authorization: Bearer " + token().reveal() + "\r\n";
    for (const QByteArray path :
         {"/version", "/user/uploads", "/user/tokens", "/car/", "/pins", "/openapi.json",
          "/metrics", "/../version", "//version", "/ipfs/"}) {
        INFO(path.toStdString());
        CHECK(isStatus(at(host(root), path, "GET", bearer), 404));
    }
    CHECK(isStatus(at(host(root), "/ipfs/" + text(meta)), 404));
    for (const QByteArray method : {"POST", "PUT", "DELETE"})
        CHECK(isStatus(at(host(root), "/user/tokens", method, bearer + "Content-Length: 0\r\n"),
                       404));
    // A page there reads its own content, not the API and not other content, token or not.
    const QByteArray own = "Origin: http://" + host(root) + "\r\n";
    CHECK(isStatus(at(host(root), "/file", "GET", own), 200));
    CHECK(isStatus(at(host(text(site)), "/", "GET", own + bearer), 403));
    const QByteArray api = "localhost:" + QByteArray::number(service().url().port());
    CHECK(isStatus(at(api, "/version", "GET", own), 403));
    CHECK(isStatus(at(api, "/ipfs/" + root + "/file", "GET", own), 403));
}

TEST_CASE_METHOD(Hosted, "No other shape of host is that of a root")
{
    const QByteArray port = ':' + QByteArray::number(service().url().port());
    for (const QByteArray& name :
         {root + ".ipfs.localhost", root + ".ipfs.localhost:1", root + ".ipns.localhost" + port,
          root + ".localhost" + port, "ipfs.localhost" + port, ".ipfs.localhost" + port,
          root + ".ipfs.localhost.evil.example" + port, root + ".ipfs.evil.example" + port,
          "x." + root + ".ipfs.localhost" + port, root + ".ipfs.localhost." + port,
          text(Cid::v1(Codec::Raw, {HashCode::Sha512, QByteArray(64, 'x')})) + ".ipfs.localhost"
              + port,
          "z" + toBase58(top.cid.bytes()) + ".ipfs.localhost" + port,
          "f" + top.cid.bytes().toHex() + ".ipfs.localhost" + port}) {
        INFO(name.toStdString());
        CHECK(isStatus(at(name, "/file"), 403));
    }
    CHECK(isStatus(at("bnonsense.ipfs.localhost" + port, "/file"), 400));
}
