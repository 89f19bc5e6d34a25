// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/stairs.h"

#include "core/storage/statement.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 usual = 1'024;
constexpr qint64 most = 2 * usual;

QString word(SortBy order)
{
    return order == SortBy::Date ? u"date"_s : u"name"_s;
}

struct Stretch
{
    QString order;
    QString name;
    qint64 created = 0;
    qint64 live = 0;
};

/// The stretches of one order as they should be. The first begins before everything.
QString cut(const QString& order, const QString& name, const QString& sorting)
{
    return u"INSERT INTO stair (user_id, ordering, name, created, live) SELECT user_id, '%1',"
           " CASE at WHEN 1 THEN '' ELSE %2 END,"
           " CASE at WHEN 1 THEN -9223372036854775808 ELSE created END, min(%4, total - at + 1)"
           " FROM (SELECT user_id, name, created,"
           " row_number() OVER (PARTITION BY user_id ORDER BY %3) AS at,"
           " count(*) OVER (PARTITION BY user_id) AS total FROM upload WHERE deleted IS NULL)"
           " WHERE at % %4 = 1"_s.arg(order, name, sorting)
               .replace(u"%4"_s, QString::number(usual));
}

} // namespace

Stairs::Stairs(Database& database)
    : m_database(database)
{ }

Result<Stairs::Step> Stairs::stepTo(qint64 user, SortBy order, qint64 offset)
{
    Statement stretches(m_database,
                        u"SELECT name, created, live FROM stair WHERE user_id = ?"
                        " AND ordering = ? ORDER BY name, created"_s);
    stretches.bind(user, word(order));
    Step step;
    qint64 length = 0;
    step.skip = offset;
    for (bool first = true;; first = false) {
        const auto more = stretches.next();
        if (!more)
            return fail(more.error());
        if (!*more || (!first && step.skip < length))
            return step;
        step.skip -= length;
        step.name = stretches.read<QString>(0);
        step.created = stretches.read<qint64>(1);
        length = stretches.read<qint64>(2);
    }
}

Result<qint64> Stairs::countBefore(qint64 user, Timestamp moment)
{
    const auto last = Statement(m_database,
                                u"SELECT max(created) FROM stair WHERE user_id = ?"
                                " AND ordering = 'date' AND name = '' AND created <= ?"_s)
                          .bind(user, moment)
                          .first(readInteger);
    if (!last)
        return fail(last.error());
    const auto count = Statement(m_database,
                                 u"SELECT (SELECT coalesce(sum(live), 0) FROM stair"
                                 " WHERE user_id = ? AND ordering = 'date' AND created < ?)"
                                 " + (SELECT count(*) FROM upload WHERE user_id = ?"
                                 " AND deleted IS NULL AND created >= ? AND created < ?)"_s)
                           .bind(user, last->value_or(0), user, last->value_or(0), moment)
                           .first(readInteger);
    if (!count)
        return fail(count.error());
    return count->value_or(0);
}

Done Stairs::level(qint64 user)
{
    const auto tooLong = Statement(m_database,
                                   u"SELECT ordering, name, created, live FROM stair"
                                   " WHERE user_id = ? AND live > ?"_s)
                             .bind(user, most)
                             .all([](Statement& row) {
                                 return Stretch{row.read<QString>(0), row.read<QString>(1),
                                                row.read<qint64>(2), row.read<qint64>(3)};
                             });
    if (!tooLong)
        return fail(tooLong.error());
    for (const Stretch& stretch : *tooLong) {
        const bool byDate = stretch.order == "date"_L1;
        Statement middle(m_database,
                         byDate ? u"SELECT '', created FROM upload WHERE user_id = ?"
                                  " AND deleted IS NULL AND ? = '' AND ? = ''"
                                  " AND created >= ?"
                                  " ORDER BY created LIMIT 1 OFFSET ?"_s
                                : u"SELECT name, created FROM upload WHERE user_id = ?"
                                  " AND deleted IS NULL AND name COLLATE NOCASE >= ?"
                                  " AND (name COLLATE NOCASE, created) >= (?, ?)"
                                  " ORDER BY name COLLATE NOCASE, created LIMIT 1 OFFSET ?"_s);
        const auto begin = middle.bind(user, stretch.name, stretch.name, stretch.created, usual)
                               .first([](Statement& row) {
                                   return std::pair(row.read<QString>(0), row.read<qint64>(1));
                               });
        if (!begin)
            return fail(begin.error());
        if (!*begin)
            continue;
        Statement shorten(m_database,
                          u"UPDATE stair SET live = ? WHERE user_id = ? AND ordering = ?"
                          " AND name = ? AND created = ?"_s);
        const Done shortened
            = shorten.bind(usual, user, stretch.order, stretch.name, stretch.created).run();
        if (!shortened)
            return shortened;
        Statement add(m_database,
                      u"INSERT INTO stair (user_id, ordering, name, created, live)"
                      " VALUES (?, ?, ?, ?, ?)"_s);
        const Done added
            = add.bind(user, stretch.order, (*begin)->first, (*begin)->second, stretch.live - usual)
                  .run();
        if (!added)
            return added;
    }
    return Statement(m_database,
                     u"DELETE FROM stair WHERE user_id = ? AND live = 0"
                     " AND created > -9223372036854775808"_s)
        .bind(user)
        .run();
}

QStringList Stairs::rebuilding()
{
    QStringList steps{u"DELETE FROM stair"_s, cut(u"date"_s, u"''"_s, u"created"_s),
                      cut(u"name"_s, u"name"_s, u"name COLLATE NOCASE, created"_s)};
    for (const QString& order : {u"date"_s, u"name"_s})
        steps << u"INSERT OR IGNORE INTO stair (user_id, ordering, name, created, live)"
                 " SELECT id, '%1', '', -9223372036854775808, 0 FROM user"_s.arg(order);
    return steps;
}

Done Stairs::rebuild()
{
    for (const QString& step : rebuilding()) {
        if (const Done done = Statement(m_database, step).run(); !done)
            return done;
    }
    return {};
}

} // namespace cairn::local
