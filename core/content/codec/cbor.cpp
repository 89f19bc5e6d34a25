// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/cbor.h"

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

auto malformedCbor(const QString& what)
{
    return fail(Error::Kind::Corrupt, u"dag-cbor: "_s + what);
}

Done visitItem(QByteArrayView& from, DataVisitor& visitor, int depth);

// Every element takes at least a byte, so a false count ends as "cut short".
Done visitList(QByteArrayView& from, quint64 count, DataVisitor& visitor, int depth)
{
    visitor.begin();
    for (quint64 i = 0; i < count; ++i) {
        visitor.item(i);
        if (const Done done = visitItem(from, visitor, depth + 1); !done)
            return done;
    }
    visitor.end();
    return {};
}

Done visitMap(QByteArrayView& from, quint64 count, DataVisitor& visitor, int depth)
{
    MapKeys keys;
    visitor.begin();
    for (quint64 i = 0; i < count; ++i) {
        const auto key = takeCborHead(from);
        if (!key || key->major != CborHead::Text)
            return malformedCbor(u"a map key that is not text"_s);
        const auto text = takeCborString(from, *key);
        if (!text)
            return fail(text.error());
        visitor.key(*text);
        keys.add(text->toByteArray());
        if (const Done done = visitItem(from, visitor, depth + 1); !done)
            return done;
    }
    keys.tell(visitor);
    visitor.end();
    return {};
}

Done visitItem(QByteArrayView& from, DataVisitor& visitor, int depth)
{
    if (depth > maxDataDepth)
        return malformedCbor(u"nested too deep"_s);
    const auto head = takeCborHead(from);
    if (!head)
        return fail(head.error());
    switch (head->major) {
    case CborHead::Unsigned:
    case CborHead::Negative:
    case CborHead::Simple:
        visitor.scalar();
        return {};
    case CborHead::Bytes:
    case CborHead::Text: {
        visitor.scalar();
        const auto string = takeCborString(from, *head);
        return string ? Done{} : fail(string.error());
    }
    case CborHead::Tag: {
        if (head->argument != cborLinkTag)
            return malformedCbor(u"tag %1"_s.arg(head->argument));
        const auto cid = takeCborLink(from);
        if (!cid)
            return fail(cid.error());
        visitor.link(*cid);
        return {};
    }
    case CborHead::Array:
        return visitList(from, head->argument, visitor, depth);
    case CborHead::Map:
        return visitMap(from, head->argument, visitor, depth);
    }
    return malformedCbor(u"unknown type"_s);
}

} // namespace

Result<CborHead> takeCborHead(QByteArrayView& from)
{
    if (from.isEmpty())
        return malformedCbor(u"cut short"_s);
    const auto first = static_cast<uchar>(from.front());
    CborHead head{static_cast<CborHead::Major>(first >> 5), static_cast<quint64>(first & 31)};
    from = from.sliced(1);
    if (head.argument < 24)
        return head;
    if (head.argument > 27)
        return malformedCbor(u"indefinite length"_s);
    const qsizetype length = qsizetype(1) << (head.argument - 24);
    if (from.size() < length)
        return malformedCbor(u"cut short"_s);
    head.argument = 0;
    for (const char byte : from.first(length))
        head.argument = head.argument << 8 | static_cast<uchar>(byte);
    from = from.sliced(length);
    return head;
}

Result<QByteArrayView> takeCborString(QByteArrayView& from, const CborHead& head)
{
    if (head.argument > static_cast<quint64>(from.size()))
        return malformedCbor(u"string cut short"_s);
    const auto string = from.first(static_cast<qsizetype>(head.argument));
    from = from.sliced(string.size());
    return string;
}

Result<Cid> takeCborLink(QByteArrayView& from)
{
    const auto head = takeCborHead(from);
    if (!head)
        return fail(head.error());
    if (head->major != CborHead::Bytes)
        return malformedCbor(u"a link that is not bytes"_s);
    const auto bytes = takeCborString(from, *head);
    if (!bytes)
        return fail(bytes.error());
    if (bytes->isEmpty() || bytes->front() != '\0') // the identity multibase
        return malformedCbor(u"a link without its zero"_s);
    return Cid::fromBytes(bytes->sliced(1));
}

Done visitDagCbor(QByteArrayView bytes, DataVisitor& visitor)
{
    if (const Done done = visitItem(bytes, visitor, 0); !done)
        return done;
    return bytes.isEmpty() ? Done() : malformedCbor(u"bytes after the item"_s);
}

} // namespace cairn::content
