// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/content/cid/multihash.h"

#include <QByteArray>
#include <QMetaType>
#include <QString>

namespace cairn::content {

/// The format of a block's bytes, by the multicodec table; other values are kept as they are.
enum class Codec : quint64 {
    Cbor = 0x51,
    Raw = 0x55,
    DagPb = 0x70,
    DagCbor = 0x71,
    DagJson = 0x0129,
    Json = 0x0200,
    Car = 0x0202,
};

/// A content identifier. A value, thread-safe like any; a default-made one is null and equals no
/// parsed one. Equality is that of the bytes: a v0 CID and its v1 form differ (contract §4.1).
class Cid
{
public:
    Cid() = default;

    /// Plain CID text: `Qm…`, or version 1 in any multibase. Invalid otherwise.
    [[nodiscard]] static Result<Cid> parse(QStringView text);
    /// All of @p bytes must be the CID. Corrupt otherwise.
    [[nodiscard]] static Result<Cid> fromBytes(QByteArrayView bytes);
    /// Reads one from the front of @p from and advances. Corrupt otherwise.
    [[nodiscard]] static Result<Cid> take(QByteArrayView& from);
    [[nodiscard]] static Cid v1(Codec codec, const Multihash& hash);
    /// Version 0: always dag-pb and sha2-256.
    [[nodiscard]] static Cid v0(const Digest& sha256);
    /// What names a whole CAR file that has this SHA-256.
    [[nodiscard]] static Cid ofCar(const Digest& sha256);

    bool isNull() const { return m_bytes.isEmpty(); }
    int version() const;
    Codec codec() const;
    Multihash hash() const;
    QString toString() const; ///< base58btc for v0, lower-case base32 for v1 (contract §4.1)
    Cid toV1() const;
    const QByteArray& bytes() const { return m_bytes; }

    bool operator==(const Cid&) const = default;
    friend bool operator<(const Cid& a, const Cid& b) { return a.m_bytes < b.m_bytes; }
    friend size_t qHash(const Cid& cid, size_t seed = 0) { return qHash(cid.m_bytes, seed); }

private:
    explicit Cid(QByteArray bytes)
        : m_bytes(std::move(bytes))
    { }

    QByteArray m_bytes;
};

/// The CID in a text that a person pastes: plain text, `ipfs://CID/path`, `/ipfs/CID/…`,
/// `https://gateway/ipfs/CID/…` and `https://CID.ipfs.gateway/…`. Invalid otherwise.
[[nodiscard]] Result<Cid> cidFromReference(QStringView text);

/// The path behind the CID in such a reference: "a/b", or empty. Percent-decoded where the
/// reference is a web address.
[[nodiscard]] QString pathFromReference(QStringView text);

} // namespace cairn::content

Q_DECLARE_METATYPE(cairn::content::Cid)
