// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/carstate.h"
#include "core/local/store/uploads.h"

#include <algorithm>

// The writing half of Uploads: what one accepted CAR changes in the catalog.
namespace cairn::local {
using namespace Qt::StringLiterals;

Done Uploads::record(const UploadContext& context, const CarContents& car, ChangeNotes& notes)
{
    const auto known = Statement(m_database,
                                 u"SELECT id, created, token_id, type FROM upload"
                                 " WHERE user_id = ? AND source_cid = ?"_s)
                           .bind(context.user, car.root.bytes())
                           .first([](Statement& row) {
                               return UploadRecord{.id = row.read<qint64>(0),
                                                   .user = 0,
                                                   .token = row.read<std::optional<qint64>>(2),
                                                   .source = {},
                                                   .type = row.read<QString>(3),
                                                   .name = {},
                                                   .created = row.read<Timestamp>(1),
                                                   .at = {},
                                                   .dagSize = {},
                                                   .parts = {}};
                           });
    if (!known)
        return fail(known.error());
    // Contract §4.2: of an upload that is there already only the name changes.
    auto upload = known->value_or(UploadRecord{.id = 0,
                                               .user = 0,
                                               .token = context.token,
                                               .source = {},
                                               .type = context.type,
                                               .name = {},
                                               .created = {},
                                               .at = {},
                                               .dagSize = {},
                                               .parts = {}});
    upload.user = context.user;
    upload.source = car.root;
    upload.name = context.name;
    upload.at = m_clock.now();
    upload.dagSize = car.dagSize;
    upload.parts = {car.carCid};
    upload.size = car.size;
    if (!*known) {
        const auto last = lastGivenId(m_database, u"upload"_s);
        if (!last)
            return fail(last.error());
        upload.id = *last + 1;
        // Paging by date needs dates that differ.
        const auto newest = Statement(m_database, u"SELECT newest FROM user WHERE id = ?"_s)
                                .bind(context.user)
                                .first([](Statement& row) { return row.read<Timestamp>(0); });
        if (!newest)
            return fail(newest.error());
        upload.created
            = std::max(upload.at, newest->value_or(Timestamp()) + std::chrono::microseconds(1));
        upload.at = upload.created;
    }
    notes.add(upload);
    return apply(upload, [&car](const content::Cid&) { return std::optional(car); });
}

Done Uploads::apply(const UploadRecord& upload, const CarSource& cars)
{
    const auto content = recordContent(upload);
    if (!content)
        return fail(content.error());
    if (const Done done = recordUpload(upload, *content); !done)
        return done;
    for (const content::Cid& cid : upload.parts) {
        const auto car = cars(cid);
        if (!car)
            return fail(car.error());
        if (const Done done = recordPart(upload, cid, *car); !done)
            return done;
    }
    return pinIfWhole(m_database, upload.id, upload.at);
}

Done Uploads::pinIfWhole(Database& catalog, qint64 upload, Timestamp now)
{
    Statement pin(catalog,
                  u"UPDATE content SET pin_updated = ?, pinned = 1 WHERE NOT pinned AND id ="
                  " (SELECT content_id FROM upload WHERE id = ? AND NOT unknown_codec)"
                  " AND EXISTS (SELECT 1 FROM part WHERE upload_id = ?)"
                  " AND NOT EXISTS (SELECT 1 FROM part WHERE upload_id = ? AND has_unlisted_links)"
                  " AND NOT EXISTS (SELECT 1 FROM missing_link WHERE upload_id = ?)"_s);
    if (const Done done = pin.bind(now, upload, upload, upload, upload).run(); !done)
        return done;
    return Statement(catalog,
                     u"UPDATE pin_request SET status = 'pinned', reason = '' WHERE content_id ="
                     " (SELECT id FROM content WHERE pinned"
                     " AND id = (SELECT content_id FROM upload WHERE id = ?))"
                     " AND deleted IS NULL"_s)
        .bind(upload)
        .run();
}

Done Uploads::apply(const RenameRecord& rename)
{
    return Statement(m_database, u"UPDATE upload SET name = ? WHERE id = ?"_s)
        .bind(rename.name, rename.upload)
        .run();
}

Done Uploads::apply(const DeleteRecord& deletion)
{
    Statement mark(
        m_database,
        u"UPDATE upload SET deleted = ?, updated = ? WHERE id = ? AND deleted IS NULL"_s);
    if (const Done done = mark.bind(deletion.at, deletion.at, deletion.upload).run(); !done)
        return done;
    if (mark.changes() == 0)
        return {};
    return Statement(m_database,
                     u"UPDATE user SET uploads = uploads - 1"
                     " WHERE id = (SELECT user_id FROM upload WHERE id = ?)"_s)
        .bind(deletion.upload)
        .run();
}

Result<qint64> Uploads::recordContent(const UploadRecord& upload)
{
    const QByteArray cid = upload.source.toV1().bytes();
    const Done added
        = Statement(m_database,
                    u"INSERT INTO content (cid, dag_size, created, pin_updated)"
                    " VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (cid) DO UPDATE SET pin_updated"
                    " = excluded.pin_updated, unpinned_reason = ?,"
                    " dag_size = coalesce(dag_size, excluded.dag_size)"_s)
              .bind(cid, upload.dagSize, upload.at, upload.at, int(UnpinnedReason::Incomplete))
              .run();
    if (!added)
        return fail(added.error());
    const auto id = Statement(m_database, u"SELECT id FROM content WHERE cid = ?"_s)
                        .bind(cid)
                        .first(readInteger);
    if (!id)
        return fail(id.error());
    return id->value_or(0);
}

Done Uploads::recordUpload(const UploadRecord& upload, qint64 content)
{
    const auto count = [&](const QString& table, std::optional<qint64> id) {
        return Statement(m_database,
                         u"UPDATE %1 SET uploads = uploads + 1 WHERE id = ?"_s.arg(table))
            .bind(id)
            .run();
    };
    const auto isDeleted
        = Statement(m_database, u"SELECT deleted IS NOT NULL FROM upload WHERE id = ?"_s)
              .bind(upload.id)
              .first(readInteger);
    if (!isDeleted)
        return fail(isDeleted.error());
    if (*isDeleted) { // Contract §4.2: the name is overwritten, the rest stays; the deleted come
                      // back.
        const Done updated = Statement(m_database,
                                       u"UPDATE upload SET name = ?, updated = ?, deleted = NULL"
                                       " WHERE id = ?"_s)
                                 .bind(upload.name, upload.at, upload.id)
                                 .run();
        if (!updated)
            return updated;
        return **isDeleted ? count(u"user"_s, upload.user) : Done();
    }
    Statement remember(m_database, u"UPDATE user SET newest = max(newest, ?) WHERE id = ?"_s);
    if (const Done done = remember.bind(upload.created, upload.user).run(); !done)
        return done;
    Statement add(m_database,
                  u"INSERT INTO upload (id, user_id, token_id, content_id, source_cid, type, name,"
                  " created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
    const Done added
        = add.bind(upload.id, upload.user, upload.token, content, upload.source.bytes(),
                   upload.type, upload.name, upload.created, upload.at)
              .run();
    if (!added)
        return added;
    if (const Done done = count(u"user"_s, upload.user); !done)
        return done;
    return count(u"token"_s, upload.token);
}

Result<qint64> Uploads::recordCar(const CarContents& car, Timestamp now)
{
    const auto known = Statement(m_database, u"SELECT id, state FROM car WHERE cid = ?"_s)
                           .bind(car.carCid.bytes())
                           .first([](Statement& row) {
                               return std::pair(row.read<qint64>(0), row.read<int>(1));
                           });
    if (!known)
        return fail(known.error());
    if (*known && (*known)->second == int(CarState::Whole))
        return (*known)->first;
    const auto id = addCar(car, now, *known ? std::optional((*known)->first) : std::nullopt);
    if (!id)
        return fail(id.error());
    for (const auto& table : {u"unassigned_car"_s, u"gone_car"_s}) {
        Statement assigned(m_database, u"DELETE FROM %1 WHERE cid = ?"_s.arg(table));
        if (const Done done = assigned.bind(car.carCid.bytes()).run(); !done)
            return fail(done.error());
    }
    if (*known && !car.isDamaged) {
        if (const Done done = completeOthers(*id, car, now); !done)
            return fail(done.error());
    }
    return id;
}

/// New, or here again after it was damaged or lost: then in the place of @p former, whose blocks
/// are removed later, since that reads all of the index.
Result<qint64> Uploads::addCar(const CarContents& car, Timestamp now, std::optional<qint64> former)
{
    if (former) {
        if (const Done done = letCarLeave(m_database, *former); !done)
            return fail(done.error());
    }
    const int state = int(car.isDamaged ? CarState::Damaged : CarState::Whole);
    Statement add(m_database, u"INSERT INTO car (cid, size, created, state) VALUES (?, ?, ?, ?)"_s);
    Statement list(m_database,
                   u"UPDATE car SET cid = ?, size = ?, created = ?, state = ? WHERE id = ?"
                   " AND state = ?"_s);
    if (car.row)
        list.bind(car.carCid.bytes(), car.size, now, state, *car.row, int(CarState::Arriving));
    else
        add.bind(car.carCid.bytes(), car.size, now, state);
    if (const Done written = car.row ? list.run() : add.run(); !written)
        return fail(written.error());
    if (car.row && list.changes() == 0) // A service that started just now has given it up.
        return fail(Error::Kind::Conflict, u"the rows of its blocks are gone"_s);
    const qint64 id = car.row ? *car.row : add.lastId();
    if (const Done done = car.row ? Done() : recordBlocks(m_database, id, car.blocks); !done)
        return fail(done.error());
    Statement follow(m_database, u"UPDATE part SET car_id = ? WHERE car_id = ?"_s);
    if (const Done done = former ? follow.bind(id, *former).run() : Done(); !done)
        return fail(done.error());
    return id;
}

Done Uploads::letCarLeave(Database& catalog, qint64 car)
{
    return Statement(catalog, u"UPDATE car SET cid = randomblob(16), state = ? WHERE id = ?"_s)
        .bind(int(CarState::Leaving), car)
        .run();
}

/// A CAR that is whole again completes every upload that it is a part of, whoever sent it.
Done Uploads::completeOthers(qint64 id, const CarContents& car, Timestamp now)
{
    const auto uploads = Statement(m_database, u"SELECT upload_id FROM part WHERE car_id = ?"_s)
                             .bind(id)
                             .all(readInteger);
    if (!uploads)
        return fail(uploads.error());
    // A frame that was damaged may have looked like a block of another codec.
    Statement look(m_database,
                   u"UPDATE upload SET unknown_codec = EXISTS (SELECT 1 FROM block JOIN part"
                   " ON part.car_id = block.car_id WHERE part.upload_id = upload.id"
                   " AND block.codec NOT IN (?, ?, ?, ?)) WHERE id = ? AND unknown_codec"_s);
    Statement unlist(m_database, u"UPDATE part SET has_unlisted_links = 1 WHERE car_id = ?"_s);
    if (const Done done = car.isLong ? unlist.bind(id).run() : Done(); !done)
        return done;
    using enum content::Codec;
    for (const qint64 upload : *uploads) {
        look.bind(quint64(Raw), quint64(DagPb), quint64(DagCbor), quint64(DagJson), upload);
        if (const Done done = look.run(); !done)
            return done;
        if (const Done done = recordMissingLinks(upload, car, id); !done)
            return done;
        if (const Done done = pinIfWhole(m_database, upload, now); !done)
            return done;
    }
    return {};
}

Result<qint64> Uploads::recordAbsentCar(const content::Cid& car, qint64 size, Timestamp now)
{
    Statement add(m_database,
                  u"INSERT INTO car (cid, size, created, state) VALUES (?, ?, ?, ?)"
                  " ON CONFLICT (cid) DO NOTHING"_s);
    if (const Done done = add.bind(car.bytes(), size, now, int(CarState::Absent)).run(); !done)
        return fail(done.error());
    const auto id = Statement(m_database, u"SELECT id FROM car WHERE cid = ?"_s)
                        .bind(car.bytes())
                        .first(readInteger);
    if (!id)
        return fail(id.error());
    return id->value_or(0);
}

Done Uploads::recordBlocks(Database& catalog, qint64 car, const BlockTable& blocks)
{
    Statement add(catalog,
                  u"INSERT OR IGNORE INTO block (multihash, codec, car_id, offset, length)"
                  " VALUES (?, ?, ?, ?, ?)"_s);
    qint64 bytes = 0;
    for (const BlockPlace& block : blocks) {
        bytes += block.length;
        const Done done
            = add.bind(block.key.multihash, block.key.codec, car, block.offset, block.length).run();
        if (!done)
            return done;
    }
    return Statement(catalog, u"UPDATE car SET block_bytes = ? WHERE id = ?"_s)
        .bind(bytes, car)
        .run();
}

Done Uploads::recordPart(const UploadRecord& upload, const content::Cid& cid,
                         const std::optional<CarContents>& car)
{
    // Of one among several the record does not say it.
    const qint64 size = upload.parts.size() == 1 ? upload.size : 0;
    const auto id = car ? recordCar(*car, upload.at) : recordAbsentCar(cid, size, upload.at);
    if (!id)
        return fail(id.error());
    Statement add(m_database,
                  u"INSERT OR IGNORE INTO part (upload_id, car_id, has_unlisted_links)"
                  " VALUES (?, ?, ?)"_s);
    if (const Done done = add.bind(upload.id, *id, car && car->isLong).run(); !done)
        return done;
    CarContents absent;
    if (!car || car->isDamaged) {
        // What is not here cannot say what it linked to; but the root leads to all that is.
        absent.missingLinks.add({blockKey(upload.source)});
        if (const Done done = recordMissingLinks(upload.id, absent, *id); !done)
            return done;
    }
    return car ? recordMissingLinks(upload.id, *car, *id) : Done();
}

/// Keeps what the upload's parts link to but do not hold, so that a part costs its own size only.
Done Uploads::recordMissingLinks(qint64 upload, const CarContents& car, qint64 id)
{
    if (car.unknownCodec) {
        Statement mark(m_database, u"UPDATE upload SET unknown_codec = 1 WHERE id = ?"_s);
        if (const Done done = mark.bind(upload).run(); !done)
            return done;
    }
    const auto any
        = Statement(m_database, u"SELECT 1 FROM missing_link WHERE upload_id = ? LIMIT 1"_s)
              .bind(upload)
              .first(readInteger);
    if (!any)
        return fail(any.error());
    if (*any && car.isLong) { // Any block's bytes are a raw block, too.
        Statement found(m_database,
                        u"DELETE FROM missing_link WHERE upload_id = ? AND EXISTS (SELECT 1"
                        " FROM block WHERE block.multihash = missing_link.multihash"
                        " AND block.codec = iif(missing_link.codec = ?, block.codec,"
                        " missing_link.codec) AND block.car_id = ?)"_s);
        found.bind(upload, quint64(content::Codec::Raw), id);
        if (const Done done = found.run(); !done)
            return done;
    } else if (*any) {
        Statement found(m_database,
                        u"DELETE FROM missing_link WHERE upload_id = ? AND multihash = ?"
                        " AND codec IN (?, ?)"_s);
        for (const BlockPlace& block : car.blocks) {
            if (const Done done = found
                                      .bind(upload, block.key.multihash, block.key.codec,
                                            quint64(content::Codec::Raw))
                                      .run();
                !done)
                return done;
        }
    }
    return addMissingLinks(m_database, upload, car.missingLinks);
}

Done Uploads::addMissingLinks(Database& catalog, qint64 upload, const BlockTable& links)
{
    // Each value is bound anew: Qt's driver miscounts a numbered parameter that comes twice.
    Statement add(catalog,
                  u"INSERT OR IGNORE INTO missing_link (upload_id, multihash, codec) SELECT ?, ?, ?"
                  " WHERE NOT EXISTS (SELECT 1 FROM block JOIN part ON part.car_id = block.car_id"
                  " AND part.upload_id = ? WHERE block.multihash = ?"
                  " AND block.codec = coalesce(?, block.codec))"_s);
    for (const auto& [key, offset, length] : links) {
        const Done done
            = add.bind(upload, key.multihash, key.codec, upload, key.multihash, codecNeeded(key))
                  .run();
        if (!done)
            return done;
    }
    return {};
}

} // namespace cairn::local
