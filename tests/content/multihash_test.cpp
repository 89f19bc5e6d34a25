// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multihash.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;

namespace {

struct Known
{
    HashCode code;
    const char* abc; // digest of "abc"
};

// FIPS 180-4, FIPS 202 and RFC 7693 examples.
const Known known[]{
    {HashCode::Identity, "616263"},
    {HashCode::Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {HashCode::Sha512,
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
    {HashCode::Sha3_512,
     "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
     "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0"},
    {HashCode::Sha3_384,
     "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b2"
     "98d88cea927ac7f539f1edf228376d25"},
    {HashCode::Sha3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"},
    {HashCode::Sha3_224, "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf"},
    {HashCode::Shake128, "5881092dd818bf5cf8a3ddb793fbcba74097d5c526a6d35f97b83351940f2cc8"},
    {HashCode::Shake256,
     "483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739"
     "d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4"},
    {HashCode::Blake2s256, "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"},
    {HashCode::Blake2b256, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"},
    {HashCode::Keccak224, "c30411768506ebe1c2871b1ee2e87d38df342317300a9b97a95ec6a8"},
    {HashCode::Keccak256, "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"},
    {HashCode::Keccak384,
     "f7df1165f033337be098e7d288ad6a2f74409d7a60b49c36642218de161b1f99"
     "f8c681e4afaf31a34db29fb763e3c28e"},
    {HashCode::Keccak512,
     "18587dc2ea106b9a1563e32b3312421ca164c7f1f07bc922a9c83d77cea3a1e5"
     "d0c69910739025372dc14ac9642629379540c17e2a65b19d77aa511a9d00bb96"},
};

} // namespace

TEST_CASE("every hash function we claim to check tells right from wrong")
{
    for (const auto& [code, abc] : known) {
        INFO("code " << static_cast<quint64>(code));
        const Multihash hash{code, QByteArray::fromHex(abc)};
        CHECK(verifiable(hash));
        CHECK_FALSE(kindOf(verifyHash(hash, "abc")));
        CHECK(kindOf(verifyHash(hash, "abd")) == Error::Kind::Corrupt);
    }
}

TEST_CASE("a truncated digest proves less and is refused")
{
    for (const auto& [code, abc] : known) {
        if (code == HashCode::Identity)
            continue;
        INFO("code " << static_cast<quint64>(code));
        const Multihash hash{code, QByteArray::fromHex(abc).chopped(1)};
        CHECK_FALSE(verifiable(hash));
        CHECK(kindOf(verifyHash(hash, "abc")) == Error::Kind::Invalid);
    }
}

TEST_CASE("a hash function that cannot be computed here is Invalid, not wrong")
{
    for (const quint64 code : {0x22ULL, 0x1eULL, 0xb201ULL, 0x11ULL, 0xd5ULL, 0x7fff'ffffULL}) {
        const Multihash hash{static_cast<HashCode>(code), QByteArray(32, 'x')};
        CHECK(kindOf(verifyHash(hash, "abc")) == Error::Kind::Invalid);
    }
}

TEST_CASE("what cannot be verified is named")
{
    const auto said = [](quint64 code, qsizetype length) {
        return verifyHash({static_cast<HashCode>(code), QByteArray(length, 'x')}, "abc")
            .error()
            .detail.toStdString();
    };
    CHECK(said(0x11, 20) == "the hash function sha1 (0x11) cannot be verified here");
    CHECK(said(0x1e, 32) == "the hash function blake3 (0x1e) cannot be verified here");
    CHECK(said(0x7fff'ffff, 32) == "the hash function 0x7fffffff cannot be verified here");
    CHECK(said(0x12, 20) == "a hash of sha2-256 (0x12) has 32 bytes, not 20");
    CHECK(said(0xb220, 64) == "a hash of blake2b-256 (0xb220) has 32 bytes, not 64");
    // Every one that we compute has a name.
    for (const quint64 code : {0x12ULL, 0x13ULL, 0x14ULL, 0x15ULL, 0x16ULL, 0x17ULL, 0x18ULL,
                               0x19ULL, 0x1aULL, 0x1bULL, 0x1cULL, 0x1dULL, 0xb220ULL, 0xb260ULL})
        CHECK(hashName(static_cast<HashCode>(code)).contains(u'('));
}

TEST_CASE("SHA-256 takes bytes in pieces and can be used again")
{
    Sha256 hash;
    for (int round = 0; round < 2; ++round) {
        hash.add("a");
        hash.add({});
        hash.add("bc");
        const Digest digest = hash.finish();
        CHECK(QByteArray(digest.data(), 32).toHex() == known[1].abc);
    }
    CHECK(sha256({}).digest.toHex()
          == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a multihash is read back, and what follows it is left")
{
    for (const auto& [code, abc] : known) {
        const Multihash hash{code, QByteArray::fromHex(abc)};
        const QByteArray bytes = hash.bytes() + "rest";
        QByteArrayView from = bytes;
        const auto taken = takeMultihash(from);
        REQUIRE(taken);
        CHECK(*taken == hash);
        CHECK(from == QByteArrayView("rest"));
    }
}

TEST_CASE("every prefix of a multihash is refused, and so is a digest over 128 bytes")
{
    const QByteArray bytes = sha256("abc").bytes();
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        QByteArrayView from = QByteArrayView(bytes).first(size);
        CHECK(kindOf(takeMultihash(from)) == Error::Kind::Corrupt);
    }
    const QByteArray huge = Multihash{HashCode::Identity, QByteArray(129, 'x')}.bytes();
    QByteArrayView from = huge;
    CHECK(kindOf(takeMultihash(from)) == Error::Kind::Corrupt);
}
