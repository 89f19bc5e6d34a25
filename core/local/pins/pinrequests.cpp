// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/pins/pinrequests.h"

#include "core/base/logging.h"
#include "core/content/codec/links.h"
#include "core/local/store/unpinnedreason.h"

#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

// A larger DAG that is no upload's root is looked through in the background.
constexpr qint64 maxBlocksAtOnce = 2'000;

const QString columns
    = u"SELECT id, status, reason, created, cid, name, origins, meta FROM pin_request r "_s;

const QString queued = u"queued"_s;
const QString notHereYet = u"Not all of its blocks are here yet."_s;

QString jsonText(const QJsonArray& array)
{
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}
QString jsonText(const QJsonObject& object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}
QJsonDocument jsonFrom(const QString& text)
{
    return QJsonDocument::fromJson(text.toUtf8());
}

PinRequest pinRequestFrom(Statement& row)
{
    return {.id = row.read<QString>(0),
            .status = row.read<QString>(1),
            .reason = row.read<QString>(2),
            .created = row.read<Timestamp>(3),
            .pin = {.text = row.read<QString>(4),
                    .cid = {},
                    .name = row.read<QString>(5),
                    .origins = jsonFrom(row.read<QString>(6)).array(),
                    .meta = jsonFrom(row.read<QString>(7)).object()}};
}

} // namespace

PinRequests::PinRequests(Database& database, Journal& journal, const CarStore& cars,
                         const Clock& clock)
    : m_database(database)
    , m_journal(journal)
    , m_cars(cars)
    , m_clock(clock)
{ }

Result<qint64> PinRequests::contentRow(const Cid& cid, Timestamp now)
{
    const QByteArray bytes = cid.toV1().bytes();
    const Done added = Statement(m_database,
                                 u"INSERT OR IGNORE INTO content (cid, created, pin_updated,"
                                 " unpinned_reason) VALUES (?, ?, ?, ?)"_s)
                           .bind(bytes, now, now, int(UnpinnedReason::Queued))
                           .run();
    if (!added)
        return fail(added.error());
    // What was freed is waited for again.
    Statement wait(m_database,
                   u"UPDATE content SET unpinned_reason = ?"
                   " WHERE cid = ? AND NOT pinned AND unpinned_reason = ?"_s);
    wait.bind(int(UnpinnedReason::Queued), bytes, int(UnpinnedReason::Freed));
    if (const Done done = wait.run(); !done)
        return fail(done.error());
    const auto id = Statement(m_database, u"SELECT id FROM content WHERE cid = ?"_s)
                        .bind(bytes)
                        .first(readInteger);
    if (!id)
        return fail(id.error());
    return id->value_or(0);
}

Result<Settled> PinRequests::lookThrough(const Cid& cid, qint64 maxBlocks,
                                         const IsUnwanted& isUnwanted)
{
    BlockStore blocks(m_database, m_cars);
    const auto extent = measure(blocks, {cid, {}, cid}, maxBlocks, isUnwanted);
    if (!extent && extent.error().kind == Error::Kind::NotFound) {
        const auto missing = Cid::parse(extent.error().subject);
        return Settled{false, missing ? std::optional(*missing) : std::nullopt};
    }
    if (!extent)
        return fail(extent.error());
    const bool hasUnknownCodec = *extent && (*extent)->hasUnknownCodec;
    return Settled{*extent && !hasUnknownCodec, {}, hasUnknownCodec}; // Contract §7.5.
}

/// The content's row if it is pinned.
Result<std::optional<qint64>> PinRequests::isPinned(const Cid& cid)
{
    return Statement(m_database, u"SELECT id FROM content WHERE cid = ? AND pinned"_s)
        .bind(cid.toV1().bytes())
        .first(readInteger);
}

/// The requests for it, and it itself if that is new.
Done PinRequests::markPinned(const PinnedRecord& pinned)
{
    const QByteArray cid = pinned.cid.toV1().bytes();
    Statement pin(m_database,
                  u"UPDATE content SET pinned = 1, pin_updated = ?,"
                  " dag_size = coalesce(dag_size, ?) WHERE cid = ? AND NOT pinned"_s);
    if (const Done done = pin.bind(pinned.at, pinned.dagSize, cid).run(); !done)
        return done;
    return Statement(m_database,
                     u"UPDATE pin_request SET status = 'pinned', reason = '' WHERE deleted IS NULL"
                     " AND content_id = (SELECT id FROM content WHERE cid = ?)"_s)
        .bind(cid)
        .run();
}

Result<PinRequest> PinRequests::insert(const PinScope& scope, const PinSpec& spec,
                                       ChangeNotes& notes)
{
    // Newest first is an order only if no two are of one moment, as clients know moments: the API's
    // own JavaScript client reads milliseconds, and pages by them (contract §1.3, §6.9).
    const auto newest = Statement(m_database,
                                  u"SELECT max(created) FROM pin_request WHERE user_id = ?"
                                  " AND deleted IS NULL"_s)
                            .bind(scope.user)
                            .first([](Statement& row) { return row.read<Timestamp>(0); });
    if (!newest)
        return fail(newest.error());
    const PinRecord record{
        .id = QUuid::createUuid().toString(QUuid::WithoutBraces),
        .user = scope.user,
        .token = scope.token,
        .cid = spec.cid,
        .text = spec.text,
        .name = spec.name,
        .origins = spec.origins,
        .meta = spec.meta,
        .created = std::chrono::floor<std::chrono::milliseconds>(
            std::max(m_clock.now(), newest->value_or(Timestamp()) + std::chrono::milliseconds(1)))};
    notes.add(record);
    if (const Done done = apply(record); !done)
        return fail(done.error());
    const auto pinned = isPinned(spec.cid);
    if (!pinned)
        return fail(pinned.error());
    return *pinned ? PinRequest{record.id, u"pinned"_s, {}, record.created, spec}
                   : PinRequest{record.id, queued, notHereYet, record.created, spec};
}

/// Pinned already if little has to be looked through for that.
Result<PinRequest> PinRequests::lookedAt(PinRequest request)
{
    if (request.status != queued)
        return request;
    const auto settled = settle(request.pin.cid, maxBlocksAtOnce, {});
    if (!settled) // It is accepted, and is looked at again in the background.
        qCWarning(lcLocal) << "not pinned yet:" << settled.error().detail;
    if (settled && settled->isPinned) {
        request.status = u"pinned"_s;
        request.reason.clear();
    }
    return request;
}

Done PinRequests::apply(const PinRecord& pin)
{
    const auto content = contentRow(pin.cid, pin.created);
    if (!content)
        return fail(content.error());
    const auto pinned = isPinned(pin.cid);
    if (!pinned)
        return fail(pinned.error());
    return Statement(m_database,
                     u"INSERT OR IGNORE INTO pin_request (id, user_id, token_id, content_id, cid,"
                     " name, folded_name, origins, meta, status, reason, created)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s)
        .bind(pin.id, pin.user, pin.token, *content, pin.text, pin.name, pin.name.toCaseFolded(),
              jsonText(pin.origins), jsonText(pin.meta), *pinned ? u"pinned"_s : queued,
              *pinned ? QString() : notHereYet, pin.created)
        .run();
}

Done PinRequests::apply(const PinRemovedRecord& removed)
{
    return Statement(m_database,
                     u"UPDATE pin_request SET deleted = ? WHERE id = ? AND deleted IS NULL"_s)
        .bind(removed.at, removed.id)
        .run();
}

std::optional<bool> PinRequests::isHereAtOnce(const Cid& cid)
{
    const auto here = lookThrough(cid, maxBlocksAtOnce, {});
    if (here && !here->isPinned && !here->missing && !here->hasUnknownCodec)
        return std::nullopt;
    if (!here)
        qCWarning(lcLocal) << "not pinned:" << cid.toString() << here.error().detail;
    return here && here->isPinned;
}

bool PinRequests::isHere(const Cid& cid, const IsUnwanted& isUnwanted)
{
    const auto here = lookThrough(cid, std::numeric_limits<qint64>::max(), isUnwanted);
    if (!here)
        qCWarning(lcLocal) << "not pinned:" << cid.toString() << here.error().detail;
    return here && here->isPinned;
}

Done PinRequests::apply(const PinnedRecord& pinned, bool isHere)
{
    if (isHere)
        return markPinned(pinned);
    // What it was then stays known.
    return Statement(m_database,
                     u"UPDATE content SET dag_size = coalesce(dag_size, ?) WHERE cid = ?"_s)
        .bind(pinned.dagSize, pinned.cid.toV1().bytes())
        .run();
}

Result<PinRequest> PinRequests::create(const PinScope& scope, const PinSpec& spec)
{
    PinRequest request;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        auto made = insert(scope, spec, notes);
        if (!made)
            return fail(made.error());
        request = std::move(*made);
        return {};
    });
    if (!done)
        return fail(done.error());
    return lookedAt(std::move(request));
}

Result<std::optional<PinRequest>> PinRequests::replace(const PinScope& scope, const QString& id,
                                                       const PinSpec& spec)
{
    std::optional<PinRequest> request;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        const auto removed = removeWithin(scope, id, notes);
        if (!removed)
            return fail(removed.error());
        if (!*removed)
            return {};
        auto made = insert(scope, spec, notes);
        if (!made)
            return fail(made.error());
        request = std::move(*made);
        return {};
    });
    if (!done)
        return fail(done.error());
    if (!request)
        return request;
    return lookedAt(std::move(*request)).transform([](PinRequest made) {
        return std::optional(std::move(made));
    });
}

Result<std::optional<PinRequest>> PinRequests::find(const PinScope& scope, const QString& id)
{
    return Statement(m_database,
                     columns
                         + u"WHERE id = ? AND user_id = ? AND token_id = coalesce(?, token_id)"
                           " AND deleted IS NULL"_s)
        .bind(id, scope.user, scope.token)
        .first(pinRequestFrom);
}

Result<PinPage> PinRequests::list(const PinScope& scope, const PinFilter& filter)
{
    // What is not asked for is NULL and holds for every row. Names are compared as text, so that
    // '%' and '_' mean themselves (contract §14.22).
    const QString where
        = u"WHERE deleted IS NULL AND user_id = ? AND token_id = coalesce(?, token_id)"
          " AND (? IS NULL OR cid IN (SELECT value FROM json_each(?)))"
          " AND (? IS NULL OR status IN (SELECT value FROM json_each(?)))"
          " AND (? IS NULL OR created < ?) AND (? IS NULL OR created > ?)"
          " AND NOT EXISTS (SELECT 1 FROM json_each(?) wanted WHERE NOT EXISTS (SELECT 1"
          " FROM json_each(r.meta) has WHERE has.key = wanted.key AND has.value = wanted.value))"
          " AND CASE ? WHEN 0 THEN name = ? WHEN 1 THEN folded_name = ?"
          " WHEN 2 THEN instr(name, ?) WHEN 3 THEN instr(folded_name, ?) ELSE 1 END "_s;
    const auto listText = [](const QStringList& list) {
        return list.isEmpty() ? std::nullopt
                              : std::optional(jsonText(QJsonArray::fromStringList(list)));
    };
    const auto cids = listText(filter.cids);
    const auto statuses = listText(filter.statuses);
    const auto match = filter.name.isEmpty() ? std::nullopt : std::optional(int(filter.match));
    const QString folded = filter.name.toCaseFolded();
    const auto bind = [&](Statement& statement, qint64 limit) -> Statement& {
        return statement.bind(scope.user, scope.token, cids, cids, statuses, statuses,
                              filter.before, filter.before, filter.after, filter.after,
                              jsonText(filter.meta), match, filter.name, folded, filter.name,
                              folded, limit, filter.offset);
    };
    // The same places to bind in both, whatever they are for.
    Statement count(m_database,
                    u"SELECT count(*) FROM pin_request r "_s + where + u"AND ? IS NOT ?"_s);
    const auto total = bind(count, -1).first(readInteger);
    if (!total)
        return fail(total.error());
    Statement page(m_database, columns + where + u"ORDER BY created DESC LIMIT ? OFFSET ?"_s);
    auto requests = bind(page, filter.limit).all(pinRequestFrom);
    if (!requests)
        return fail(requests.error());
    return PinPage{total->value_or(0), std::move(*requests)};
}

Result<bool> PinRequests::removeWithin(const PinScope& scope, const QString& id, ChangeNotes& notes)
{
    const auto live = Statement(m_database,
                                u"SELECT 1 FROM pin_request WHERE id = ? AND user_id = ?"
                                " AND token_id = coalesce(?, token_id) AND deleted IS NULL"_s)
                          .bind(id, scope.user, scope.token)
                          .first(readInteger);
    if (!live)
        return fail(live.error());
    if (!*live)
        return false;
    const PinRemovedRecord record{id, m_clock.now()};
    notes.add(record);
    if (const Done done = apply(record); !done)
        return fail(done.error());
    return true;
}

Result<bool> PinRequests::remove(const PinScope& scope, const QString& id)
{
    bool isRemoved = false;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        const auto removed = removeWithin(scope, id, notes);
        if (!removed)
            return fail(removed.error());
        isRemoved = *removed;
        return {};
    });
    if (!done)
        return fail(done.error());
    return isRemoved;
}

Result<std::vector<Cid>> PinRequests::waiting()
{
    const auto rows = Statement(m_database,
                                u"SELECT c.cid FROM pin_request r JOIN content c"
                                " ON c.id = r.content_id WHERE r.deleted IS NULL"
                                " AND r.status != 'pinned' GROUP BY c.id ORDER BY min(r.created)"_s)
                          .all([](Statement& row) { return row.read<QByteArray>(0); });
    if (!rows)
        return fail(rows.error());
    std::vector<Cid> cids;
    for (const QByteArray& bytes : *rows) {
        if (const auto cid = Cid::fromBytes(bytes))
            cids.push_back(*cid);
    }
    return cids;
}

/// The ids of the requests for it that are not deleted.
Result<QStringList> PinRequests::live(const Cid& cid)
{
    const auto ids = Statement(m_database,
                               u"SELECT id FROM pin_request WHERE deleted IS NULL AND content_id ="
                               " (SELECT id FROM content WHERE cid = ?)"_s)
                         .bind(cid.toV1().bytes())
                         .all([](Statement& row) { return row.read<QString>(0); });
    if (!ids)
        return fail(ids.error());
    return QStringList(ids->begin(), ids->end());
}

Result<Settled> PinRequests::settle(const Cid& cid, const IsUnwanted& isUnwanted)
{
    return settle(cid, std::numeric_limits<qint64>::max(), isUnwanted);
}

Result<Settled> PinRequests::settle(const Cid& cid, qint64 maxBlocks, const IsUnwanted& isUnwanted)
{
    const auto before = live(cid);
    const auto known = isPinned(cid);
    if (!before || !known)
        return fail(before ? known.error() : before.error());
    std::optional<PinnedRecord> record;
    if (!*known) {
        auto here = lookThrough(cid, maxBlocks, isUnwanted);
        if (!here || !here->isPinned)
            return here;
        const auto root = BlockStore(m_database, m_cars).block(cid);
        if (!root)
            return fail(root.error());
        record = PinnedRecord{cid, m_clock.now(), {}};
        if (const auto size = content::dagSize(cid, *root))
            record->dagSize = qint64(*size);
    }
    Settled settled;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        settled = {};
        const auto now = live(cid);
        if (!now)
            return fail(now.error());
        // Blocks that no request has kept since they were looked for may be gone again.
        const bool wereKept
            = std::ranges::any_of(*now, [&](const QString& id) { return before->contains(id); });
        if (!wereKept)
            return {};
        if (record)
            notes.add(*record);
        settled.isPinned = true;
        return markPinned(record.value_or(PinnedRecord{cid, m_clock.now(), {}}));
    });
    if (!done)
        return fail(done.error());
    return settled;
}

Done PinRequests::explain(const Cid& cid, const QString& status, const QString& reason)
{
    return Statement(m_database,
                     u"UPDATE pin_request SET status = ?, reason = ? WHERE deleted IS NULL"
                     " AND status != 'pinned'"
                     " AND content_id = (SELECT id FROM content WHERE cid = ?)"_s)
        .bind(status, reason, cid.toV1().bytes())
        .run();
}

} // namespace cairn::local
