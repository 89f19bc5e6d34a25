// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multibase.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;

namespace {

QByteArray decoded(const Result<QByteArray>& bytes)
{
    return bytes ? *bytes : "error";
}

} // namespace

TEST_CASE("base32 has the test vectors of RFC 4648, lower case and unpadded")
{
    const std::pair<QByteArray, QByteArray> pairs[]{{"", ""},
                                                    {"f", "my"},
                                                    {"fo", "mzxq"},
                                                    {"foo", "mzxw6"},
                                                    {"foob", "mzxw6yq"},
                                                    {"fooba", "mzxw6ytb"},
                                                    {"foobar", "mzxw6ytboi"}};
    for (const auto& [bytes, digits] : pairs) {
        CHECK(toBase32(bytes) == digits);
        CHECK(decoded(fromBase32(digits)) == bytes);
        CHECK(decoded(fromBase32(digits.toUpper())) == bytes);
    }
}

TEST_CASE("base58 keeps zeros in front and has the vectors of its draft")
{
    const std::pair<QByteArray, QByteArray> pairs[]{
        {"", ""},
        {"Hello World!", "2NEpo7TZRRrLZSi2U"},
        {"The quick brown fox jumps over the lazy dog.",
         "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"},
        {QByteArray::fromHex("0000287fb4cd"), "11233QC4"}};
    for (const auto& [bytes, digits] : pairs) {
        CHECK(toBase58(bytes) == digits);
        CHECK(decoded(fromBase58(digits)) == bytes);
    }
}

TEST_CASE("base36 reads either case and keeps zeros in front")
{
    CHECK(decoded(fromBase36("4j")) == QByteArray("\xa3"));
    CHECK(decoded(fromBase36("4J")) == QByteArray("\xa3"));
    CHECK(decoded(fromBase36("004j")) == QByteArray("\0\0\xa3", 3));
}

TEST_CASE("letters of another alphabet are refused")
{
    for (const char* digits : {"m0", "m1", "m8", "m=", "m ", "m\xe9"})
        CHECK(kindOf(fromBase32(digits)) == Error::Kind::Invalid);
    for (const char* digits : {"0", "O", "I", "l", "a b"})
        CHECK(kindOf(fromBase58(digits)) == Error::Kind::Invalid);
    for (const char* digits : {"-", "a_", "\xff"})
        CHECK(kindOf(fromBase36(digits)) == Error::Kind::Invalid);
}

TEST_CASE("base32 with a letter too many or with stray bits is refused")
{
    for (const char* digits : {"m", "mzx", "mzxw6y", "mz", "mzxr"})
        CHECK(kindOf(fromBase32(digits)) == Error::Kind::Invalid);
}

TEST_CASE("text far longer than any CID is refused before it costs anything")
{
    CHECK(kindOf(fromBase58(QByteArray(1'000'000, 'z'))) == Error::Kind::Invalid);
    CHECK(kindOf(fromBase36(QByteArray(1'000'000, 'z'))) == Error::Kind::Invalid);
}
