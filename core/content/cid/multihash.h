// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <array>
#include <memory>

namespace cairn::content {

/// Codes of the multihash table that have a name here; others are kept, but not verified.
enum class HashCode : quint64 {
    Identity = 0x00,
    Sha256 = 0x12,
    Sha512 = 0x13,
    Sha3_512 = 0x14,
    Sha3_384 = 0x15,
    Sha3_256 = 0x16,
    Sha3_224 = 0x17,
    Shake128 = 0x18,
    Shake256 = 0x19,
    Keccak224 = 0x1a,
    Keccak256 = 0x1b,
    Keccak384 = 0x1c,
    Keccak512 = 0x1d,
    Blake2b256 = 0xb220,
    Blake2s256 = 0xb260,
};

/// A hash function's code and the digest it gave. A value.
struct Multihash
{
    HashCode code = HashCode::Sha256;
    QByteArray digest;

    [[nodiscard]] QByteArray bytes() const; ///< varint code, varint length, digest
    bool operator==(const Multihash&) const = default;
};

using Digest = std::array<char, 32>;

/// SHA-256 over bytes that come in pieces. Reusable after finish(); one thread at a time. OpenSSL's
/// algorithm is fetched once for the process: that takes longer than hashing a small block.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(QByteArrayView bytes);
    [[nodiscard]] Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

[[nodiscard]] Multihash sha256(QByteArrayView bytes);

/// "blake3 (0x1e)": as the multihash table calls a function, and its code; the code alone of one
/// that is not among the usual ones.
[[nodiscard]] QString hashName(HashCode code);

/// Reads a multihash from the front of @p from. Corrupt when cut short or longer than 128 bytes.
[[nodiscard]] Result<Multihash> takeMultihash(QByteArrayView& from);

/// Whether verifyHash() can tell: the function is one that can be computed here and is not weak
/// (contract §7.2), and the digest has its full length. Else Invalid, with a sentence that names
/// the function.
[[nodiscard]] Done verifiable(const Multihash& hash);
/// Whether @p bytes hash to @p hash: Corrupt if not, as verifiable() says otherwise.
[[nodiscard]] Done verifyHash(const Multihash& hash, QByteArrayView bytes);
/// The same for bytes whose SHA-256 is known already; @p hash must be a SHA-256.
[[nodiscard]] Done verifyHash(const Multihash& hash, const Digest& digest);

} // namespace cairn::content
