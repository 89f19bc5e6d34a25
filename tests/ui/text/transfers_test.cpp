// SPDX-License-Identifier: MIT OR Apache-2.0
// Uploads that are not believed, downloads that cannot begin, and those that no source can
// complete.
#include "tests/transfer/downloadfixture.h"
#include "tests/ui/text/situations.h"

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

using Kind = Error::Kind;

const QByteArray someBytes = QByteArray(3000, 'b');

Error addError(const DownloadRequest& request)
{
    const Downloads downloads;
    return errorOf(downloads.queue->add(request));
}

content::CidString someCid()
{
    return content::CidString(BlockBox().raw(someBytes).toString());
}

/// Of a download from one gateway beside the service, which does not have it.
Error downloadError(FakeGateway& gateway, const content::Cid& cid, const QString& path = {})
{
    Downloads downloads;
    downloads.useGateways({&gateway});
    const Transfer ended
        = downloads.ended(downloads.get(content::CidString(cid.toString()), u"saved"_s, path));
    REQUIRE(ended.error);
    return *ended.error;
}

Error refused(const Place&)
{
    FakeGateway gateway;
    const content::Cid cid = gateway.box.raw(someBytes);
    gateway.refusal = "403 Forbidden";
    return downloadError(gateway, cid);
}

Error nobodyHasIt(const Place&)
{
    FakeGateway gateway;
    return downloadError(gateway, BlockBox().raw(someBytes));
}

Error wrongBytes(const Place&)
{
    FakeGateway gateway;
    const content::Cid cid = gateway.box.raw(someBytes);
    gateway.wrong = {cid};
    return downloadError(gateway, cid);
}

Error blockIsMissing(const Place&)
{
    FakeGateway gateway;
    const content::Cid root = gateway.box.file(someBytes, 1000);
    gateway.box.blocks.erase(BlockBox().raw(someBytes.first(1000)));
    return downloadError(gateway, root);
}

Error notAFile(const Place&)
{
    FakeGateway gateway;
    return downloadError(gateway, gateway.box.link("/etc/passwd"));
}

Error noSuchPath(const Place&)
{
    FakeGateway gateway;
    const content::Cid root = gateway.box.folder({{"a", gateway.box.raw("a")}});
    return downloadError(gateway, root, u"b"_s);
}

/// A service that has taken the upload and says that it is another one.
Error wrongReceipt(const Place&)
{
    Downloads uploads;
    uploads.proxy.plan = [](const FaultProxy::Request& request) {
        const bool isUpload = request.verb == "POST" && request.path == "/car";
        return isUpload
            ? FaultProxy::say("200 OK", R"({"cid":")" + someCid().text().toLatin1() + R"("})")
            : FaultProxy::Fault();
    };
    const auto id
        = uploads.queue->add(UploadRequest{.paths = {uploads.file(u"a.txt"_s, "something else")}});
    REQUIRE(id);
    const Transfer ended = uploads.ended(*id);
    REQUIRE(ended.error);
    return *ended.error;
}

} // namespace

Situations transferSituations()
{
    return {
        {"a receipt for something else", wrongReceipt, Kind::Corrupt, "RECEIPT_WRONG",
         "The service says that it stored something else than “a.txt”. Retry the upload; if it "
         "happens again, tell the operator of the service.",
         1, "retry the upload, tell the operator"},
        {"a download of what is no CID",
         [](const Place& place) {
             return addError(
                 {.cid = content::CidString(u"nonsense"_s), .target = place.path(u"x"_s)});
         },
         Kind::Invalid, "ERROR_INVALID_CID",
         "“nonsense” is not a CID. Check that it was copied completely.", 1, "copy the CID again"},
        {"a download to what exists",
         [](const Place& place) {
             return addError({.cid = someCid(), .target = place.file(u"x"_s, "x")});
         },
         Kind::Conflict, "TARGET_EXISTS",
         "“{folder}/x” exists already, and nothing is overwritten. Choose another name, or move it "
         "away first.",
         1, "choose another target"},
        {"a download into a folder that is not there",
         [](const Place& place) {
             return addError({.cid = someCid(), .target = place.path(u"none/x"_s)});
         },
         Kind::Conflict, "TARGET_FOLDER_MISSING",
         "There is no folder “{folder}/none”. Make it, or choose another one.", 1,
         "make the folder"},
        {"a CID that nobody has", nobodyHasIt, Kind::NotFound, "NO_RECORD",
         "Not found: {address} does not have it, {address} does not have it. Check that the CID "
         "was copied completely; if it is right, ask whoever stored it, or add a gateway that has "
         "it.",
         3, "check the CID, or add a gateway"},
        {"a source that refuses", refused, Kind::Forbidden, "SOURCE_REFUSED",
         "“{address}” does not give this out: {address} does not have it, {address} refuses "
         "programs. Ask its operator why, or use another source.",
         4, "ask the source why"},
        {"a source with wrong bytes", wrongBytes, Kind::Corrupt, "WRONG_BYTES",
         "Block bafkreihlrngy3ibzvh62a3o735uvqjm3rpaccna54mj7ktmbkanxcgtxey came with wrong bytes: "
         "{address} does not have it, {address} gave wrong bytes at block bafkreihlr…cgtxey. What "
         "was verified is kept; retry when another source can be asked.",
         1, "retry with another source: wrong bytes"},
        {"a block that no source has", blockIsMissing, Kind::NotFound, "LACKS_BLOCK",
         "Block bafkreihw6emocihffpql2dh56j4uzujma5ugzsdrennmf4iule3y43jdlm was not found: "
         "{address} does not have it, {address} does not have it. What was verified is kept; retry "
         "when another source can be asked.",
         3, "retry with another source: a block"},
        {"a link to be saved", notAFile, Kind::Invalid, "NOT_A_FILE",
         "“bafybeiabtezs3qxhckste4j6zlwu5nbxdjxt4jx2rycomqi5zogkpeqwee” is neither a file nor a "
         "folder, so it cannot be saved as one.",
         1, "nothing, it is no file"},
        {"a path that is not in the folder", noSuchPath, Kind::NotFound, "NO_SUCH_PATH",
         "There is no “b” in this folder. Check the path behind the CID.", 3,
         "check the path behind the CID"},
    };
}

} // namespace cairn::test

TEST_CASE("why an upload or download does not begin or end is said as it is", "[situations]")
{
    cairn::test::check(cairn::test::transferSituations());
}
