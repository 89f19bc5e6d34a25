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

TEST_CASE("every base of the multibase table has its vector")
{
    const QByteArray bytes = "yes mani !";
    for (const char16_t* text :
         {u"001111001011001010111001100100000011011010110000101101110011010010010000000100001",
          u"7362625631006654133464440102",
          u"9573277761329450583662625",
          u"f796573206d616e692021",
          u"F796573206D616E692021",
          u"bpfsxgidnmfxgsibb",
          u"BPFSXGIDNMFXGSIBB",
          u"cpfsxgidnmfxgsibb",
          u"CPFSXGIDNMFXGSIBB",
          u"vf5in683dc5n6i811",
          u"VF5IN683DC5N6I811",
          u"tf5in683dc5n6i811",
          u"TF5IN683DC5N6I811",
          u"hxf1zgedpcfzg1ebb",
          u"k2lcpzo5yikidynfl",
          u"K2LCPZO5YIKIDYNFL",
          u"z7paNL19xttacUY",
          u"Z7Pznk19XTTzBtx",
          u"meWVzIG1hbmkgIQ",
          u"MeWVzIG1hbmkgIQ==",
          u"ueWVzIG1hbmkgIQ",
          u"UeWVzIG1hbmkgIQ==",
          u"🚀🏃✋🌈😅🌷🤤😻🌟😅👏"}) {
        const QString shown = QString::fromUtf16(text);
        INFO(shown.toStdString());
        CHECK(decoded(fromMultibase(shown)) == bytes);
    }
    CHECK(toBase36(bytes) == "2lcpzo5yikidynfl");
    // Bytes that fill the groups only in part.
    CHECK(decoded(fromMultibase(u"cpfsxa===")) == "yep");
    CHECK(decoded(fromMultibase(u"u-_8")) == QByteArray::fromHex("fbff"));
    CHECK(decoded(fromMultibase(u"m+/8")) == QByteArray::fromHex("fbff"));
}

TEST_CASE("text of no base, or that is none of its base, is refused")
{
    for (const char16_t* text : {u"",
                                 u"x00",
                                 u"p00",
                                 u"R00",
                                 u"0",
                                 u"002",
                                 u"0111",
                                 u"78",
                                 u"9a",
                                 u"f0",
                                 u"fg0",
                                 u"f0 ",
                                 u"bpf1",
                                 u"cpfsxa==",
                                 u"cpfsxa====",
                                 u"c========",
                                 u"MeWVzIG1hbmkgIQ",
                                 u"MeWVzIG1hbmkgIQ=",
                                 u"meWVzIG1hbmkgIQ==",
                                 u"meWVzIG1hbmkgIR",
                                 u"m-_8",
                                 u"u+/8",
                                 u"hl",
                                 u"Z0",
                                 u"🚀a",
                                 u"f7é",
                                 u"é"}) {
        const QString shown = QString::fromUtf16(text);
        INFO(shown.toStdString());
        if (shown != u"0") // Of nothing.
            CHECK(kindOf(fromMultibase(shown)) == Error::Kind::Invalid);
    }
}
