// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/blockstore.h"

#include "core/local/store/carstate.h"
#include "core/storage/statement.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr qsizetype openFiles = 8;

} // namespace

BlockStore::BlockStore(Database& database, const CarStore& cars)
    : m_database(database)
    , m_cars(cars)
{ }

/// Without a codec: under any.
Result<std::vector<BlockStore::Spot>> BlockStore::locate(const Cid& cid,
                                                         std::optional<quint64> codec)
{
    return Statement(m_database,
                     u"SELECT car.cid, block.offset, block.length FROM block"
                     " JOIN car ON car.id = block.car_id WHERE block.multihash = ?"
                     " AND block.codec = coalesce(?, block.codec) AND car.state < ?"_s)
        .bind(cid.hash().bytes(), codec, firstUnlisted)
        .all([](Statement& row) {
            return Spot{row.read<QByteArray>(0), row.read<qint64>(1), row.read<qint64>(2)};
        });
}

Result<QFile*> BlockStore::file(const QByteArray& car)
{
    if (const auto open = m_files.constFind(car); open != m_files.cend())
        return open->get();
    const auto cid = Cid::fromBytes(car);
    if (!cid)
        return fail(cid.error());
    auto file = std::make_shared<QFile>(m_cars.path(*cid));
    if (!file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(Error::Kind::Storage, file->errorString(), file->fileName());
    if (m_files.size() >= openFiles)
        m_files.clear();
    m_files.insert(car, file);
    return file.get();
}

Result<QByteArray> BlockStore::readAt(const Spot& spot, const Cid& cid)
{
    const auto car = file(spot.car);
    if (!car)
        return fail(car.error());
    QByteArray bytes;
    if ((*car)->seek(spot.offset))
        bytes = (*car)->read(spot.length);
    if (bytes.size() != spot.length)
        return fail(Error::Kind::Storage, u"the CAR is cut short"_s, (*car)->fileName());
    if (const Done verified = content::verifyHash(cid.hash(), bytes); !verified)
        return fail(Error::Kind::Storage, u"%1: %2"_s.arg(cid.toString(), verified.error().detail),
                    (*car)->fileName());
    return bytes;
}

Result<QByteArray> BlockStore::block(const Cid& cid)
{
    return read(cid, codecNeeded(blockKey(cid)));
}

Result<QByteArray> BlockStore::bytesOf(const Cid& cid)
{
    return read(cid, std::nullopt);
}

Result<QByteArray> BlockStore::read(const Cid& cid, std::optional<quint64> codec)
{
    if (const auto hash = cid.hash(); hash.code == content::HashCode::Identity)
        return hash.digest;
    const auto spots = locate(cid, codec);
    if (!spots)
        return fail(spots.error());
    Result<QByteArray> bytes
        = fail(Error::Kind::NotFound, u"this block is not here"_s, cid.toString());
    // One copy may have decayed, or its CAR may be collected at this moment.
    for (auto spot = spots->begin(); !bytes && spot != spots->end(); ++spot)
        bytes = readAt(*spot, cid);
    return bytes;
}

Result<std::optional<qint64>> BlockStore::length(const Cid& cid)
{
    if (const auto hash = cid.hash(); hash.code == content::HashCode::Identity)
        return hash.digest.size();
    return Statement(m_database,
                     u"SELECT length FROM block JOIN car ON car.id = block.car_id"
                     " WHERE multihash = ? AND codec = coalesce(?, codec) AND car.state < ?"
                     " LIMIT 1"_s)
        .bind(cid.hash().bytes(), codecNeeded(blockKey(cid)), firstUnlisted)
        .first([](Statement& row) { return row.read<qint64>(0); });
}

} // namespace cairn::local
