// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/uploads.h"

#include "core/storage/transaction.h"

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

const QString columns
    = u"SELECT u.id, u.type, u.name, u.created, u.updated, u.source_cid, c.dag_size, c.pinned,"
      " c.pin_updated FROM "_s;
const QString joins = u" JOIN content c ON c.id = u.content_id "_s;

QString cidText(const QByteArray& bytes)
{
    const auto cid = Cid::fromBytes(bytes);
    return cid ? cid->toString() : QString();
}

qint64 number(Statement& row)
{
    return row.read<qint64>(0);
}

QString ordering(SortBy by, bool ascending)
{
    const auto direction = ascending ? "ASC"_L1 : "DESC"_L1;
    const auto date = u"created %1, id %1"_s.arg(direction);
    return by == SortBy::Date ? date : u"name COLLATE NOCASE %1, "_s.arg(direction) + date;
}

} // namespace

Uploads::Uploads(Database& database, const Clock& clock, Pin place)
    : m_database(database)
    , m_clock(clock)
    , m_place(std::move(place))
{ }

Pin Uploads::pin(bool pinned, Timestamp updated) const
{
    Pin pin = m_place;
    pin.status = pinned ? PinStatus::Pinned : PinStatus::Pinning;
    pin.updated = updated;
    return pin;
}

Done Uploads::record(const UploadOrder& order, const CarContents& car)
{
    const Timestamp now = m_clock.now();
    const auto content = recordContent(car, now);
    if (!content)
        return fail(content.error());
    const auto upload = recordUpload(order, car, *content, now);
    if (!upload)
        return fail(upload.error());
    const auto fresh = recordPart(*upload, car, now);
    if (!fresh)
        return fail(fresh.error());
    if (*fresh) {
        if (const Done done = recordMissing(*upload, car); !done)
            return done;
    }
    // Never back to unpinned: what was complete once stays in the store (contract §7.5).
    return Statement(m_database,
                     u"UPDATE content SET pin_updated = ?, pinned = 1 WHERE id = ? AND (pinned OR"
                     " (NOT (SELECT opaque FROM upload WHERE id = ?)"
                     " AND NOT EXISTS (SELECT 1 FROM missing WHERE upload_id = ?)))"_s)
        .bind(now, *content, *upload, *upload)
        .run();
}

Result<qint64> Uploads::recordContent(const CarContents& car, Timestamp now)
{
    const QByteArray cid = car.root.toV1().bytes();
    const Done added = Statement(m_database,
                                 u"INSERT INTO content (cid, dag_size, created, pin_updated)"
                                 " VALUES (?, ?, ?, ?)"
                                 " ON CONFLICT (cid) DO UPDATE SET pin_updated"
                                 " = excluded.pin_updated,"
                                 " dag_size = coalesce(dag_size, excluded.dag_size)"_s)
                           .bind(cid, car.dagSize, now, now)
                           .run();
    if (!added)
        return fail(added.error());
    const auto id
        = Statement(m_database, u"SELECT id FROM content WHERE cid = ?"_s).bind(cid).first(number);
    if (!id)
        return fail(id.error());
    return id->value_or(0);
}

Result<qint64> Uploads::recordUpload(const UploadOrder& order, const CarContents& car,
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
              .bind(order.user, car.root.bytes())
              .first([](Statement& row) {
                  return Row{row.read<qint64>(0), row.read<std::optional<qint64>>(1).has_value()};
              });
    if (!known)
        return fail(known.error());
    if (*known) { // Contract §4.2: the name is overwritten, the rest stays; the deleted come back.
        const Done updated = Statement(m_database,
                                       u"UPDATE upload SET name = ?, updated = ?, deleted = NULL"
                                       " WHERE id = ?"_s)
                                 .bind(order.name, now, (*known)->id)
                                 .run();
        if (!updated)
            return fail(updated.error());
        if ((*known)->deleted) {
            if (const Done done = count(u"user"_s, order.user); !done)
                return fail(done.error());
        }
        return (*known)->id;
    }

    // Paging by date needs dates that differ.
    const auto newest
        = Statement(m_database,
                    u"SELECT max(created) FROM upload WHERE user_id = ?"
                    " AND deleted IS NULL"_s)
              .bind(order.user)
              .first([](Statement& row) { return row.read<std::optional<Timestamp>>(0); });
    if (!newest)
        return fail(newest.error());
    const auto last = newest->value_or(std::nullopt);
    const Timestamp created = last ? std::max(now, *last + std::chrono::microseconds(1)) : now;
    Statement add(m_database,
                  u"INSERT INTO upload (user_id, token_id, content_id, source_cid, type, name,"
                  " created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s);
    const Done added = add.bind(order.user, order.token, content, car.root.bytes(), order.type,
                                order.name, created, created)
                           .run();
    if (!added)
        return fail(added.error());
    const qint64 id = add.lastId();
    if (const Done done = count(u"user"_s, order.user); !done)
        return fail(done.error());
    if (const Done done = count(u"token"_s, order.token); !done)
        return fail(done.error());
    return id;
}

/// Whether this CAR is new to the upload.
Result<bool> Uploads::recordPart(qint64 upload, const CarContents& car, Timestamp now)
{
    Statement addCar(m_database,
                     u"INSERT INTO car (cid, size, created) VALUES (?, ?, ?)"
                     " ON CONFLICT (cid) DO NOTHING"_s);
    if (const Done done = addCar.bind(car.carCid.bytes(), car.size, now).run(); !done)
        return fail(done.error());
    const bool newCar = addCar.changes() > 0;
    const auto id = Statement(m_database, u"SELECT id FROM car WHERE cid = ?"_s)
                        .bind(car.carCid.bytes())
                        .first(number);
    if (!id)
        return fail(id.error());
    if (newCar) {
        Statement add(m_database,
                      u"INSERT OR IGNORE INTO block (multihash, codec, car_id, offset, length)"
                      " VALUES (?, ?, ?, ?, ?)"_s);
        for (const BlockPlace& block : car.blocks) {
            const Done done = add.bind(block.key.multihash, block.key.codec, id->value_or(0),
                                       block.offset, block.length)
                                  .run();
            if (!done)
                return fail(done.error());
        }
    }
    Statement addPart(m_database,
                      u"INSERT OR IGNORE INTO part (upload_id, car_id) VALUES (?, ?)"_s);
    if (const Done done = addPart.bind(upload, id->value_or(0)).run(); !done)
        return fail(done.error());
    return addPart.changes() > 0;
}

/// Keeps what the upload's parts link to but do not hold, so that a part costs its own size only.
Done Uploads::recordMissing(qint64 upload, const CarContents& car)
{
    if (car.opaque) {
        Statement mark(m_database, u"UPDATE upload SET opaque = 1 WHERE id = ?"_s);
        if (const Done done = mark.bind(upload).run(); !done)
            return done;
    }
    const auto any = Statement(m_database, u"SELECT 1 FROM missing WHERE upload_id = ? LIMIT 1"_s)
                         .bind(upload)
                         .first(number);
    if (!any)
        return fail(any.error());
    if (*any) {
        Statement found(m_database,
                        u"DELETE FROM missing WHERE upload_id = ? AND multihash = ?"
                        " AND codec = ?"_s);
        for (const BlockPlace& block : car.blocks) {
            if (const Done done = found.bind(upload, block.key.multihash, block.key.codec).run();
                !done)
                return done;
        }
    }
    // Each value is bound anew: Qt's driver miscounts a numbered parameter that comes twice.
    Statement add(m_database,
                  u"INSERT OR IGNORE INTO missing (upload_id, multihash, codec) SELECT ?, ?, ?"
                  " WHERE NOT EXISTS (SELECT 1 FROM block JOIN part ON part.car_id = block.car_id"
                  " AND part.upload_id = ? WHERE block.multihash = ? AND block.codec = ?)"_s);
    for (const BlockKey& key : car.outside) {
        const Done done
            = add.bind(upload, key.multihash, key.codec, upload, key.multihash, key.codec).run();
        if (!done)
            return done;
    }
    return {};
}

Result<std::vector<Upload>> Uploads::read(Statement& rows)
{
    auto uploads = rows.all([this](Statement& row) {
        return Upload{.id = row.read<QString>(0),
                      .type = row.read<QString>(1),
                      .name = row.read<QString>(2),
                      .created = row.read<Timestamp>(3),
                      .updated = row.read<Timestamp>(4),
                      .cid = cidText(row.read<QByteArray>(5)),
                      .dagSize = row.read<std::optional<qint64>>(6),
                      .pins = {pin(row.read<bool>(7), row.read<Timestamp>(8))},
                      .parts = {},
                      .deals = {}};
    });
    if (!uploads)
        return uploads;
    Statement parts(m_database,
                    u"SELECT car.cid FROM part JOIN car ON car.id = part.car_id"
                    " WHERE part.upload_id = ? ORDER BY part.id"_s);
    for (Upload& upload : *uploads) {
        auto cids = parts.bind(upload.id.toLongLong()).all([](Statement& row) {
            return cidText(row.read<QByteArray>(0));
        });
        if (!cids)
            return fail(cids.error());
        upload.parts = std::move(*cids);
    }
    return uploads;
}

Result<qint64> Uploads::count(qint64 user)
{
    const auto total = Statement(m_database, u"SELECT uploads FROM user WHERE id = ?"_s)
                           .bind(user)
                           .first(number);
    if (!total)
        return fail(total.error());
    return total->value_or(0);
}

Result<UploadPage> Uploads::before(qint64 user, std::optional<Timestamp> before, int size)
{
    const auto total = before ? Statement(m_database,
                                          u"SELECT count(*) FROM upload WHERE user_id = ?"
                                          " AND deleted IS NULL AND created < ?"_s)
                                    .bind(user, *before)
                                    .first(number)
                                    .map([](auto value) { return value.value_or(0); })
                              : count(user);
    if (!total)
        return fail(total.error());
    Statement rows(m_database,
                   columns + u"upload u"_s + joins
                       + u"WHERE u.user_id = ? AND u.deleted IS NULL AND u.created < ?"
                         " ORDER BY u.created DESC, u.id DESC LIMIT ?"_s);
    // Without a bound everything counts, also what a clock that was wrong has dated ahead.
    rows.bind(user, before.value_or(Timestamp::max()), size);
    auto uploads = read(rows);
    if (!uploads)
        return fail(uploads.error());
    return UploadPage{std::move(*uploads), *total};
}

Result<UploadPage> Uploads::page(qint64 user, const UploadQuery& query)
{
    const auto total = count(user);
    if (!total)
        return fail(total.error());
    const qint64 offset = qint64(query.page - 1) * query.size;
    const qint64 length = std::clamp<qint64>(*total - offset, 0, query.size);
    // OFFSET walks the index, so it starts from the nearer end.
    const bool fromEnd = offset > *total / 2;
    const bool ascending = (query.sortOrder == SortOrder::Ascending) != fromEnd;
    const qint64 skip = fromEnd ? *total - offset - length : offset;
    Statement rows(m_database,
                   columns
                       + u"(SELECT id AS page_id FROM upload WHERE user_id = ?"
                         " AND deleted IS NULL ORDER BY %1 LIMIT ? OFFSET ?)"
                         " JOIN upload u ON u.id = page_id"_s.arg(ordering(query.sortBy, ascending))
                       + joins + u"ORDER BY u."_s
                       + ordering(query.sortBy, ascending).replace(u", "_s, u", u."_s));
    rows.bind(user, length, std::max<qint64>(skip, 0));
    auto uploads = read(rows);
    if (!uploads)
        return fail(uploads.error());
    if (fromEnd)
        std::ranges::reverse(*uploads);
    return UploadPage{std::move(*uploads), *total};
}

Result<std::optional<Upload>> Uploads::find(qint64 user, const Cid& source)
{
    Statement rows(m_database,
                   columns + u"upload u"_s + joins
                       + u"WHERE u.user_id = ? AND u.source_cid = ? AND u.deleted IS NULL"_s);
    rows.bind(user, source.bytes());
    auto found = read(rows);
    if (!found)
        return fail(found.error());
    return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::optional<qint64>> Uploads::remove(qint64 user, const Cid& source)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    const auto id = Statement(m_database,
                              u"SELECT id FROM upload WHERE user_id = ? AND source_cid = ?"
                              " AND deleted IS NULL"_s)
                        .bind(user, source.bytes())
                        .first(number);
    if (!id || !*id)
        return id;
    const Timestamp now = m_clock.now();
    Statement mark(m_database, u"UPDATE upload SET deleted = ?, updated = ? WHERE id = ?"_s);
    if (const Done done = mark.bind(now, now, **id).run(); !done)
        return fail(done.error());
    Statement count(m_database, u"UPDATE user SET uploads = uploads - 1 WHERE id = ?"_s);
    if (const Done done = count.bind(user).run(); !done)
        return fail(done.error());
    if (const Done done = transaction->commit(); !done)
        return fail(done.error());
    return id;
}

Result<bool> Uploads::rename(qint64 user, const Cid& source, const QString& name)
{
    Statement rename(m_database,
                     u"UPDATE upload SET name = ? WHERE user_id = ? AND source_cid = ?"
                     " AND deleted IS NULL"_s);
    if (const Done done = rename.bind(name, user, source.bytes()).run(); !done)
        return fail(done.error());
    return rename.changes() > 0;
}

Result<Usage> Uploads::usage(qint64 user)
{
    const auto uploaded = Statement(m_database,
                                    u"SELECT coalesce(sum(dag_size), 0) FROM content WHERE id IN"
                                    " (SELECT content_id FROM upload WHERE user_id = ?"
                                    " AND deleted IS NULL)"_s)
                              .bind(user)
                              .first(number);
    if (!uploaded)
        return fail(uploaded.error());
    return Usage{.uploaded = uploaded->value_or(0), .pinned = 0, .limit = std::nullopt};
}

Result<bool> Uploads::hasCar(const Cid& car)
{
    const auto known = Statement(m_database, u"SELECT 1 FROM car WHERE cid = ?"_s)
                           .bind(car.bytes())
                           .first(number);
    if (!known)
        return fail(known.error());
    return known->has_value();
}

Result<std::optional<ContentStatus>> Uploads::status(const Cid& cid)
{
    return Statement(m_database,
                     u"SELECT dag_size, created, pinned, pin_updated FROM content"
                     " WHERE cid = ?"_s)
        .bind(cid.toV1().bytes())
        .first([this](Statement& row) {
            return ContentStatus{.cid = {},
                                 .dagSize = row.read<std::optional<qint64>>(0),
                                 .created = row.read<Timestamp>(1),
                                 .pins = {pin(row.read<bool>(2), row.read<Timestamp>(3))},
                                 .deals = {}};
        });
}

} // namespace cairn::local
