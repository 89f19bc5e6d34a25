// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/pins/pinrequests.h"

#include "core/content/codec/links.h"
#include "core/local/store/dagwalk.h"
#include "core/local/store/unpinnedreason.h"
#include "core/storage/transaction.h"

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

PinRequest requestFrom(Statement& row)
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

PinRequests::PinRequests(Database& database, const CarStore& cars, const Clock& clock)
    : m_database(database)
    , m_cars(cars)
    , m_clock(clock)
{ }

Result<qint64> PinRequests::contentRow(const Cid& cid)
{
    const QByteArray bytes = cid.toV1().bytes();
    const Timestamp now = m_clock.now();
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

/// Within a transaction: whether all of it is in the store, which the catalog then knows too.
Result<bool> PinRequests::pinIfHere(qint64 content, const Cid& cid, qint64 maxBlocks)
{
    const auto pinned = Statement(m_database, u"SELECT pinned FROM content WHERE id = ?"_s)
                            .bind(content)
                            .first(readInteger);
    if (!pinned)
        return fail(pinned.error());
    if (!pinned->value_or(0)) {
        BlockStore blocks(m_database, m_cars);
        const auto length = carLength(blocks, {cid, {}, cid}, maxBlocks);
        if (!length && length.error().kind == Error::Kind::NotFound)
            return false;
        if (!length)
            return fail(length.error());
        if (!*length)
            return false;
        const auto root = blocks.block(cid);
        if (!root)
            return fail(root.error());
        const auto size = content::dagSize(cid, *root);
        Statement pin(m_database,
                      u"UPDATE content SET pinned = 1, pin_updated = ?,"
                      " dag_size = coalesce(dag_size, ?) WHERE id = ?"_s);
        const Done done
            = pin.bind(m_clock.now(), size ? std::optional(qint64(*size)) : std::nullopt, content)
                  .run();
        if (!done)
            return fail(done.error());
    }
    const Done done = Statement(m_database,
                                u"UPDATE pin_request SET status = 'pinned', reason = ''"
                                " WHERE content_id = ? AND deleted IS NULL"_s)
                          .bind(content)
                          .run();
    if (!done)
        return fail(done.error());
    return true;
}

Result<PinRequest> PinRequests::insert(const PinScope& scope, const PinSpec& spec)
{
    const auto content = contentRow(spec.cid);
    if (!content)
        return fail(content.error());
    // Newest first is an order only if no two are of one moment, as clients know moments: the API's
    // own JavaScript client reads milliseconds, and pages by them (contract §1.3, §6.9).
    const auto newest = Statement(m_database,
                                  u"SELECT max(created) FROM pin_request WHERE user_id = ?"
                                  " AND deleted IS NULL"_s)
                            .bind(scope.user)
                            .first([](Statement& row) { return row.read<Timestamp>(0); });
    if (!newest)
        return fail(newest.error());
    PinRequest request{
        QUuid::createUuid().toString(QUuid::WithoutBraces), u"queued"_s,
        u"Not all of its blocks are here yet."_s,
        std::chrono::floor<std::chrono::milliseconds>(
            std::max(m_clock.now(), newest->value_or(Timestamp()) + std::chrono::milliseconds(1))),
        spec};
    const Done added
        = Statement(m_database,
                    u"INSERT INTO pin_request (id, user_id, token_id, content_id, cid, name,"
                    " folded_name, origins, meta, status, reason, created)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s)
              .bind(request.id, scope.user, scope.token, *content, spec.text, spec.name,
                    spec.name.toCaseFolded(), jsonText(spec.origins), jsonText(spec.meta),
                    request.status, request.reason, request.created)
              .run();
    if (!added)
        return fail(added.error());
    const auto here = pinIfHere(*content, spec.cid, maxBlocksAtOnce);
    if (!here)
        return fail(here.error());
    if (*here) {
        request.status = u"pinned"_s;
        request.reason.clear();
    }
    return request;
}

Result<PinRequest> PinRequests::create(const PinScope& scope, const PinSpec& spec)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    auto request = insert(scope, spec);
    if (!request)
        return request;
    if (const Done done = transaction->commit(); !done)
        return fail(done.error());
    return request;
}

Result<std::optional<PinRequest>> PinRequests::replace(const PinScope& scope, const QString& id,
                                                       const PinSpec& spec)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    const auto removed = remove(scope, id);
    if (!removed)
        return fail(removed.error());
    if (!*removed)
        return std::nullopt;
    auto request = insert(scope, spec);
    if (!request)
        return fail(request.error());
    if (const Done done = transaction->commit(); !done)
        return fail(done.error());
    return *request;
}

Result<std::optional<PinRequest>> PinRequests::find(const PinScope& scope, const QString& id)
{
    return Statement(m_database,
                     columns
                         + u"WHERE id = ? AND user_id = ? AND token_id = coalesce(?, token_id)"
                           " AND deleted IS NULL"_s)
        .bind(id, scope.user, scope.token)
        .first(requestFrom);
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
    const auto ask = [&](const QString& sql, qint64 limit) {
        Statement statement(m_database, sql);
        statement.bind(scope.user, scope.token, cids, cids, statuses, statuses, filter.before,
                       filter.before, filter.after, filter.after, jsonText(filter.meta), match,
                       filter.name, folded, filter.name, folded, limit, filter.offset);
        return statement;
    };
    // The same places to bind in both, whatever they are for.
    const auto total
        = ask(u"SELECT count(*) FROM pin_request r "_s + where + u"AND ? IS NOT ?"_s, -1)
              .first(readInteger);
    if (!total)
        return fail(total.error());
    auto requests = ask(columns + where + u"ORDER BY created DESC LIMIT ? OFFSET ?"_s, filter.limit)
                        .all(requestFrom);
    if (!requests)
        return fail(requests.error());
    return PinPage{total->value_or(0), std::move(*requests)};
}

Result<bool> PinRequests::remove(const PinScope& scope, const QString& id)
{
    Statement mark(m_database,
                   u"UPDATE pin_request SET deleted = ? WHERE id = ? AND user_id = ?"
                   " AND token_id = coalesce(?, token_id) AND deleted IS NULL"_s);
    if (const Done done = mark.bind(m_clock.now(), id, scope.user, scope.token).run(); !done)
        return fail(done.error());
    return mark.changes() > 0;
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

Result<bool> PinRequests::settle(const Cid& cid)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    const auto content = contentRow(cid);
    if (!content)
        return fail(content.error());
    const auto here = pinIfHere(*content, cid, std::numeric_limits<qint64>::max());
    if (!here || !*here)
        return here;
    if (const Done done = transaction->commit(); !done)
        return fail(done.error());
    return true;
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
