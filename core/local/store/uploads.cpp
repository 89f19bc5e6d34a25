// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/uploads.h"

#include "core/local/store/carstate.h"

#include <algorithm>
#include <limits>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

const QString columns
    = u"SELECT u.id, u.type, u.name, u.created, u.updated, u.source_cid, c.dag_size, c.pinned,"
      " c.unpinned_reason, c.pin_updated FROM "_s;
const QString joins = u" JOIN content c ON c.id = u.content_id "_s;

content::CidString cidOf(const QByteArray& bytes)
{
    return content::CidString(Cid::fromBytes(bytes).value_or(Cid()));
}

/// An earlier version stored what no qint64 holds as a negative number.
std::optional<qint64> sizeIn(const Statement& row, int column)
{
    const auto size = row.read<std::optional<qint64>>(column);
    return size && *size >= 0 ? size : std::nullopt;
}

} // namespace

Uploads::Uploads(Database& database, Journal& journal, const Clock& clock, Pin place)
    : m_database(database)
    , m_journal(journal)
    , m_clock(clock)
    , m_place(std::move(place))
{ }

/// None of what was freed: this place holds it no more, and clients know no word for that (contract
/// §4.4).
std::vector<Pin> Uploads::pins(bool pinned, UnpinnedReason reason, Timestamp updated) const
{
    if (!pinned && reason == UnpinnedReason::Freed)
        return {};
    Pin pin = m_place;
    pin.status = pinned                    ? PinStatus::Pinned
        : reason == UnpinnedReason::Queued ? PinStatus::PinQueued
                                           : PinStatus::Pinning;
    pin.updated = updated;
    return {pin};
}

Result<std::vector<Upload>> Uploads::read(Statement& rows)
{
    auto uploads = rows.all([this](Statement& row) {
        return Upload{.id = row.read<QString>(0),
                      .type = row.read<QString>(1),
                      .name = row.read<QString>(2),
                      .created = row.read<Timestamp>(3),
                      .updated = row.read<Timestamp>(4),
                      .cid = cidOf(row.read<QByteArray>(5)),
                      .dagSize = sizeIn(row, 6),
                      .pins = pins(row.read<bool>(7), UnpinnedReason(row.read<int>(8)),
                                   row.read<Timestamp>(9)),
                      .parts = {},
                      .deals = {}};
    });
    if (!uploads)
        return uploads;
    Statement parts(m_database,
                    u"SELECT car.cid FROM part JOIN car ON car.id = part.car_id"
                    " WHERE part.upload_id = ? AND car.state != ? ORDER BY part.id"_s);
    for (Upload& upload : *uploads) {
        auto cids
            = parts.bind(upload.id.toLongLong(), int(CarState::Absent)).all([](Statement& row) {
                  return cidOf(row.read<QByteArray>(0));
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
                           .first(readInteger);
    if (!total)
        return fail(total.error());
    return total->value_or(0);
}

Result<qint64> Uploads::countBefore(qint64 user, Timestamp moment)
{
    // Counts the older or the newer uploads, whichever are fewer if they are spread evenly in time.
    // The index is named because that of names has all columns that this needs, too.
    const auto count
        = Statement(m_database,
                    u"SELECT iif(? - oldest > newest - ?,"
                    " uploads - (SELECT count(*) FROM %1 AND created >= ?),"
                    " (SELECT count(*) FROM %1 AND created < ?))"
                    " FROM (SELECT id, uploads, newest, (SELECT min(created) FROM %1) AS oldest"
                    " FROM user AS owner WHERE id = ?) AS owner"_s.arg(
                        u"upload INDEXED BY upload_by_date"
                        " WHERE user_id = owner.id AND deleted IS NULL"_s))
              .bind(moment, moment, moment, moment, user)
              .first(readInteger);
    if (!count)
        return fail(count.error());
    return count->value_or(0);
}

Result<UploadPage> Uploads::before(qint64 user, std::optional<Timestamp> before, int size)
{
    const auto total = before ? countBefore(user, *before) : count(user);
    if (!total)
        return fail(total.error());
    Statement rows(m_database,
                   columns + u"upload u"_s + joins
                       + u"WHERE u.user_id = ? AND u.deleted IS NULL AND u.created < ?"
                         " ORDER BY u.created DESC LIMIT ?"_s);
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
    if (length == 0)
        return UploadPage{{}, *total};
    // SQLite counts its way to an offset, so this starts from the end of the list that is nearer.
    const qint64 offsetFromEnd = *total - offset - length;
    const bool fromEnd = offsetFromEnd < offset;
    const bool ascending = (query.sortOrder == SortOrder::Ascending) != fromEnd;
    const bool byDate = query.sortBy == SortBy::Date;
    const QString order = byDate ? u"%1created%2"_s : u"%1name COLLATE NOCASE%2, %1created%2"_s;
    const QString direction = ascending ? QString() : u" DESC"_s;
    // The inner query reads nothing but the index, the outer one only the rows of the page.
    Statement rows(m_database,
                   columns + u"(SELECT id AS page_id FROM upload INDEXED BY "_s
                       + (byDate ? u"upload_by_date"_s : u"upload_by_name"_s)
                       + u" WHERE user_id = ? AND deleted IS NULL ORDER BY "_s
                       + order.arg(QString(), direction)
                       + u" LIMIT ? OFFSET ?) JOIN upload u ON u.id = page_id"_s + joins
                       + u"ORDER BY "_s + order.arg(u"u."_s, direction));
    rows.bind(user, length, fromEnd ? offsetFromEnd : offset);
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

/// The id of the live upload.
Result<std::optional<qint64>> Uploads::liveId(qint64 user, const Cid& source)
{
    return Statement(m_database,
                     u"SELECT id FROM upload WHERE user_id = ? AND source_cid = ?"
                     " AND deleted IS NULL"_s)
        .bind(user, source.bytes())
        .first(readInteger);
}

Result<std::optional<qint64>> Uploads::remove(qint64 user, const Cid& source)
{
    std::optional<qint64> removed;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        const auto id = liveId(user, source);
        if (!id)
            return fail(id.error());
        removed = *id;
        if (!removed)
            return {};
        const DeleteRecord record{*removed, m_clock.now()};
        notes.add(record);
        return apply(record);
    });
    if (!done)
        return fail(done.error());
    return removed;
}

Result<bool> Uploads::rename(qint64 user, const Cid& source, const QString& name)
{
    bool renamed = false;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        const auto id = liveId(user, source);
        if (!id)
            return fail(id.error());
        renamed = id->has_value();
        if (!renamed)
            return {};
        const RenameRecord record{**id, name, m_clock.now()};
        notes.add(record);
        return apply(record);
    });
    if (!done)
        return fail(done.error());
    return renamed;
}

Result<Usage> Uploads::usage(qint64 user)
{
    // The sizes are what roots claim. SQLite's sum() fails beyond 64 bits, so the halves are
    // summed.
    const auto sum = [&](const QString& table) {
        return Statement(m_database,
                         u"SELECT sum(dag_size >> 32), sum(dag_size & 0xffffffff) FROM content"
                         " WHERE dag_size > 0 AND id IN"
                         " (SELECT content_id FROM %1 WHERE user_id = ? AND deleted IS NULL)"_s.arg(
                             table))
            .bind(user)
            .first([](Statement& row) {
                const qint64 low = row.read<qint64>(1);
                const qint64 high = row.read<qint64>(0) + (low >> 32);
                constexpr qint64 most = std::numeric_limits<qint64>::max();
                return high > most >> 32 ? most : (high << 32) | (low & 0xffffffff);
            });
    };
    const auto uploaded = sum(u"upload"_s);
    if (!uploaded)
        return fail(uploaded.error());
    const auto pinned = sum(u"pin_request"_s);
    if (!pinned)
        return fail(pinned.error());
    return Usage{
        .uploaded = uploaded->value_or(0), .pinned = pinned->value_or(0), .limit = std::nullopt};
}

Result<qint64> Uploads::storedBytes(qint64 user)
{
    const auto bytes
        = Statement(m_database,
                    u"SELECT sum(block_bytes) FROM car WHERE id IN (SELECT car_id FROM part"
                    " JOIN upload ON upload.id = upload_id WHERE user_id = ?"
                    " AND deleted IS NULL)"_s)
              .bind(user)
              .first(readInteger);
    if (!bytes)
        return fail(bytes.error());
    return bytes->value_or(0);
}

Result<bool> Uploads::hasWholeCar(const Cid& car)
{
    const auto known = Statement(m_database, u"SELECT 1 FROM car WHERE cid = ? AND state = ?"_s)
                           .bind(car.bytes(), int(CarState::Whole))
                           .first(readInteger);
    if (!known)
        return fail(known.error());
    return known->has_value();
}

Result<std::optional<ContentStatus>> Uploads::status(const Cid& cid)
{
    return Statement(m_database,
                     u"SELECT dag_size, created, pinned, unpinned_reason, pin_updated FROM content"
                     " WHERE cid = ?"_s)
        .bind(cid.toV1().bytes())
        .first([this](Statement& row) {
            return ContentStatus{.cid = {},
                                 .dagSize = sizeIn(row, 0),
                                 .created = row.read<Timestamp>(1),
                                 .pins = pins(row.read<bool>(2), UnpinnedReason(row.read<int>(3)),
                                              row.read<Timestamp>(4)),
                                 .deals = {}};
        });
}

} // namespace cairn::local
