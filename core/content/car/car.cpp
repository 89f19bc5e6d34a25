// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/car.h"

#include "core/content/cid/varint.h"
#include "core/content/codec/cbor.h"

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

auto malformed(const QString& what)
{
    return fail(Error::Kind::Corrupt, u"CAR header: "_s + what);
}

void appendCborHead(QByteArray& to, CborHead::Major major, quint64 argument)
{
    const auto type = static_cast<uchar>(major << 5);
    int length = 0; // log2 of the argument's bytes, when it does not fit the head
    if (argument < 24) {
        to.append(static_cast<char>(type | argument));
        return;
    }
    while (length < 3 && argument >> (8 << length) != 0)
        ++length;
    to.append(static_cast<char>(type | (24 + length)));
    for (int shift = 8 * (1 << length) - 8; shift >= 0; shift -= 8)
        to.append(static_cast<char>(argument >> shift & 0xff));
}

Result<std::vector<Cid>> takeRoots(QByteArrayView& from)
{
    const auto array = takeCborHead(from);
    if (!array)
        return fail(array.error());
    if (array->major != CborHead::Array)
        return malformed(u"roots are not an array"_s);
    std::vector<Cid> roots;
    for (quint64 i = 0; i < array->argument; ++i) {
        const auto tag = takeCborHead(from);
        if (!tag)
            return fail(tag.error());
        if (tag->major != CborHead::Tag || tag->argument != cborLinkTag)
            return malformed(u"a root that is not a link"_s);
        auto cid = takeCborLink(from);
        if (!cid)
            return fail(cid.error());
        roots.push_back(std::move(*cid));
    }
    return roots;
}

} // namespace

QByteArray encodeCarHeader(const std::vector<Cid>& roots)
{
    QByteArray body;
    appendCborHead(body, CborHead::Map, 2);
    body += "\x65roots"_ba;
    appendCborHead(body, CborHead::Array, roots.size());
    for (const Cid& root : roots) {
        appendCborHead(body, CborHead::Tag, cborLinkTag);
        appendCborHead(body, CborHead::Bytes, static_cast<quint64>(root.bytes().size()) + 1);
        body.append('\0');
        body += root.bytes();
    }
    body += "\x67version\x01"_ba;
    QByteArray header;
    appendVarint(header, static_cast<quint64>(body.size()));
    return header + body;
}

Result<CarHeader> decodeCarHeader(QByteArrayView bytes)
{
    const auto map = takeCborHead(bytes);
    if (!map)
        return fail(map.error());
    if (map->major != CborHead::Map)
        return malformed(u"not a map"_s);
    CarHeader header;
    bool versioned = false;
    bool rooted = false;
    for (quint64 i = 0; i < map->argument; ++i) {
        const auto key = takeCborHead(bytes);
        if (!key)
            return fail(key.error());
        if (key->major != CborHead::Text)
            return malformed(u"a key that is not text"_s);
        const auto name = takeCborString(bytes, *key);
        if (!name)
            return fail(name.error());
        if (*name == QByteArrayView("version") && !versioned) {
            const auto version = takeCborHead(bytes);
            if (!version || version->major != CborHead::Unsigned)
                return malformed(u"version is not a number"_s);
            header.version = version->argument;
            versioned = true;
        } else if (*name == QByteArrayView("roots") && !rooted) {
            auto roots = takeRoots(bytes);
            if (!roots)
                return fail(roots.error());
            header.roots = std::move(*roots);
            rooted = true;
        } else {
            return malformed(u"an unexpected key"_s);
        }
    }
    if (!versioned)
        return malformed(u"no version"_s);
    if (!bytes.isEmpty())
        return malformed(u"bytes after the map"_s);
    return header;
}

QByteArray carFrame(QByteArrayView cid, qint64 dataLength)
{
    QByteArray frame;
    appendVarint(frame, static_cast<quint64>(cid.size() + dataLength));
    frame.append(cid);
    return frame;
}

qint64 carSectionLength(qint64 cidLength, qint64 dataLength)
{
    const qint64 body = cidLength + dataLength;
    return varintLength(static_cast<quint64>(body)) + body;
}

} // namespace cairn::content
