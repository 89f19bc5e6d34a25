// SPDX-License-Identifier: MIT OR Apache-2.0
// CARs that are none, damaged, or sound and not to be uploaded: the files of tests/data/cars.
#include "core/upload/packedupload.h"
#include "tests/ui/text/situations.h"

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

using Kind = Error::Kind;

Error carError(const Place& place, const char* name)
{
    const QString path = place.path(QString::fromLatin1(name));
    REQUIRE(
        QFile::copy(QStringLiteral(CAIRN_TEST_DATA "/cars/") + QString::fromLatin1(name), path));
    const std::atomic_bool cancelled = false;
    return errorOf(packedUploadOfCar(
        path, {}, 1 << 20, [](qint64) {}, cancelled));
}

std::function<Error(const Place&)> carOf(const char* name)
{
    return [name](const Place& place) { return carError(place, name); };
}

Error madeError(const Place& place, const QByteArray& bytes)
{
    const QString path = place.file(u"made.car"_s, bytes);
    const std::atomic_bool cancelled = false;
    return errorOf(packedUploadOfCar(
        path, {}, 1 << 20, [](qint64) {}, cancelled));
}

QByteArray soundCar()
{
    QFile sound(QStringLiteral(CAIRN_TEST_DATA "/cars/ok.car"));
    REQUIRE(sound.open(QIODevice::ReadOnly));
    return sound.readAll();
}

/// With a second root in its header, whose block is not there.
Error twoRoots(const Place& place)
{
    QByteArray bytes = soundCar();
    const qsizetype list = bytes.indexOf("\x81\xd8\x2a\x58\x25"); // one root, tag 42, 37 bytes
    REQUIRE(list > 0);
    constexpr qsizetype tagged = 41;
    const QByteArray first = bytes.mid(list + 1, tagged);
    QByteArray second = first;
    second.back() = char(second.back() ^ 1);
    bytes.replace(list, 1 + tagged, "\x82" + first + second);
    bytes[0] = char(bytes[0] + tagged); // the length of the header
    return madeError(place, bytes);
}

Error versionThree(const Place& place)
{
    QByteArray bytes = soundCar();
    const QByteArray one = "gversion\x01";
    REQUIRE(bytes.contains(one));
    return madeError(place, bytes.replace(one, "gversion\x03"));
}

} // namespace

Situations carSituations()
{
    return {
        {"an empty file for a CAR", carOf("empty.car"), Kind::Corrupt, "CAR_EMPTY",
         "“{folder}/empty.car” is empty, so it is no CAR. Get it again.", 1, "get the file again"},
        {"a web page for a CAR", carOf("html.car"), Kind::Corrupt, "CAR_NOT_A_CAR",
         "“{folder}/html.car” is no CAR: it begins with “<!DOCTYPE html><html><body>504 Gateway "
         "Ti”. Choose a file that is one, or get it again.",
         1, "choose a CAR"},
        {"a CAR of another version", versionThree, Kind::Corrupt, "CAR_VERSION",
         "“{folder}/made.car” is a CAR of version 3. Cairn reads versions 1 and 2; get it in one "
         "of these.",
         1, "have it made in a version that is read"},
        {"a CAR that is cut short", carOf("truncated.car"), Kind::Corrupt, "CAR_CUT_SHORT",
         "“{folder}/truncated.car” ends within what begins at byte 231: it is cut short, or "
         "something else was written behind it. Get it again.",
         1, "get the CAR again"},
        {"a CAR with something behind it",
         [](const Place& place) {
             return madeError(place, soundCar() + QByteArray("\x05\0\0\0\0\0", 6));
         },
         Kind::Corrupt, "CAR_BAD_SECTION",
         "At byte 271 of “{folder}/made.car” no block of a CAR begins, though something is there. "
         "What is before it is right; get the CAR again.",
         1, "get the CAR again"},
        {"a CAR with a wrong block", carOf("bad-hash.car"), Kind::Corrupt, "CAR_WRONG_HASH",
         "Block bafkreib6orfz3q4trg5pbrnamycytocaf463wsnytm7hl4wjgvmffi6go4 at byte 231 of "
         "“{folder}/bad-hash.car” has not the bytes that its hash says. Get the CAR from another "
         "source.",
         1, "get the CAR from another source"},
        {"a CAR with an unknown hash", carOf("go-blake3.car"), Kind::Invalid, "CAR_HASH_UNKNOWN",
         "Cairn cannot compute the hash of block "
         "bafkr4ifmutybgpetd2q5qqqkhknznv5bl3zelmlvkisnqdnzc7hoc7egy4 at byte 59 of "
         "“{folder}/go-blake3.car”, so nothing could tell whether it is right. Make the CAR with "
         "another hash, such as sha2-256.",
         1, "make the CAR with another hash"},
        {"a CAR with an identity block", carOf("identity-leaf-present.car"), Kind::Invalid,
         "CAR_IDENTITY_BLOCK",
         "Block bafkqabdunfxhs at byte 208 of “{folder}/identity-leaf-present.car” has the "
         "identity hash: its CID is all of it. A CAR may link to such a block, not hold it; make "
         "the CAR without it.",
         1, "make the CAR without the block"},
        {"a CAR without roots", carOf("no-roots.car"), Kind::Invalid, "CAR_NO_ROOTS",
         "“{folder}/no-roots.car” names no root, so there is no CID to store its blocks under. "
         "Make the CAR with a root.",
         1, "make the CAR with a root"},
        {"a CAR of two roots", twoRoots, Kind::Invalid, "CAR_SEVERAL_ROOTS",
         "“{folder}/made.car” names 2 roots, and an upload has one. “cairnctl put-car --each-root” "
         "makes an upload of each.",
         1, "upload each root"},
        {"a CAR without its root's block", carOf("root-absent.car"), Kind::Invalid,
         "CAR_ROOT_ABSENT",
         "“{folder}/root-absent.car” does not hold its root "
         "bafybeibx7oxr7a3z52rxbsoipdtsbxkwtnbh7fcpldpuythtzhbq7txwva, and a service takes no CAR "
         "without. Make the CAR with the root's block.",
         1, "make the CAR with the root's block"},
        {"a CAR of a root that is its own CID", carOf("identity-root-empty.car"), Kind::Invalid,
         "CAR_IDENTITY_ROOT",
         "The root bafkqabdunfxhs of “{folder}/identity-root-empty.car” has the identity hash: its "
         "CID is all of it, so no CAR can hold it. Keep the CID.",
         1, "keep the CID"},
    };
}

} // namespace cairn::test

TEST_CASE("what is wrong with a CAR is said as it is, with its place", "[situations]")
{
    cairn::test::check(cairn::test::carSituations());
}
