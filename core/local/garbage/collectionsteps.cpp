// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/garbage/collectionsteps.h"

#include "core/local/store/catalog.h"
#include "core/local/store/unpinnedreason.h"
#include "core/storage/statement.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

// Each takes collected.freeBefore twice.
const QString nobodyHas = u" AND NOT EXISTS (SELECT 1 FROM upload WHERE content_id = content.id"
                          " AND (deleted IS NULL OR deleted >= ?))"
                          " AND NOT EXISTS (SELECT 1 FROM pin_request"
                          " WHERE content_id = content.id AND (deleted IS NULL OR deleted >= ?))"_s;
const QString nothingNames = u" AND NOT EXISTS (SELECT 1 FROM upload WHERE content_id = content.id)"
                             " AND NOT EXISTS"
                             " (SELECT 1 FROM pin_request WHERE content_id = content.id)"_s;
const QString nobodyUsed
    = u" AND NOT blocked"
      " AND NOT EXISTS (SELECT 1 FROM upload WHERE token_id = token.id)"
      " AND NOT EXISTS (SELECT 1 FROM pin_request WHERE token_id = token.id)"_s;
const QString named = u"IN (SELECT value FROM json_each(?))"_s;

template<typename... Values>
Done change(Database& catalog, const QString& sql, const Values&... values)
{
    return Statement(catalog, sql).bind(values...).run();
}

/// Their parts and the count of their token with them.
Done forgetUploads(Database& catalog, const QString& rows, Timestamp before)
{
    const QString these = u"FROM upload WHERE id "_s + named + u" AND deleted < ?"_s;
    for (const QString& sql : {
             u"DELETE FROM missing_link WHERE upload_id IN (SELECT id "_s + these + ')'_L1,
             u"DELETE FROM part WHERE upload_id IN (SELECT id "_s + these + ')'_L1,
             u"UPDATE token SET uploads = uploads - gone.n FROM (SELECT token_id, count(*) AS n "_s
                 + these + u" GROUP BY token_id) AS gone WHERE token.id = gone.token_id"_s,
             u"DELETE "_s + these,
         }) {
        if (const Done done = change(catalog, sql, rows, before); !done)
            return done;
    }
    return {};
}

Done forgetTokens(Database& catalog, const QString& rows, Timestamp before)
{
    const Done unnamed = change(catalog,
                                u"UPDATE token SET name = '', hint = '' WHERE id "_s + named
                                    + u" AND deleted < ? AND name != ''"_s,
                                rows, before);
    if (!unnamed)
        return unnamed;
    return change(catalog,
                  u"DELETE FROM token WHERE id "_s + named + u" AND deleted < ?"_s + nobodyUsed,
                  rows, before);
}

} // namespace

CollectionSteps::CollectionSteps(Database& catalog, const CollectedRecord& collected)
    : m_catalog(catalog)
    , m_collected(collected)
{ }

Result<std::optional<CollectionSteps::Step>> CollectionSteps::next()
{
    while (!m_isDone) {
        auto found = find();
        if (!found)
            return fail(found.error());
        if (!found->isEmpty())
            return Step{m_kind, std::move(*found)};
        m_isDone = m_kind == Kind::ForgottenTokens;
        m_kind = Kind(int(m_kind) + 1);
        m_after = 0;
    }
    return std::nullopt;
}

template<typename... Values>
Result<QString> CollectionSteps::rows(const QString& from, const Values&... values)
{
    const auto found = Statement(m_catalog,
                                 u"SELECT json_group_array(id), max(id) FROM (SELECT id FROM %1"
                                 " LIMIT 1000) HAVING count(*) > 0"_s.arg(from))
                           .bind(values...)
                           .first([](Statement& row) {
                               return std::pair(row.read<QString>(0), row.read<qint64>(1));
                           });
    if (!found)
        return fail(found.error());
    if (!*found)
        return QString();
    m_after = (*found)->second;
    return (*found)->first;
}

/// Those of this kind that were not given yet; what was given is changed, or is looked past.
Result<QString> CollectionSteps::find()
{
    const Timestamp before = m_collected.forgetBefore;
    const int freed = int(UnpinnedReason::Freed);
    switch (m_kind) {
    case Kind::Freed:
        return rows(u"content WHERE id > ? AND (pinned OR unpinned_reason != ?)"_s + nobodyHas
                        + u" ORDER BY id"_s,
                    m_after, freed, m_collected.freeBefore, m_collected.freeBefore);
    case Kind::ForgottenUploads:
        return rows(u"upload WHERE deleted < ?"_s, before);
    case Kind::ForgottenPins:
        return rows(u"pin_request WHERE deleted < ?"_s, before);
    case Kind::ForgottenContents:
        return rows(u"content WHERE id > ? AND pin_updated < ?"_s + nothingNames
                        + u" ORDER BY id"_s,
                    m_after, before);
    case Kind::ForgottenTokens:
        return rows(u"token WHERE id > ? AND deleted < ? AND (name != '' OR (1"_s + nobodyUsed
                        + u")) ORDER BY id"_s,
                    m_after, before);
    }
    return QString();
}

Done CollectionSteps::apply(const Step& step)
{
    const Timestamp before = m_collected.forgetBefore;
    const int freed = int(UnpinnedReason::Freed);
    Done done;
    switch (step.kind) {
    case Kind::Freed:
        return change(m_catalog,
                      u"UPDATE content SET pinned = 0, unpinned_reason = ?, pin_updated = ?"
                      " WHERE id "_s
                          + named + nobodyHas,
                      freed, m_collected.at, step.rows, m_collected.freeBefore,
                      m_collected.freeBefore);
    case Kind::ForgottenUploads:
        done = forgetUploads(m_catalog, step.rows, before);
        break;
    case Kind::ForgottenPins:
        done = change(m_catalog,
                      u"DELETE FROM pin_request WHERE id "_s + named + u" AND deleted < ?"_s,
                      step.rows, before);
        break;
    case Kind::ForgottenContents:
        done = change(m_catalog,
                      u"DELETE FROM content WHERE id "_s + named + u" AND pin_updated < ?"_s
                          + nothingNames,
                      step.rows, before);
        break;
    case Kind::ForgottenTokens:
        done = forgetTokens(m_catalog, step.rows, before);
        break;
    }
    return done ? setForgotten(m_catalog, true) : done;
}

Done apply(Database& catalog, const CollectedRecord& collected)
{
    CollectionSteps steps(catalog, collected);
    for (;;) {
        const auto step = steps.next();
        if (!step)
            return fail(step.error());
        if (!*step)
            return {};
        if (const Done done = steps.apply(**step); !done)
            return done;
    }
}

} // namespace cairn::local
