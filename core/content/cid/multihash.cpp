// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multihash.h"

#include "core/content/cid/varint.h"

#include <QCryptographicHash>

#include <openssl/evp.h>

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

bool canVerify(const Multihash& hash)
{
    return hash.code == HashCode::Identity
        || (functionFor(hash.code).length > 0
            && hash.digest.size() == functionFor(hash.code).length);
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
    const Function function = functionFor(hash.code);
    if (function.length == 0) {
        return fail(
            Error::Kind::Invalid,
            u"unsupported hash function 0x%1"_s.arg(static_cast<quint64>(hash.code), 0, 16));
    }
    if (hash.digest.size() != function.length)
        return fail(Error::Kind::Invalid, u"digest of %1 bytes"_s.arg(hash.digest.size()));
    const QByteArray digest = digestOf(function, bytes);
    if (digest.isEmpty())
        return fail(Error::Kind::Invalid,
                    u"no %1 in this OpenSSL"_s.arg(QLatin1StringView(function.name)));
    if (digest == hash.digest)
        return {};
    return mismatch();
}

} // namespace cairn::content
