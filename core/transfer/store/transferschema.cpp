// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/transferschema.h"

namespace cairn::transfer {
using namespace Qt::StringLiterals;

std::vector<Migration> schema()
{
    return {
        {{u"CREATE TABLE transfer (id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL,"
          " request TEXT NOT NULL, name TEXT NOT NULL, state INTEGER NOT NULL,"
          " over INTEGER NOT NULL, position INTEGER NOT NULL, root TEXT NOT NULL,"
          " files INTEGER NOT NULL, source_bytes INTEGER NOT NULL, total_bytes INTEGER NOT NULL,"
          " acknowledged_bytes INTEGER NOT NULL, parts INTEGER NOT NULL,"
          " acknowledged_parts INTEGER NOT NULL, hold INTEGER, resume_at INTEGER, error TEXT,"
          " notes TEXT NOT NULL, created INTEGER NOT NULL, finished INTEGER)"_s,
          // Small whatever the history: what is over leaves it.
          u"CREATE INDEX transfer_queue ON transfer (owner, state, position) WHERE over = 0"_s,
          u"CREATE INDEX transfer_position ON transfer (position)"_s,
          u"CREATE INDEX transfer_history ON transfer (id) WHERE over = 1"_s,
          u"CREATE TABLE part (transfer_id INTEGER NOT NULL REFERENCES transfer (id)"
          " ON DELETE CASCADE, part INTEGER NOT NULL, bytes INTEGER NOT NULL, car_cid TEXT NOT "
          "NULL,"
          " acknowledged INTEGER NOT NULL, PRIMARY KEY (transfer_id, part)) WITHOUT ROWID"_s,
          u"CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID"_s}},
        // Failed and Incomplete, to be found among a million that are stored.
        {{u"CREATE INDEX transfer_failed ON transfer (id) WHERE state IN (7, 10)"_s}},
        // Of a download what it asks for; of an upload nothing.
        {{u"ALTER TABLE transfer ADD COLUMN download TEXT"_s}},
        {{u"CREATE INDEX transfer_downloads ON transfer (owner, state, position)"
          " WHERE over = 0 AND download IS NOT NULL"_s}},
        {{u"CREATE INDEX transfer_unfinished ON transfer (owner, position) WHERE over = 0"_s}},
        {{u"ALTER TABLE transfer RENAME COLUMN hold TO suspension"_s}}};
}

} // namespace cairn::transfer
