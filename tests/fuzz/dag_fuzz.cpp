// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"
#include "core/content/unixfs/dagreader.h"
#include "tests/fuzz/fuzz.h"

#include <tuple>
#include <vector>

using namespace cairn;
using namespace cairn::content;
using namespace Qt::StringLiterals;

namespace {

/// A DAG made of the input: a few bytes for each block, which may link to any block made before it
/// and may say whatever it likes of its size, its type and its entries' names. So the fuzzer need
/// not find hashes.
class MadeUp final : public BlockSource
{
public:
    explicit MadeUp(QByteArrayView from)
    {
        while (!from.isEmpty() && m_blocks.size() < 64)
            add(from);
    }

    Result<QByteArray> block(const Cid& cid) override
    {
        fuzz::require(++m_asked < limit); // no folder or file without end
        for (const auto& [name, bytes] : m_blocks) {
            if (name == cid)
                return bytes;
        }
        return fail(Error::Kind::NotFound, u"no block"_s);
    }

    Cid root() const { return m_blocks.empty() ? Cid() : m_blocks.back().first; }
    void forgive() { m_asked = 0; }

private:
    static constexpr int limit = 100'000;

    static quint8 take(QByteArrayView& from)
    {
        if (from.isEmpty())
            return 0;
        const auto byte = static_cast<quint8>(from.front());
        from = from.sliced(1);
        return byte;
    }
    static QByteArrayView take(QByteArrayView& from, qsizetype size)
    {
        const QByteArrayView bytes = from.first(qMin(size, from.size()));
        from = from.sliced(bytes.size());
        return bytes;
    }

    void add(QByteArrayView& from)
    {
        const quint8 kind = take(from);
        if (kind % 8 == 7) { // a raw leaf
            const QByteArray bytes = take(from, kind / 8).toByteArray();
            m_blocks.emplace_back(Cid::v1(Codec::Raw, sha256(bytes)), bytes);
            return;
        }
        UnixFs fs{.type = static_cast<UnixFs::Type>(kind % 8 % 6)};
        PbNode node;
        const quint8 count = take(from) % 8;
        for (quint8 i = 0; i < count && !m_blocks.empty(); ++i) {
            const quint8 size = take(from);
            PbLink link{.cid = m_blocks[take(from) % m_blocks.size()].first, .tsize = size};
            if (fs.type == UnixFs::Type::Directory || fs.type == UnixFs::Type::Shard)
                link.name = take(from, size % 8).toByteArray();
            node.links.push_back(std::move(link));
            fs.blockSizes.push_back(size < 128 ? size : quint64(1) << (size - 128) % 64);
        }
        if (fs.type == UnixFs::Type::Shard) {
            fs.blockSizes.clear();
            fs.hashType = murmur3Code;
            fs.fanout = hamtFanout;
        }
        if (const quint8 held = take(from) % 8)
            fs.data = take(from, held).toByteArray();
        node.data = encodeUnixFs(fs);
        const QByteArray bytes = encodePbNode(node);
        m_blocks.emplace_back(Cid::v1(Codec::DagPb, sha256(bytes)), bytes);
    }

    std::vector<std::pair<Cid, QByteArray>> m_blocks;
    int m_asked = 0;
};

} // namespace

// Files and folders, flat and sharded, of any shape.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    MadeUp blocks(fuzz::bytes(data, size));
    const Cid root = blocks.root();
    if (root.isNull())
        return 0;
    DagReader reader(blocks);
    std::ignore = reader.stat(root);

    QByteArray first;
    std::ignore = reader.list(root, [&](const DirectoryEntry& entry) -> Done {
        if (first.isEmpty())
            first = entry.name;
        return {};
    });
    blocks.forgive();
    std::ignore = reader.resolve(root, first);

    // A file may repeat its blocks as often as it says: stop somewhere.
    blocks.forgive();
    qint64 given = 0;
    std::ignore = reader.read(root, [&](QByteArrayView piece) -> Done {
        given += piece.size();
        return given < 1000 ? Done{} : fail(Error::Kind::Cancelled);
    });
    blocks.forgive();
    given = 0;
    const Done ranged = reader.read(
        root,
        [&](QByteArrayView piece) -> Done {
            given += piece.size();
            return {};
        },
        3, 100);
    fuzz::require(!ranged || given <= 100);
    return 0;
}
