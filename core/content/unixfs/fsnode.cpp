// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/unixfs/fsnode.h"

#include "core/content/codec/murmur3.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace cairn::content {

tl::unexpected<Error> contradiction(const Cid& cid, QString what)
{
    return tl::unexpected(
        Error{Error::Kind::Corrupt, std::move(what), cid.toString(), dagContradicts});
}

tl::unexpected<Error> tooDeep(const Cid& cid, QString what)
{
    return tl::unexpected(
        Error{Error::Kind::TooLarge, std::move(what), cid.toString(), dagTooDeep});
}

namespace {

auto notUnixFs(const Cid& cid, const QString& what)
{
    return fail(Error{Error::Kind::Invalid, what, cid.toString(), dagNotUnixFs});
}

} // namespace

Result<FsNode> decodeFsNode(const Cid& cid, QByteArrayView bytes)
{
    if (cid.codec() != Codec::DagPb)
        return notUnixFs(cid, u"not a UnixFS node"_s);
    auto node = decodePbNode(bytes);
    if (!node)
        return contradiction(cid, node.error().detail);
    if (!node->data)
        return notUnixFs(cid, u"a dag-pb node without UnixFS data"_s);
    auto fs = decodeUnixFs(*node->data);
    if (!fs)
        return contradiction(cid, fs.error().detail);
    return FsNode{std::move(*node), std::move(*fs)};
}

Result<FsNode> loadFsNode(BlockSource& source, const Cid& cid)
{
    const auto bytes = source.block(cid);
    if (!bytes)
        return fail(bytes.error());
    return decodeFsNode(cid, *bytes);
}

void addClaim(quint64& sum, quint64 size)
{
    sum += qMin(size, std::numeric_limits<quint64>::max() - sum);
}

QByteArray bucketName(QByteArrayView name, std::size_t depth)
{
    // Eight levels use the hash itself; further ones hash name and number (contract §11.4).
    QByteArray key = name.toByteArray();
    if (depth >= 8)
        key.append(static_cast<char>(depth / 8));
    const quint64 hash = murmur3(key);
    const auto bucket = static_cast<uchar>(hash >> (56 - 8 * (depth % 8)));
    return QByteArray(1, static_cast<char>(bucket)).toHex().toUpper();
}

Done checkShard(const Cid& cid, const FsNode& node)
{
    if (node.fs.fanout != hamtFanout || node.fs.hashType != murmur3Code)
        return notUnixFs(cid, u"a sharded folder of another kind"_s);
    return {};
}

} // namespace cairn::content
