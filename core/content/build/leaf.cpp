// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/build/leaf.h"

#include "core/content/cid/varint.h"
#include "core/content/codec/protobuf.h"
#include "core/content/codec/unixfs.h"

namespace cairn::content {
namespace {

// The node {Data: {Type: File, Data: …, filesize: n}}, split around the file bytes.
struct Wrapping
{
    QByteArray head;
    QByteArray tail;
};

Wrapping wrappingOf(quint64 length)
{
    QByteArray inner;
    appendVarintField(inner, 1, static_cast<quint64>(UnixFs::Type::File));
    if (length > 0) { // an empty leaf has no data field at all
        appendTag(inner, 2, WireType::Bytes);
        appendVarint(inner, length);
    }
    Wrapping wrapping;
    appendVarintField(wrapping.tail, 3, length);
    appendTag(wrapping.head, 1, WireType::Bytes);
    appendVarint(wrapping.head,
                 static_cast<quint64>(inner.size()) + length
                     + static_cast<quint64>(wrapping.tail.size()));
    wrapping.head += inner;
    return wrapping;
}

} // namespace

char* makeLeaf(BlockRef& ref, const Profile& profile, char* data, qsizetype length, Sha256& hash)
{
    ref.kind = BlockRef::Leaf;
    ref.contentLength = static_cast<quint32>(length);
    ref.length = ref.contentLength;
    char* block = data;
    Codec codec = Codec::Raw;
    if (profile.leaves == Profile::Leaves::DagPb) {
        const Wrapping wrapping = wrappingOf(static_cast<quint64>(length));
        codec = Codec::DagPb;
        block -= wrapping.head.size();
        ref.length = static_cast<quint32>(wrapping.head.size() + length + wrapping.tail.size());
        std::memcpy(block, wrapping.head.constData(),
                    static_cast<std::size_t>(wrapping.head.size()));
        std::memcpy(data + length, wrapping.tail.constData(),
                    static_cast<std::size_t>(wrapping.tail.size()));
    }
    hash.add({block, static_cast<qsizetype>(ref.length)});
    setCid(ref, hash.finish(), codec, profile.cidVersion);
    return block;
}

} // namespace cairn::content
