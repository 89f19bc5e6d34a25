// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/pendingchanges.h"

#include "core/storage/statement.h"
#include "core/transfer/store/transferrow.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace transfer {

namespace {

/// Those that the end of the program leads back to the queue.
QString interruptedStates()
{
    QStringList states;
    for (int state = 0; state <= int(State::Saved); ++state) {
        if (next(State(state), Event::Interrupt))
            states << QString::number(state);
    }
    return states.join(u", "_s);
}

} // namespace

QString interruptedState()
{
    return u"iif(state IN (%1), %2, state)"_s.arg(interruptedStates(),
                                                  QString::number(int(State::Queued)));
}

QString interruptedSuspension()
{
    return u"iif(state IN (%1, %2), NULL, suspension)"_s.arg(interruptedStates(),
                                                             QString::number(int(State::Queued)));
}

} // namespace transfer

Done PendingChanges::prepare()
{
    const QString columns = transfer::rowColumns();
    for (const QString& statement :
         {u"PRAGMA temp_store = MEMORY"_s,
          u"CREATE TEMP TABLE pending (id INTEGER PRIMARY KEY, change INTEGER,"
          " removed INTEGER NOT NULL DEFAULT 0, %1)"_s.arg(transfer::columnNames().join(u", "_s)),
          u"CREATE INDEX temp.pending_change ON pending (change)"_s,
          u"CREATE INDEX temp.pending_position ON pending (position)"_s,
          u"CREATE TEMP VIEW seen AS SELECT %1 FROM main.transfer"
          " WHERE id NOT IN (SELECT id FROM temp.pending)"
          " UNION ALL SELECT %1 FROM temp.pending WHERE removed = 0"_s.arg(columns)}) {
        if (const Done done = Statement(m_database, statement).run(); !done)
            return done;
    }
    return {};
}

Done PendingChanges::save(const Transfer& transfer, const QString& owner, qint64 change)
{
    Statement insert(m_database,
                     u"INSERT OR REPLACE INTO temp.pending (%1, id, change) VALUES (%2, %3)"_s
                         .arg(transfer::columnNames().join(u", "_s), transfer::rowMarks())
                         .arg(change));
    transfer::bindRow(insert, transfer, owner);
    return insert.run();
}

Done PendingChanges::remove(TransferId id, qint64 change)
{
    forgetParts(id, change);
    return Statement(
               m_database,
               u"INSERT OR REPLACE INTO temp.pending (id, change, removed) VALUES (?, ?, 1)"_s)
        .bind(id, change)
        .run();
}

Done PendingChanges::takeOver(const QString& left, const QString& owner, qint64 change)
{
    QStringList values = transfer::columnNames();
    values[values.indexOf("owner"_L1)] = u"?"_s;
    values[values.indexOf("state"_L1)] = transfer::interruptedState();
    values[values.indexOf("suspension"_L1)] = transfer::interruptedSuspension();
    return Statement(m_database,
                     u"INSERT INTO temp.pending (%1, id, change) SELECT %2, id, %3"
                     " FROM main.transfer WHERE over = 0 AND owner = ?"
                     " AND id NOT IN (SELECT id FROM temp.pending)"_s.arg(
                         transfer::columnNames().join(u", "_s), values.join(u", "_s),
                         QString::number(change)))
        .bind(owner, left)
        .run();
}

void PendingChanges::savePart(TransferId id, const PartRecord& part, qint64 change)
{
    Parts& pending = m_parts[id];
    pending.change = change;
    pending.parts.insert_or_assign(part.part, part);
}

void PendingChanges::forgetParts(TransferId id, qint64 change)
{
    m_parts.insert_or_assign(id, Parts{change, true});
}

void PendingChanges::pauseUntil(std::optional<Timestamp> until, qint64 change)
{
    m_pause = Pause{change, until};
}

Done PendingChanges::written(qint64 change)
{
    std::erase_if(m_parts, [change](const auto& entry) { return entry.second.change == change; });
    if (m_pause && m_pause->change == change)
        m_pause.reset();
    return Statement(m_database, u"DELETE FROM temp.pending WHERE change = ?"_s).bind(change).run();
}

std::vector<PartRecord> PendingChanges::parts(TransferId id,
                                              const std::vector<PartRecord>& stored) const
{
    const auto pending = m_parts.find(id);
    if (pending == m_parts.end())
        return stored;
    std::map<int, PartRecord> all = pending->second.parts;
    if (!pending->second.areForgotten) {
        for (const PartRecord& part : stored)
            all.emplace(part.part, part);
    }
    std::vector<PartRecord> parts;
    for (const auto& [number, part] : all)
        parts.push_back(part);
    return parts;
}

std::optional<Timestamp> PendingChanges::pausedUntil(std::optional<Timestamp> stored) const
{
    return m_pause ? m_pause->until : stored;
}

} // namespace cairn
