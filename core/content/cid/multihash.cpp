// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multihash.h"

#include "core/content/cid/varint.h"

#include <QCryptographicHash>

#include <openssl/evp.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

constexpr quint64 maxDigestLength = 128;

const EVP_MD* sha256Function()
{
    static EVP_MD* const function = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
    return function;
}

struct Function
{
    const char* name = nullptr; ///< In OpenSSL; null where Qt has it instead.
    qsizetype length = 0; ///< 0: it cannot be computed here.
    QCryptographicHash::Algorithm algorithm = QCryptographicHash::Sha256; ///< In Qt.
};

// Digest lengths are those of the multicodec table; a truncated digest proves less and is refused.
// OpenSSL 3.0 has neither Keccak nor BLAKE2b of 32 bytes.
Function functionFor(HashCode code)
{
    switch (code) {
    case HashCode::Sha256:
        return {"SHA2-256", 32};
    case HashCode::Sha512:
        return {"SHA2-512", 64};
    case HashCode::Sha3_512:
        return {"SHA3-512", 64};
    case HashCode::Sha3_384:
        return {"SHA3-384", 48};
    case HashCode::Sha3_256:
        return {"SHA3-256", 32};
    case HashCode::Sha3_224:
        return {"SHA3-224", 28};
    case HashCode::Shake128:
        return {"SHAKE-128", 32};
    case HashCode::Shake256:
        return {"SHAKE-256", 64};
    case HashCode::Blake2s256:
        return {"BLAKE2S-256", 32};
    case HashCode::Blake2b256:
        return {nullptr, 32, QCryptographicHash::Blake2b_256};
    case HashCode::Keccak224:
        return {nullptr, 28, QCryptographicHash::Keccak_224};
    case HashCode::Keccak256:
        return {nullptr, 32, QCryptographicHash::Keccak_256};
    case HashCode::Keccak384:
        return {nullptr, 48, QCryptographicHash::Keccak_384};
    case HashCode::Keccak512:
        return {nullptr, 64, QCryptographicHash::Keccak_512};
    case HashCode::Identity:
        break;
    }
    return {};
}

QByteArray digestOf(const Function& function, QByteArrayView bytes)
{
    if (!function.name)
        return QCryptographicHash::hash(bytes.toByteArray(), function.algorithm);
    const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> evp(
        EVP_MD_fetch(nullptr, function.name, nullptr), &EVP_MD_free);
    if (!evp)
        return {};
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    QByteArray digest(function.length, Qt::Uninitialized);
    auto* const out = reinterpret_cast<uchar*>(digest.data());
    const bool extendable = (EVP_MD_get_flags(evp.get()) & EVP_MD_FLAG_XOF) != 0;
    EVP_DigestInit_ex2(context.get(), evp.get(), nullptr);
    EVP_DigestUpdate(context.get(), bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (extendable)
        EVP_DigestFinalXOF(context.get(), out, static_cast<std::size_t>(function.length));
    else
        EVP_DigestFinal_ex(context.get(), out, nullptr);
    return digest;
}

struct HashName
{
    quint64 code;
    QLatin1StringView name;
};

// Those that we compute, and those that somebody may well have used.
constexpr std::array hashNames{
    HashName{0x00, QLatin1StringView("identity")},
    HashName{0x11, QLatin1StringView("sha1")},
    HashName{0x12, QLatin1StringView("sha2-256")},
    HashName{0x13, QLatin1StringView("sha2-512")},
    HashName{0x14, QLatin1StringView("sha3-512")},
    HashName{0x15, QLatin1StringView("sha3-384")},
    HashName{0x16, QLatin1StringView("sha3-256")},
    HashName{0x17, QLatin1StringView("sha3-224")},
    HashName{0x18, QLatin1StringView("shake-128")},
    HashName{0x19, QLatin1StringView("shake-256")},
    HashName{0x1a, QLatin1StringView("keccak-224")},
    HashName{0x1b, QLatin1StringView("keccak-256")},
    HashName{0x1c, QLatin1StringView("keccak-384")},
    HashName{0x1d, QLatin1StringView("keccak-512")},
    HashName{0x1e, QLatin1StringView("blake3")},
    HashName{0x20, QLatin1StringView("sha2-384")},
    HashName{0x22, QLatin1StringView("murmur3-x64-64")},
    HashName{0x23, QLatin1StringView("murmur3-32")},
    HashName{0x56, QLatin1StringView("dbl-sha2-256")},
    HashName{0xd4, QLatin1StringView("md4")},
    HashName{0xd5, QLatin1StringView("md5")},
    HashName{0x1012, QLatin1StringView("sha2-256-trunc254-padded")},
    HashName{0x1013, QLatin1StringView("sha2-224")},
    HashName{0x1014, QLatin1StringView("sha2-512-224")},
    HashName{0x1015, QLatin1StringView("sha2-512-256")},
    HashName{0x1053, QLatin1StringView("ripemd-160")},
    HashName{0xb214, QLatin1StringView("blake2b-160")},
    HashName{0xb220, QLatin1StringView("blake2b-256")},
    HashName{0xb240, QLatin1StringView("blake2b-512")},
    HashName{0xb260, QLatin1StringView("blake2s-256")},
    HashName{0xb401, QLatin1StringView("poseidon-bls12_381-a2-fc1")},
};

auto mismatch()
{
    return fail(Error::Kind::Corrupt, u"bytes do not match their hash"_s);
}

} // namespace

struct Sha256::Context
{
    EVP_MD_CTX* evp = EVP_MD_CTX_new();
    ~Context() { EVP_MD_CTX_free(evp); }
};

Sha256::Sha256()
    : m_context(std::make_unique<Context>())
{
    EVP_DigestInit_ex2(m_context->evp, sha256Function(), nullptr);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(QByteArrayView bytes)
{
    EVP_DigestUpdate(m_context->evp, bytes.data(), static_cast<std::size_t>(bytes.size()));
}

Digest Sha256::finish()
{
    Digest digest;
    EVP_DigestFinal_ex(m_context->evp, reinterpret_cast<uchar*>(digest.data()), nullptr);
    EVP_DigestInit_ex2(m_context->evp, sha256Function(), nullptr);
    return digest;
}

QByteArray Multihash::bytes() const
{
    QByteArray bytes;
    appendVarint(bytes, static_cast<quint64>(code));
    appendVarint(bytes, static_cast<quint64>(digest.size()));
    return bytes + digest;
}

Multihash sha256(QByteArrayView bytes)
{
    Sha256 hash;
    hash.add(bytes);
    const Digest digest = hash.finish();
    return {HashCode::Sha256, QByteArray(digest.data(), digest.size())};
}

QString hashName(HashCode code)
{
    const auto number = static_cast<quint64>(code);
    const auto known = std::ranges::find(hashNames, number, &HashName::code);
    const QString shown = u"0x"_s + QString::number(number, 16);
    return known == hashNames.end() ? shown : u"%1 (%2)"_s.arg(known->name, shown);
}

Result<Multihash> takeMultihash(QByteArrayView& from)
{
    QByteArrayView rest = from;
    const auto code = takeVarint(rest);
    if (!code)
        return fail(code.error());
    const auto length = takeVarint(rest);
    if (!length)
        return fail(length.error());
    if (*length > maxDigestLength)
        return fail(Error::Kind::Corrupt, u"digest of %1 bytes"_s.arg(*length));
    const auto size = static_cast<qsizetype>(*length);
    if (rest.size() < size)
        return fail(Error::Kind::Corrupt, u"digest cut short"_s);
    Multihash hash{static_cast<HashCode>(*code), rest.first(size).toByteArray()};
    from = rest.sliced(size);
    return hash;
}

Done verifyHash(const Multihash& hash, const Digest& digest)
{
    Q_ASSERT(hash.code == HashCode::Sha256);
    if (hash.digest != QByteArrayView(digest.data(), digest.size()))
        return mismatch();
    return {};
}

Done verifiable(const Multihash& hash)
{
    if (hash.code == HashCode::Identity)
        return {};
    const qsizetype length = functionFor(hash.code).length;
    if (length == 0) {
        return fail(Error::Kind::Invalid,
                    u"the hash function %1 cannot be verified here"_s.arg(hashName(hash.code)));
    }
    if (hash.digest.size() != length) {
        return fail(Error::Kind::Invalid,
                    u"a hash of %1 has %2 bytes, not %3"_s.arg(hashName(hash.code))
                        .arg(length)
                        .arg(hash.digest.size()));
    }
    return {};
}

Done verifyHash(const Multihash& hash, QByteArrayView bytes)
{
    if (hash.code == HashCode::Sha256 && hash.digest.size() == 32) {
        if (sha256(bytes).digest == hash.digest)
            return {};
        return mismatch();
    }
    if (hash.code == HashCode::Identity) {
        if (hash.digest == bytes)
            return {};
        return mismatch();
    }
    if (Done done = verifiable(hash); !done)
        return done;
    const Function function = functionFor(hash.code);
    const QByteArray digest = digestOf(function, bytes);
    if (digest.isEmpty())
        return fail(Error::Kind::Invalid,
                    u"no %1 in this OpenSSL"_s.arg(QLatin1StringView(function.name)));
    if (digest == hash.digest)
        return {};
    return mismatch();
}

} // namespace cairn::content
