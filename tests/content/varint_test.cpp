// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/varint.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;

namespace {

QByteArray varint(quint64 value)
{
    QByteArray bytes;
    appendVarint(bytes, value);
    return bytes;
}

std::optional<Error::Kind> kindOfTaking(const QByteArray& bytes)
{
    QByteArrayView from = bytes;
    const auto kind = kindOf(takeVarint(from));
    if (kind)
        CHECK(from == bytes); // untouched
    return kind;
}

} // namespace

TEST_CASE("varints have the bytes of the multiformats specification")
{
    CHECK(varint(0).toHex() == "00");
    CHECK(varint(1).toHex() == "01");
    CHECK(varint(127).toHex() == "7f");
    CHECK(varint(128).toHex() == "8001");
    CHECK(varint(255).toHex() == "ff01");
    CHECK(varint(300).toHex() == "ac02");
    CHECK(varint(16384).toHex() == "808001");
    CHECK(varint(0x7fff'ffff'ffff'ffff).toHex() == "ffffffffffffffff7f");
}

TEST_CASE("a varint is read back, and what follows it is left")
{
    for (int shift = 0; shift < 63; ++shift) {
        for (const quint64 value : {quint64(1) << shift, (quint64(1) << shift) - 1}) {
            const QByteArray bytes = varint(value);
            CHECK(varintLength(value) == bytes.size());
            const QByteArray longer = bytes + "rest";
            QByteArrayView from = longer;
            const auto taken = takeVarint(from);
            REQUIRE(taken);
            CHECK(*taken == value);
            CHECK(from == QByteArrayView("rest"));
        }
    }
}

TEST_CASE("a varint that is cut short, overlong or not in shortest form is refused")
{
    CHECK(kindOfTaking({}) == Error::Kind::Corrupt);
    CHECK(kindOfTaking("\x80") == Error::Kind::Corrupt);
    CHECK(kindOfTaking(QByteArray("\x80\x00", 2)) == Error::Kind::Corrupt);
    CHECK(kindOfTaking(QByteArray("\x81\x80\x00", 3)) == Error::Kind::Corrupt);
    CHECK(kindOfTaking(QByteArray(9, '\xff') + '\x01') == Error::Kind::Corrupt);
}
