// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/check/carcheck.h"

#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <utility>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;
using Kind = Finding::Kind;

CarCheck::CarCheck(Database& catalog, const CarStore& cars, IntegrityRepair* repair,
                   TellFinding tell)
    : m_catalog(catalog)
    , m_cars(cars)
    , m_repair(repair)
    , m_tell(std::move(tell))
{ }

Result<std::vector<CarCheck::Row>> CarCheck::rows(const QString& condition, qint64 value)
{
    return Statement(m_catalog,
                     u"SELECT id, cid, state FROM car WHERE %1 AND state < ? ORDER BY id"_s.arg(
                         condition))
        .bind(value, firstUnlisted)
        .all([](Statement& row) {
            return Row{row.read<qint64>(0), Cid::fromBytes(row.read<QByteArray>(1)).value_or(Cid()),
                       CarState(row.read<int>(2))};
        });
}

Done CarCheck::run()
{
    if (const Done there = checkCarsAreThere(m_catalog, m_cars); !there)
        return there;
    // One pass: the index of blocks is by hash, not by CAR.
    const auto counts
        = Statement(m_catalog, u"SELECT car_id, count(*) FROM block GROUP BY car_id"_s)
              .all([](Statement& row) {
                  return std::pair(row.read<qint64>(0), row.read<qint64>(1));
              });
    if (!counts)
        return fail(counts.error());
    for (const auto& [car, blocks] : *counts)
        m_indexed.insert(car, blocks);
    const auto cars = rows(u"id > ?"_s, 0);
    if (!cars)
        return fail(cars.error());
    for (const Row& car : *cars) {
        ++m_checked;
        if (const Done done = checkCar(car); !done)
            return done;
    }
    return {};
}

/// None if the file is missing where the others are.
Result<CarCheck::MaybeFile> CarCheck::read(const Cid& car) const
{
    auto file = readCarFile(m_cars.path(car), car);
    if (file)
        return MaybeFile(std::move(*file));
    if (file.error().kind != Error::Kind::NotFound)
        return fail(file.error());
    const Done there = m_cars.checkThere();
    return there ? Result<MaybeFile>(std::nullopt) : fail(there.error());
}

Done CarCheck::checkCar(const Row& listed)
{
    auto file = read(listed.cid);
    if (!file)
        return fail(file.error());
    if (*file && (*file)->whole && listed.state == CarState::Whole)
        return checkWhole(listed, (*file)->contents.blocks);
    // It may have been collected, or brought again, since the list was read. A repair looks again
    // where nobody else can change it.
    std::optional<Transaction> transaction;
    if (m_repair) {
        auto begun = Transaction::begin(m_catalog);
        if (!begun)
            return fail(begun.error());
        transaction.emplace(std::move(*begun));
    }
    const auto known = rows(u"id = ?"_s, listed.id);
    if (!known)
        return fail(known.error());
    if (known->empty() || known->front().cid != listed.cid)
        return {};
    const Row& car = known->front();
    file = read(car.cid);
    if (!file)
        return fail(file.error());
    const bool isWhole = *file && (*file)->whole;
    if (isWhole && car.state == CarState::Whole)
        return {};
    if (m_repair) {
        if (const Done done = m_repair->setCar(car.id, *file); !done)
            return done;
        if (const Done done = transaction->commit(); !done)
            return done;
    }
    if (!isWhole)
        return tellLoss(car, *file);
    m_tell({.kind = Kind::WrongState, .cid = car.cid, .isRepaired = m_repair != nullptr});
    return {};
}

Result<bool> CarCheck::isIndexed(const Row& car, const BlockTable& blocks)
{
    if (m_indexed.value(car.id) != qint64(blocks.size()))
        return false;
    Statement there(m_catalog,
                    u"SELECT 1 FROM block WHERE multihash = ? AND codec = ? AND car_id = ?"
                    " AND offset = ? AND length = ?"_s);
    for (const BlockPlace& block : blocks) {
        const auto found
            = there.bind(block.key.multihash, block.key.codec, car.id, block.offset, block.length)
                  .first(readInteger);
        if (!found)
            return fail(found.error());
        if (!*found)
            return false;
    }
    return true;
}

Done CarCheck::checkWhole(const Row& car, const BlockTable& blocks)
{
    m_blocks += qint64(blocks.size());
    const auto isRight = isIndexed(car, blocks);
    if (!isRight)
        return fail(isRight.error());
    if (*isRight)
        return {};
    const auto known = rows(u"id = ?"_s, car.id); // It may have been collected meanwhile.
    if (!known)
        return fail(known.error());
    if (known->empty() || known->front().cid != car.cid)
        return {};
    if (m_repair) {
        if (const Done done = m_repair->writeIndex(car.id, blocks); !done)
            return done;
    }
    m_tell({.kind = Kind::WrongIndex, .cid = car.cid, .isRepaired = m_repair != nullptr});
    return {};
}

Done CarCheck::tellLoss(const Row& car, const MaybeFile& file)
{
    m_hasLoss = true;
    m_tell({.kind = file ? Kind::DamagedCar : Kind::MissingCar, .cid = car.cid});
    if (file) {
        m_blocks += qint64(file->contents.blocks.size());
        if (const Done done = tellDamagedBlocks(car, *file); !done)
            return done;
    }
    return tellAffected(car);
}

Done CarCheck::tellDamagedBlocks(const Row& car, const CarFileContents& file)
{
    const auto say = [&](const BlockKey& key) {
        QByteArrayView hash(key.multihash);
        if (const auto parsed = content::takeMultihash(hash))
            m_tell({.kind = Kind::DamagedBlock,
                    .cid = car.cid,
                    .block = Cid::v1(content::Codec(key.codec), *parsed)});
    };
    for (const BlockPlace& block : file.damagedBlocks)
        say(block.key);
    // Of what is lost with its frame only the index knows.
    Statement indexed(m_catalog, u"SELECT multihash, codec FROM block WHERE car_id = ?"_s);
    indexed.bind(car.id);
    for (;;) {
        const auto more = indexed.next();
        if (!more)
            return fail(more.error());
        if (!*more)
            return {};
        const BlockKey key{indexed.read<QByteArray>(0), indexed.read<quint64>(1)};
        if (!file.contents.blocks.contains(key) && !file.damagedBlocks.contains(key))
            say(key);
    }
}

Done CarCheck::tellAffected(const Row& car)
{
    struct Upload
    {
        qint64 id = 0;
        Cid source;
        QString name;
    };
    const auto uploads
        = Statement(m_catalog,
                    u"SELECT upload.id, source_cid, name FROM part JOIN upload"
                    " ON upload.id = upload_id WHERE car_id = ?"
                    " AND deleted IS NULL ORDER BY upload.id"_s)
              .bind(car.id)
              .all([](Statement& row) {
                  return Upload{row.read<qint64>(0),
                                Cid::fromBytes(row.read<QByteArray>(1)).value_or(Cid()),
                                row.read<QString>(2)};
              });
    if (!uploads)
        return fail(uploads.error());
    for (const Upload& upload : *uploads) {
        if (m_affected.contains(upload.id))
            continue;
        m_affected.insert(upload.id);
        m_tell({.kind = Kind::AffectedUpload, .cid = upload.source, .text = upload.name});
    }
    return {};
}

} // namespace cairn::local
