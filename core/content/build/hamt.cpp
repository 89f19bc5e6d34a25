// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/build/hamt.h"

#include "core/content/build/filebuilder.h"
#include "core/content/codec/dagpb.h"
#include "core/content/codec/murmur3.h"
#include "core/content/codec/unixfs.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

// Eight levels from the name's hash, eight more from that of name and a 1 byte (contract §11.4).
// Only made-up names go deeper than the first eight.
constexpr qsizetype hashLength = 16;

struct Entry
{
    QByteArray hash;
    QByteArray name;
    BlockLink link;

    uchar bucket(qsizetype depth) const { return static_cast<uchar>(hash[depth]); }
    bool shares(const Entry& other, qsizetype levels) const
    {
        return QByteArrayView(hash).first(levels) == QByteArrayView(other.hash).first(levels);
    }
};

class Builder
{
public:
    Builder(RecordSorter& sorter, const Profile& profile, BlockSink& sink)
        : m_sorter(sorter)
        , m_profile(profile)
        , m_sink(sink)
    { }

    Result<BlockLink> build()
    {
        Done done = advance(); // the second call moves the first entry to the front
        if (done)
            done = advance();
        return done ? shard(0) : fail(done.error());
    }

private:
    Done advance()
    {
        m_current = std::move(m_following);
        m_following.reset();
        RecordSorter::Record record;
        const auto more = m_sorter.next(record);
        if (!more)
            return fail(more.error());
        if (*more) {
            m_following.emplace();
            m_following->hash = record.key.first(hashLength);
            m_following->name = record.key.sliced(hashLength);
            std::memcpy(&m_following->link, record.payload.constData(), sizeof(BlockLink));
        }
        return {};
    }

    // The shard of all entries that share the current one's first `depth` bytes of hash.
    Result<BlockLink> shard(qsizetype depth)
    {
        if (depth == hashLength)
            return fail(Error::Kind::Invalid, u"names with the same hash"_s,
                        QString::fromUtf8(m_current->name));
        const Entry first = *m_current;
        QByteArray bytes;
        QByteArray bitField(static_cast<qsizetype>(hamtFanout / 8), '\0');
        std::vector<BlockLink> children;
        while (m_current && m_current->shares(first, depth)) {
            const uchar bucket = m_current->bucket(depth);
            QByteArray name = QByteArray(1, static_cast<char>(bucket)).toHex().toUpper();
            BlockLink child = m_current->link;
            if (m_following && m_following->shares(*m_current, depth + 1)) {
                auto deeper = shard(depth + 1);
                if (!deeper)
                    return deeper;
                child = *deeper;
            } else {
                name += m_current->name;
                if (const Done done = advance(); !done)
                    return fail(done.error());
            }
            appendPbLink(bytes, child.ref.cidBytes(), name, child.tsize);
            children.push_back(child);
            char& byte = bitField.data()[bitField.size() - 1 - bucket / 8];
            byte = static_cast<char>(byte | (1 << (bucket % 8)));
        }
        while (bitField.startsWith('\0'))
            bitField.remove(0, 1);
        appendPbData(bytes,
                     encodeUnixFs({.type = UnixFs::Type::Shard,
                                   .data = bitField,
                                   .hashType = murmur3Code,
                                   .fanout = hamtFanout}));
        return makeNode(m_profile, m_sink, bytes, children);
    }

    RecordSorter& m_sorter;
    const Profile& m_profile;
    BlockSink& m_sink;
    std::optional<Entry> m_current;
    std::optional<Entry> m_following;
};

} // namespace

Done addToHamt(RecordSorter& sorter, const QByteArray& name, const BlockLink& link)
{
    QByteArray key(hashLength, Qt::Uninitialized);
    qToBigEndian(murmur3(name), key.data());
    qToBigEndian(murmur3(name + '\x01'), key.data() + sizeof(quint64));
    return sorter.add(key + name, {reinterpret_cast<const char*>(&link), sizeof link});
}

Result<BlockLink> buildHamt(RecordSorter& sorter, const Profile& profile, BlockSink& sink)
{
    if (const Done done = sorter.finish(); !done)
        return fail(done.error());
    return Builder(sorter, profile, sink).build();
}

} // namespace cairn::content
