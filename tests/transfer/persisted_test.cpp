// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/unixfs/profile.h"
#include "core/transfer/store/transferrow.h"
#include "core/transfer/store/transferschema.h"
#include "tests/support/catchqt.h"
#include "tests/support/stepdigests.h"

using namespace cairn;
using namespace Qt::StringLiterals;

// What lies on disks already. Nothing that stands here is ever changed; what is new is appended.

TEST_CASE("the numbers that states of transfers are stored as are those that were shipped")
{
    using enum transfer::State;
    CHECK(int(Queued) == 0);
    CHECK(int(Packing) == 1);
    CHECK(int(Sending) == 2);
    CHECK(int(Waiting) == 3);
    CHECK(int(Confirming) == 4);
    CHECK(int(Stored) == 5);
    CHECK(int(Cancelled) == 6);
    CHECK(int(Failed) == 7);
    CHECK(int(Paused) == 8);
    CHECK(int(Suspended) == 9);
    CHECK(int(Incomplete) == 10);
    CHECK(int(Receiving) == 11);
    CHECK(int(Saved) == 12);
}

TEST_CASE("the numbers that reasons of a suspension are stored as are those that were shipped")
{
    using enum transfer::SuspensionReason;
    CHECK(int(Offline) == 0);
    CHECK(int(Maintenance) == 1);
    CHECK(int(AccountRestricted) == 2);
    CHECK(int(LoginExpired) == 3);
    CHECK(int(KeychainLocked) == 4);
    CHECK(int(DiskFull) == 5);
    CHECK(int(SourceOffline) == 6);
}

TEST_CASE("the numbers that reasons for leaving out are stored as are those that were shipped")
{
    using enum LeftOut::Reason;
    CHECK(int(NotSaid) == 0);
    CHECK(int(NoName) == 1);
    CHECK(int(NameTooLong) == 2);
    CHECK(int(NameNotHere) == 3);
    CHECK(int(NameTaken) == 4);
    CHECK(int(LinkLeadsOut) == 5);
    CHECK(int(NotAFile) == 6);
    CHECK(int(Contradicts) == 7);
    CHECK(int(TooDeep) == 8);
    CHECK(int(HashUnknown) == 9);
    CHECK(int(SizesDiffer) == 10);
}

TEST_CASE("the numbers that kinds of errors are stored as are those that were shipped")
{
    using enum Error::Kind;
    CHECK(int(Cancelled) == 0);
    CHECK(int(Offline) == 1);
    CHECK(int(Timeout) == 2);
    CHECK(int(Unauthorized) == 3);
    CHECK(int(Forbidden) == 4);
    CHECK(int(NotFound) == 5);
    CHECK(int(Conflict) == 6);
    CHECK(int(Invalid) == 7);
    CHECK(int(Empty) == 8);
    CHECK(int(TooLarge) == 9);
    CHECK(int(RateLimited) == 10);
    CHECK(int(Maintenance) == 11);
    CHECK(int(Server) == 12);
    CHECK(int(Protocol) == 13);
    CHECK(int(KeychainLocked) == 14);
    CHECK(int(KeychainAbsent) == 15);
    CHECK(int(KeychainFailed) == 16);
    CHECK(int(Storage) == 17);
    CHECK(int(DiskFull) == 18);
    CHECK(int(FileUnreadable) == 19);
    CHECK(int(SourceChanged) == 20);
    CHECK(int(Corrupt) == 21);
    CHECK(int(Untrusted) == 22);
    CHECK(int(KeychainDenied) == 23);
}

TEST_CASE("the numbers and names that a request is stored with are those that were shipped")
{
    CHECK(int(UploadRequest::Wrap::AsProfile) == 0);
    CHECK(int(UploadRequest::Wrap::Yes) == 1);
    CHECK(int(UploadRequest::Wrap::No) == 2);
    CHECK(int(UploadRequest::Hidden::Skip) == 0);
    CHECK(int(UploadRequest::Hidden::Include) == 1);
    CHECK(int(UploadRequest::Unreadable::Fails) == 0);
    CHECK(int(UploadRequest::Unreadable::IsLeftOut) == 1);
    for (const QString& name :
         {u"web3.storage"_s, u"ipfs-car-3"_s, u"unixfs-v1-2025"_s, u"unixfs-v0-2015"_s}) {
        const auto profile = content::Profile::named(name);
        CHECK((profile && QStringView(profile->name) == name));
    }
}

TEST_CASE("requests and errors are written as they were shipped")
{
    // Requests are found again by comparing these texts.
    CHECK(transfer::requestText({.paths = {u"/a"_s, u"/b"_s},
                                 .name = u"n"_s,
                                 .profile = u"p"_s,
                                 .wrap = UploadRequest::Wrap::No,
                                 .hidden = UploadRequest::Hidden::Include,
                                 .partTarget = 5,
                                 .unreadable = UploadRequest::Unreadable::IsLeftOut,
                                 .carFile = u"/c"_s})
          == uR"({"car":"/c","hidden":1,"name":"n","partTarget":5,"paths":["/a","/b"],)"
             R"("profile":"p","unreadable":1,"wrap":2})"_s);
    CHECK(transfer::requestText({.paths = {u"/a"_s}})
          == uR"({"car":"","hidden":0,"name":"","partTarget":0,"paths":["/a"],)"
             R"("profile":"","wrap":0})"_s);
    CHECK(
        transfer::downloadText(
            {.cid = content::CidString(u"c"_s), .path = u"p"_s, .target = u"/t"_s, .name = u"n"_s})
        == uR"({"cid":"c","name":"n","path":"p","target":"/t"})"_s);
    Error error{Error::Kind::Conflict, u"d"_s, u"s"_s};
    error.code = u"C"_s;
    CHECK(transfer::errorJson(error) == uR"({"code":"C","detail":"d","kind":6,"subject":"s"})"_s);
    error.more = {u"1"_s, u"2"_s};
    CHECK(transfer::errorFrom(transfer::errorJson(error)) == error);
}

TEST_CASE("the steps of the transfers' schema are those that were shipped")
{
    // A step that was added adds its digest.
    CHECK(test::stepDigests(transfer::schema())
          == QStringList{
              u"fcc45a799046eac3e1e92f628a20ca932dd7ae65ab1721333755f0cd9cb71f0b"_s,
              u"0c6cdfe20351b3ad050adf64d6e643095991f87475fbf1a379cf4fef6c5cfd30"_s,
              u"624bb09cd44ab79396ae9efdfdab1893359e57dbe0876de3a7d8cbb0b14c3c7c"_s,
              u"a14cd5f4b09f82dd45f23b639a94a6e2ae4ec466350a8c3f6e2eeda20742371a"_s,
              u"945256e0677310b1daf545bd16ad309b93d6ce50e1f27d1dded5365a89bcaa88"_s,
              u"70869552c868d30fd34d456232d32dee8b6ad528c8326bb153c611ab186c9ec3"_s,
          });
}
