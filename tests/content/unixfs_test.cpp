// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/unixfs.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;

namespace {

std::optional<Error::Kind> kindOfHex(const char* hex)
{
    return kindOf(decodeUnixFs(QByteArray::fromHex(hex)));
}

} // namespace

TEST_CASE("UnixFS messages have the bytes of the contract")
{
    CHECK(encodeUnixFs({.type = UnixFs::Type::Directory}).toHex() == "0801");
    CHECK(
        encodeUnixFs({.type = UnixFs::Type::File, .fileSize = 1048577, .blockSizes = {1048576, 1}})
            .toHex()
        == "080218818040208080402001");
    CHECK(encodeUnixFs({.type = UnixFs::Type::Shard,
                        .data = QByteArray(1, '\x01'),
                        .hashType = murmur3Code,
                        .fanout = hamtFanout})
              .toHex()
          == "08051201012822308002");
}

TEST_CASE("a UnixFS message is read back as it was written")
{
    const UnixFs messages[]{{.type = UnixFs::Type::Directory},
                            {.type = UnixFs::Type::Symlink, .data = "../target"},
                            {.type = UnixFs::Type::File, .data = QByteArray(), .fileSize = 0},
                            {.type = UnixFs::Type::Raw, .data = "bytes"},
                            {.type = UnixFs::Type::File,
                             .fileSize = quint64(1) << 60,
                             .blockSizes = {quint64(1) << 59, quint64(1) << 59}}};
    for (const UnixFs& message : messages)
        CHECK(decodeUnixFs(encodeUnixFs(message)).value() == message);
}

TEST_CASE("packed block sizes are understood like single ones")
{
    const auto packed = decodeUnixFs(QByteArray::fromHex("0802"
                                                         "188280"
                                                         "40"
                                                         "2206"
                                                         "808040"
                                                         "818001"));
    REQUIRE(packed);
    CHECK(packed->blockSizes == std::vector<quint64>{1048576, 16385});
    CHECK(decodeUnixFs(QByteArray::fromHex("08022200"))->blockSizes.empty());
    CHECK(kindOfHex("08022201"
                    "80")
          == Error::Kind::Corrupt); // a size cut short
    CHECK(kindOfHex("0802220b"
                    "ffffffffffffffffffff01")
          == Error::Kind::Corrupt); // over 64 bits
}

TEST_CASE("mode and time are read, and what says none is as if it were not there")
{
    const auto read = [](const QByteArray& hex) {
        const auto message = decodeUnixFs(QByteArray::fromHex("0802" + hex));
        REQUIRE(message);
        return *message;
    };
    CHECK(read("38a403").mode == 0644);
    CHECK(read("42020801").modified == UnixFsTime{1, 0});
    CHECK(read("420708011507000000").modified == UnixFsTime{1, 7});
    CHECK(read("420b08ffffffffffffffffff01").modified == UnixFsTime{-1, 0});
    const UnixFs both{.mode = 0644, .modified = UnixFsTime{-1, 999'999'999}};
    CHECK(decodeUnixFs(encodeUnixFs(both)) == both);
    for (const char* wrong : {"3a00", "4001", "4207080115ffffffff", "42020a00", "420108"}) {
        CAPTURE(wrong);
        CHECK(read(wrong) == UnixFs{.type = UnixFs::Type::File});
    }
}

TEST_CASE("fields yet to come are read past")
{
    const auto message = decodeUnixFs(QByteArray::fromHex("0802"
                                                          "7a0178"));
    REQUIRE(message);
    CHECK(*message == UnixFs{.type = UnixFs::Type::File});
}

TEST_CASE("a malformed UnixFS message is refused")
{
    CHECK(kindOfHex("") == Error::Kind::Corrupt); // no type
    CHECK(kindOfHex("1801") == Error::Kind::Corrupt);
    CHECK(kindOfHex("0806") == Error::Kind::Corrupt); // a type that does not exist
    CHECK(kindOfHex("0a0102") == Error::Kind::Corrupt); // a type of another wire type
    CHECK(kindOfHex("08021001") == Error::Kind::Corrupt); // data of another wire type
    CHECK(kindOfHex("08021d00000000") == Error::Kind::Corrupt); // a size of another wire type
    CHECK(kindOfHex("0802120a00") == Error::Kind::Corrupt); // cut short
    CHECK(kindOfHex("080200") == Error::Kind::Corrupt); // field number 0
    CHECK(kindOfHex("080263") == Error::Kind::Corrupt); // a group
    CHECK(kindOfHex("08ffffffffffffffffff7f") == Error::Kind::Corrupt); // over 64 bits
}
