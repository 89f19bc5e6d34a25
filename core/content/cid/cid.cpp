// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/cid.h"

#include "core/content/cid/multibase.h"
#include "core/content/cid/varint.h"

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

// Version 0 is a bare multihash, recognised by "sha2-256, 32 bytes".
constexpr char v0Prefix[] = {0x12, 0x20};
constexpr qsizetype v0Length = 34;

// Of the longest hash, in bits.
constexpr qsizetype maxTextLength = 2048;

bool startsLikeV0(QByteArrayView bytes)
{
    return bytes.size() >= 2 && bytes[0] == v0Prefix[0] && bytes[1] == v0Prefix[1];
}

auto notACid(QStringView text)
{
    return fail(Error::Kind::Invalid, u"not a CID"_s, text.left(100).toString());
}

// The parts of a CIDv1 in order; v0 has none of its own.
struct Parts
{
    quint64 codec = 0;
    Multihash hash;
};

Result<Parts> takeV1(QByteArrayView& from)
{
    const auto version = takeVarint(from);
    if (!version)
        return fail(version.error());
    if (*version != 1)
        return fail(Error::Kind::Corrupt, u"CID version %1"_s.arg(*version));
    const auto codec = takeVarint(from);
    if (!codec)
        return fail(codec.error());
    auto hash = takeMultihash(from);
    if (!hash)
        return fail(hash.error());
    return Parts{*codec, std::move(*hash)};
}

} // namespace

Result<Cid> Cid::take(QByteArrayView& from)
{
    if (startsLikeV0(from)) {
        if (from.size() < v0Length)
            return fail(Error::Kind::Corrupt, u"CID cut short"_s);
        Cid cid(from.first(v0Length).toByteArray());
        from = from.sliced(v0Length);
        return cid;
    }
    QByteArrayView rest = from;
    if (const auto parts = takeV1(rest); !parts)
        return fail(parts.error());
    Cid cid(from.first(from.size() - rest.size()).toByteArray());
    from = rest;
    return cid;
}

Result<Cid> Cid::fromBytes(QByteArrayView bytes)
{
    auto cid = take(bytes);
    if (cid && !bytes.isEmpty())
        return fail(Error::Kind::Corrupt, u"bytes after the CID"_s);
    return cid;
}

Result<Cid> Cid::parse(QStringView text)
{
    if (text.size() < 2 || text.size() > maxTextLength)
        return notACid(text);
    const bool isV0 = text.size() == 46 && text.startsWith(u"Qm");
    const auto bytes = isV0 ? fromBase58(text.toLatin1()) : fromMultibase(text);
    // Multibase text of a v0 CID is not a CID: the prefix letter says version 1 or later.
    if (bytes && !isV0 && startsLikeV0(*bytes))
        return notACid(text);
    if (!bytes)
        return notACid(text);
    auto cid = fromBytes(*bytes);
    if (!cid)
        return notACid(text);
    return cid;
}

Cid Cid::v1(Codec codec, const Multihash& hash)
{
    QByteArray bytes;
    appendVarint(bytes, 1);
    appendVarint(bytes, static_cast<quint64>(codec));
    return Cid(bytes + hash.bytes());
}

Cid Cid::v0(const Digest& sha256)
{
    QByteArray bytes(v0Prefix, 2);
    bytes.append(sha256.data(), sha256.size());
    return Cid(bytes);
}

Cid Cid::ofCar(const Digest& sha256)
{
    return v1(Codec::Car, {HashCode::Sha256, QByteArray(sha256.data(), sha256.size())});
}

int Cid::version() const
{
    return startsLikeV0(m_bytes) ? 0 : 1;
}

Codec Cid::codec() const
{
    if (version() == 0)
        return Codec::DagPb;
    QByteArrayView rest = m_bytes;
    const auto parts = takeV1(rest);
    return parts ? static_cast<Codec>(parts->codec) : Codec::Raw;
}

Multihash Cid::hash() const
{
    QByteArrayView rest = m_bytes;
    if (version() == 0)
        return {HashCode::Sha256, rest.sliced(2).toByteArray()};
    auto parts = takeV1(rest);
    return parts ? std::move(parts->hash) : Multihash{};
}

QString Cid::toString() const
{
    if (isNull())
        return {};
    if (version() == 0)
        return QString::fromLatin1(toBase58(m_bytes));
    return u'b' + QString::fromLatin1(toBase32(m_bytes));
}

Cid Cid::toV1() const
{
    return isNull() || version() == 1 ? *this : v1(Codec::DagPb, hash());
}

} // namespace cairn::content
