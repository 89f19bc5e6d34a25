// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multihash.h"

#include "core/content/cid/varint.h"

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
    const char* name;
    qsizetype length;
};

// Digest lengths are those of the multicodec table; a truncated digest proves less and is refused.
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
    case HashCode::Identity:
    case HashCode::Blake2b256:
        break;
    }
    return {nullptr, 0};
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
    const auto [name, length] = functionFor(hash.code);
    const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> function(
        name ? EVP_MD_fetch(nullptr, name, nullptr) : nullptr, &EVP_MD_free);
    if (!function)
        return fail(
            Error::Kind::Invalid,
            u"unsupported hash function 0x%1"_s.arg(static_cast<quint64>(hash.code), 0, 16));
    if (hash.digest.size() != length)
        return fail(Error::Kind::Invalid, u"digest of %1 bytes"_s.arg(hash.digest.size()));
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    QByteArray digest(length, Qt::Uninitialized);
    auto* const out = reinterpret_cast<uchar*>(digest.data());
    const bool extendable = (EVP_MD_get_flags(function.get()) & EVP_MD_FLAG_XOF) != 0;
    EVP_DigestInit_ex2(context.get(), function.get(), nullptr);
    EVP_DigestUpdate(context.get(), bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (extendable)
        EVP_DigestFinalXOF(context.get(), out, static_cast<std::size_t>(length));
    else
        EVP_DigestFinal_ex(context.get(), out, nullptr);
    if (digest == hash.digest)
        return {};
    return mismatch();
}

} // namespace cairn::content
