// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/uploads.h"
#include "core/storage/transaction.h"

#include <algorithm>

// The writing half of Uploads: what one accepted CAR changes in the catalog.
namespace cairn::local {
using namespace Qt::StringLiterals;

Done Uploads::record(const UploadContext& context, const CarContents& car)
{
    const Timestamp now = m_clock.now();
    const auto content = recordContent(car, now);
    if (!content)
        return fail(content.error());
    const auto upload = recordUpload(context, car, *content, now);
    if (!upload)
        return fail(upload.error());
    const auto fresh = recordPart(*upload, car, now);
    if (!fresh)
        return fail(fresh.error());
    if (*fresh) {
        if (const Done done = recordMissingLinks(*upload, car); !done)
            return done;
    }
    // Never back to unpinned: what was complete once stays in the store (contract §7.5).
    Statement pin(m_database,
                  u"UPDATE content SET pin_updated = ?, pinned = 1 WHERE id = ? AND (pinned OR"
                  " (NOT (SELECT unknown_codec FROM upload WHERE id = ?)"
                  " AND NOT EXISTS (SELECT 1 FROM missing_link WHERE upload_id = ?)))"_s);
    if (const Done done = pin.bind(now, *content, *upload, *upload).run(); !done)
        return done;
    return Statement(m_database,
                     u"UPDATE pin_request SET status = 'pinned', reason = '' WHERE content_id = ?"
                     " AND deleted IS NULL AND (SELECT pinned FROM content WHERE id = ?)"_s)
        .bind(*content, *content)
        .run();
}

Result<qint64> Uploads::recordContent(const CarContents& car, Timestamp now)
{
    const QByteArray cid = car.root.toV1().bytes();
    const Done added = Statement(m_database,
                                 u"INSERT INTO content (cid, dag_size, created, pin_updated)"
                                 " VALUES (?, ?, ?, ?)"
                                 " ON CONFLICT (cid) DO UPDATE SET pin_updated"
                                 " = excluded.pin_updated, unpinned_reason = ?,"
                                 " dag_size = coalesce(dag_size, excluded.dag_size)"_s)
                           .bind(cid, car.dagSize, now, now, int(UnpinnedReason::Incomplete))
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

Result<qint64> Uploads::recordUpload(const UploadContext& context, const CarContents& car,
                                     qint64 content, Timestamp now)
{
    const auto count = [&](const QString& table, std::optional<qint64> id) {
        return Statement(m_database,
                         u"UPDATE %1 SET uploads = uploads + 1 WHERE id = ?"_s.arg(table))
            .bind(id)
            .run();
    };
    struct Row
    {
        qint64 id;
        bool deleted;
    };
    const auto known
        = Statement(m_database,
                    u"SELECT id, deleted FROM upload"
                    " WHERE user_id = ? AND source_cid = ?"_s)
              .bind(context.user, car.root.bytes())
              .first([](Statement& row) {
                  return Row{row.read<qint64>(0), row.read<std::optional<qint64>>(1).has_value()};
              });
    if (!known)
        return fail(known.error());
    if (*known) { // Contract §4.2: the name is overwritten, the rest stays; the deleted come back.
        const Done updated = Statement(m_database,
                                       u"UPDATE upload SET name = ?, updated = ?, deleted = NULL"
                                       " WHERE id = ?"_s)
                                 .bind(context.name, now, (*known)->id)
                                 .run();
        if (!updated)
            return fail(updated.error());
        if ((*known)->deleted) {
            if (const Done done = count(u"user"_s, context.user); !done)
                return fail(done.error());
        }
        return (*known)->id;
    }

    // Paging by date needs dates that differ.
    const auto newest = Statement(m_database, u"SELECT newest FROM user WHERE id = ?"_s)
                            .bind(context.user)
                            .first([](Statement& row) { return row.read<Timestamp>(0); });
    if (!newest)
        return fail(newest.error());
    const Timestamp created
        = std::max(now, newest->value_or(Timestamp()) + std::chrono::microseconds(1));
    Statement remember(m_database, u"UPDATE user SET newest = ? WHERE id = ?"_s);
    if (const Done done = remember.bind(created, context.user).run(); !done)
        return fail(done.error());
    Statement add(m_database,
                  u"INSERT INTO upload (user_id, token_id, content_id, source_cid, type, name,"
                  " created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s);
    const Done added = add.bind(context.user, context.token, content, car.root.bytes(),
                                context.type, context.name, created, created)
                           .run();
    if (!added)
        return fail(added.error());
    const qint64 id = add.lastId();
    if (const Done done = count(u"user"_s, context.user); !done)
        return fail(done.error());
    if (const Done done = count(u"token"_s, context.token); !done)
        return fail(done.error());
    return id;
}

Result<qint64> Uploads::recordCar(const CarContents& car, Timestamp now)
{
    Statement addCar(m_database,
                     u"INSERT INTO car (cid, size, created) VALUES (?, ?, ?)"
                     " ON CONFLICT (cid) DO NOTHING"_s);
    if (const Done done = addCar.bind(car.carCid.bytes(), car.size, now).run(); !done)
        return fail(done.error());
    const bool isNew = addCar.changes() > 0;
    const auto id = Statement(m_database, u"SELECT id FROM car WHERE cid = ?"_s)
                        .bind(car.carCid.bytes())
                        .first(readInteger);
    if (!id)
        return fail(id.error());
    if (isNew) {
        if (const Done done = recordBlocks(id->value_or(0), car.blocks); !done)
            return fail(done.error());
    }
    return id->value_or(0);
}

Done Uploads::recordBlocks(qint64 car, const BlockTable& blocks)
{
    Statement add(m_database,
                  u"INSERT OR IGNORE INTO block (multihash, codec, car_id, offset, length)"
                  " VALUES (?, ?, ?, ?, ?)"_s);
    for (const BlockPlace& block : blocks) {
        const Done done
            = add.bind(block.key.multihash, block.key.codec, car, block.offset, block.length).run();
        if (!done)
            return done;
    }
    return {};
}

/// Whether this CAR is new to the upload.
Result<bool> Uploads::recordPart(qint64 upload, const CarContents& car, Timestamp now)
{
    const auto id = recordCar(car, now);
    if (!id)
        return fail(id.error());
    Statement addPart(m_database,
                      u"INSERT OR IGNORE INTO part (upload_id, car_id) VALUES (?, ?)"_s);
    if (const Done done = addPart.bind(upload, *id).run(); !done)
        return fail(done.error());
    return addPart.changes() > 0;
}

/// Keeps what the upload's parts link to but do not hold, so that a part costs its own size only.
Done Uploads::recordMissingLinks(qint64 upload, const CarContents& car)
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
    if (*any) {
        Statement found(m_database,
                        u"DELETE FROM missing_link WHERE upload_id = ? AND multihash = ?"
                        " AND codec = ?"_s);
        for (const BlockPlace& block : car.blocks) {
            if (const Done done = found.bind(upload, block.key.multihash, block.key.codec).run();
                !done)
                return done;
        }
    }
    // Each value is bound anew: Qt's driver miscounts a numbered parameter that comes twice.
    Statement add(m_database,
                  u"INSERT OR IGNORE INTO missing_link (upload_id, multihash, codec) SELECT ?, ?, ?"
                  " WHERE NOT EXISTS (SELECT 1 FROM block JOIN part ON part.car_id = block.car_id"
                  " AND part.upload_id = ? WHERE block.multihash = ? AND block.codec = ?)"_s);
    for (const auto& [key, offset, length] : car.missingLinks) {
        const Done done
            = add.bind(upload, key.multihash, key.codec, upload, key.multihash, key.codec).run();
        if (!done)
            return done;
    }
    return {};
}

} // namespace cairn::local
