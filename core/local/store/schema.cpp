// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/schema.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

// Times are microseconds since 1970; CIDs and multihashes are their bytes. content.cid is the
// normalised CID (version 1), upload.source_cid the CID as the CAR's root had it (contract §4.1).
std::vector<Migration> schema()
{
    return {
        {{
            u"CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"_s,
            u"CREATE TABLE user (id INTEGER PRIMARY KEY AUTOINCREMENT, issuer TEXT NOT NULL UNIQUE,"
            " name TEXT NOT NULL, created INTEGER NOT NULL,"
            // Kept by the code that adds and deletes uploads: counting a million rows takes 20 ms.
            " uploads INTEGER NOT NULL DEFAULT 0)"_s,
            u"CREATE TABLE login (hash BLOB PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user,"
            " created INTEGER NOT NULL) WITHOUT ROWID"_s,
            u"CREATE TABLE tag (user_id INTEGER NOT NULL REFERENCES user, name TEXT NOT NULL,"
            " value TEXT NOT NULL, PRIMARY KEY (user_id, name)) WITHOUT ROWID"_s,
            u"CREATE TABLE token (id INTEGER PRIMARY KEY AUTOINCREMENT,"
            " user_id INTEGER NOT NULL REFERENCES user, name TEXT NOT NULL,"
            " hash BLOB NOT NULL UNIQUE, hint TEXT NOT NULL, scopes INTEGER, expires INTEGER,"
            " created INTEGER NOT NULL, last_used INTEGER, deleted INTEGER,"
            " uploads INTEGER NOT NULL DEFAULT 0)"_s,
            u"CREATE INDEX token_by_user ON token (user_id) WHERE deleted IS NULL"_s,

            u"CREATE TABLE content (id INTEGER PRIMARY KEY, cid BLOB NOT NULL UNIQUE,"
            " dag_size INTEGER, created INTEGER NOT NULL,"
            " pinned INTEGER NOT NULL DEFAULT 0, pin_updated INTEGER NOT NULL)"_s,
            u"CREATE TABLE upload (id INTEGER PRIMARY KEY AUTOINCREMENT,"
            " user_id INTEGER NOT NULL REFERENCES user, token_id INTEGER REFERENCES token,"
            " content_id INTEGER NOT NULL REFERENCES content, source_cid BLOB NOT NULL,"
            " type TEXT NOT NULL, name TEXT NOT NULL,"
            " created INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER,"
            // Of a codec we cannot read links from: never known to be complete (contract §7.5).
            " opaque INTEGER NOT NULL DEFAULT 0,"
            " UNIQUE (user_id, source_cid))"_s,
            u"CREATE UNIQUE INDEX upload_by_date ON upload (user_id, created)"
            " WHERE deleted IS NULL"_s,
            u"CREATE INDEX upload_by_name ON upload (user_id, name COLLATE NOCASE, created)"
            " WHERE deleted IS NULL"_s,
            u"CREATE INDEX upload_by_content ON upload (content_id)"_s,

            u"CREATE TABLE car (id INTEGER PRIMARY KEY, cid BLOB NOT NULL UNIQUE,"
            " size INTEGER NOT NULL, created INTEGER NOT NULL)"_s,
            u"CREATE TABLE part (id INTEGER PRIMARY KEY, upload_id INTEGER NOT NULL REFERENCES "
            u"upload,"
            " car_id INTEGER NOT NULL REFERENCES car, UNIQUE (upload_id, car_id))"_s,
            u"CREATE INDEX part_by_car ON part (car_id)"_s,
            u"CREATE TABLE block (multihash BLOB NOT NULL, codec INTEGER NOT NULL,"
            " car_id INTEGER NOT NULL REFERENCES car, offset INTEGER NOT NULL,"
            " length INTEGER NOT NULL, PRIMARY KEY (multihash, codec, car_id)) WITHOUT ROWID"_s,
            // What the parts so far link to and none of them brought.
            u"CREATE TABLE missing (upload_id INTEGER NOT NULL REFERENCES upload,"
            " multihash BLOB NOT NULL, codec INTEGER NOT NULL,"
            " PRIMARY KEY (upload_id, multihash, codec)) WITHOUT ROWID"_s,
        }},
        {{
            // Of all uploads ever, so that no date is given twice, not even when a deleted upload
            // comes back.
            u"ALTER TABLE user ADD COLUMN newest INTEGER NOT NULL DEFAULT 0"_s,
            u"UPDATE user SET newest = coalesce((SELECT max(created) FROM upload"
            " WHERE upload.user_id = user.id), 0)"_s,
            // What "not pinned" means: 0 some of it is missing, 1 it was freed, 2 it is waited for.
            u"ALTER TABLE content ADD COLUMN lacking INTEGER NOT NULL DEFAULT 0"_s,
            u"CREATE TABLE pin_request (id TEXT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES"
            " user, token_id INTEGER NOT NULL REFERENCES token,"
            " content_id INTEGER NOT NULL REFERENCES content,"
            // As it was written; the content has the CID.
            " cid TEXT NOT NULL, name TEXT NOT NULL, folded_name TEXT NOT NULL,"
            " origins TEXT NOT NULL, meta TEXT NOT NULL, status TEXT NOT NULL,"
            " reason TEXT NOT NULL DEFAULT '', created INTEGER NOT NULL,"
            " deleted INTEGER) WITHOUT ROWID"_s,
            u"CREATE INDEX pin_request_by_token ON pin_request (token_id, created)"
            " WHERE deleted IS NULL"_s,
            u"CREATE INDEX pin_request_by_user ON pin_request (user_id, created)"
            " WHERE deleted IS NULL"_s,
            u"CREATE INDEX pin_request_by_content ON pin_request (content_id)"_s,
            // What a user asked the operator for (contract §6.16).
            u"CREATE TABLE proposal (user_id INTEGER NOT NULL REFERENCES user, tag TEXT NOT NULL,"
            " value TEXT NOT NULL, form TEXT NOT NULL, created INTEGER NOT NULL,"
            " PRIMARY KEY (user_id, tag)) WITHOUT ROWID"_s,
        }},
        {{
            // In each of two orders the live uploads of a user are cut into stretches of 1024; the
            // triggers keep their numbers right through every change of an upload.
            u"CREATE TABLE stair (user_id INTEGER NOT NULL REFERENCES user, ordering TEXT"
            " NOT NULL, name TEXT NOT NULL COLLATE NOCASE, created INTEGER NOT NULL, live"
            " INTEGER NOT NULL, PRIMARY KEY (user_id, ordering, name, created)) WITHOUT"
            " ROWID"_s,
            u"DELETE FROM stair"_s,
            u"INSERT INTO stair (user_id, ordering, name, created, live) SELECT user_id,"
            " 'date', CASE at WHEN 1 THEN '' ELSE '' END, CASE at WHEN 1 THEN"
            " -9223372036854775808 ELSE created END, min(1024, total - at + 1) FROM (SELECT"
            " user_id, name, created, row_number() OVER (PARTITION BY user_id ORDER BY"
            " created) AS at, count(*) OVER (PARTITION BY user_id) AS total FROM upload"
            " WHERE deleted IS NULL) WHERE at % 1024 = 1"_s,
            u"INSERT INTO stair (user_id, ordering, name, created, live) SELECT user_id,"
            " 'name', CASE at WHEN 1 THEN '' ELSE name END, CASE at WHEN 1 THEN"
            " -9223372036854775808 ELSE created END, min(1024, total - at + 1) FROM (SELECT"
            " user_id, name, created, row_number() OVER (PARTITION BY user_id ORDER BY name"
            " COLLATE NOCASE, created) AS at, count(*) OVER (PARTITION BY user_id) AS total"
            " FROM upload WHERE deleted IS NULL) WHERE at % 1024 = 1"_s,
            u"INSERT OR IGNORE INTO stair (user_id, ordering, name, created, live) SELECT"
            " id, 'date', '', -9223372036854775808, 0 FROM user"_s,
            u"INSERT OR IGNORE INTO stair (user_id, ordering, name, created, live) SELECT"
            " id, 'name', '', -9223372036854775808, 0 FROM user"_s,
            u"CREATE TRIGGER stairs_of_user AFTER INSERT ON user BEGIN INSERT INTO stair"
            " VALUES (new.id, 'date', '', -9223372036854775808, 0), (new.id, 'name', '',"
            " -9223372036854775808, 0); END"_s,
            u"CREATE TRIGGER upload_added AFTER INSERT ON upload WHEN new.deleted IS NULL"
            " BEGIN UPDATE stair SET live = live + 1 WHERE user_id = new.user_id AND"
            " ordering = 'date' AND name = '' AND created = (SELECT max(created) FROM stair"
            " WHERE user_id = new.user_id AND ordering = 'date' AND name = '' AND created"
            " <= new.created); UPDATE stair SET live = live + 1 WHERE (user_id, ordering,"
            " name, created) = (SELECT user_id, ordering, name, created FROM stair WHERE"
            " user_id = new.user_id AND ordering = 'name' AND (name, created) <= (new.name,"
            " new.created) ORDER BY name DESC, created DESC LIMIT 1); END"_s,
            u"CREATE TRIGGER upload_left AFTER UPDATE OF deleted, name ON upload WHEN"
            " old.deleted IS NULL AND (old.name != new.name OR (old.deleted IS NULL) !="
            " (new.deleted IS NULL)) BEGIN UPDATE stair SET live = live - 1 WHERE user_id ="
            " old.user_id AND ordering = 'date' AND name = '' AND created = (SELECT"
            " max(created) FROM stair WHERE user_id = old.user_id AND ordering = 'date' AND"
            " name = '' AND created <= old.created); UPDATE stair SET live = live - 1 WHERE"
            " (user_id, ordering, name, created) = (SELECT user_id, ordering, name, created"
            " FROM stair WHERE user_id = old.user_id AND ordering = 'name' AND (name,"
            " created) <= (old.name, old.created) ORDER BY name DESC, created DESC LIMIT"
            " 1); END"_s,
            u"CREATE TRIGGER upload_came AFTER UPDATE OF deleted, name ON upload WHEN"
            " new.deleted IS NULL AND (old.name != new.name OR (old.deleted IS NULL) !="
            " (new.deleted IS NULL)) BEGIN UPDATE stair SET live = live + 1 WHERE user_id ="
            " new.user_id AND ordering = 'date' AND name = '' AND created = (SELECT"
            " max(created) FROM stair WHERE user_id = new.user_id AND ordering = 'date' AND"
            " name = '' AND created <= new.created); UPDATE stair SET live = live + 1 WHERE"
            " (user_id, ordering, name, created) = (SELECT user_id, ordering, name, created"
            " FROM stair WHERE user_id = new.user_id AND ordering = 'name' AND (name,"
            " created) <= (new.name, new.created) ORDER BY name DESC, created DESC LIMIT"
            " 1); END"_s,
        }},
        {{
            // By the operator; a blocked token is always a deleted one (contract §3).
            u"ALTER TABLE token ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0"_s,
        }},
        {{
            // Decision 0015: pages are found by counting.
            u"DROP TRIGGER IF EXISTS stairs_of_user"_s,
            u"DROP TRIGGER IF EXISTS upload_added"_s,
            u"DROP TRIGGER IF EXISTS upload_left"_s,
            u"DROP TRIGGER IF EXISTS upload_came"_s,
            u"DROP TABLE stair"_s,
            // `deleted` is always NULL in it, but named in every query: with it SQLite knows that
            // it need not read the table.
            u"DROP INDEX upload_by_name"_s,
            u"CREATE INDEX upload_by_name ON upload (user_id, name COLLATE NOCASE, created,"
            " deleted) WHERE deleted IS NULL"_s,
        }},
        {{
            u"ALTER TABLE missing RENAME TO missing_link"_s,
            u"ALTER TABLE upload RENAME COLUMN opaque TO unknown_codec"_s,
            // An UnpinnedReason.
            u"ALTER TABLE content RENAME COLUMN lacking TO unpinned_reason"_s,
        }},
        {{
            // A CarState.
            u"ALTER TABLE car ADD COLUMN state INTEGER NOT NULL DEFAULT 0"_s,
            // Bytes of its blocks: what a DAG takes, whatever its root claims.
            u"ALTER TABLE car ADD COLUMN block_bytes INTEGER NOT NULL DEFAULT 0"_s,
            u"UPDATE car SET block_bytes = held.bytes FROM (SELECT car_id, sum(length) AS bytes"
            " FROM block GROUP BY car_id) AS held WHERE held.car_id = car.id"_s,
            // CARs in the folder that neither an upload nor a record names. Verified: 0 not
            // yet, 1 the bytes are those of the name, 2 they are not.
            u"CREATE TABLE unassigned_car (cid BLOB PRIMARY KEY, size INTEGER NOT NULL,"
            " found INTEGER NOT NULL, verified INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID"_s,
            // Of which the records say that they are gone, while their files may not be yet.
            u"CREATE TABLE gone_car (cid BLOB PRIMARY KEY) WITHOUT ROWID"_s,
            // What has been deleted for long is looked for by its date.
            u"CREATE INDEX upload_deleted ON upload (deleted) WHERE deleted IS NOT NULL"_s,
            u"CREATE INDEX token_deleted ON token (deleted) WHERE deleted IS NOT NULL"_s,
            // A token may go once no row names it.
            u"CREATE INDEX upload_by_token ON upload (token_id) WHERE token_id IS NOT NULL"_s,
            u"CREATE INDEX pin_request_of_token ON pin_request (token_id)"_s,
            u"CREATE INDEX pin_request_deleted ON pin_request (deleted)"
            " WHERE deleted IS NOT NULL"_s,
        }},
        {{
            // Not all of its links that lead to nothing here are in missing_link: those there are
            // done with first, and then its CAR is read again.
            u"ALTER TABLE part ADD COLUMN has_unlisted_links INTEGER NOT NULL DEFAULT 0"_s,
            u"CREATE INDEX part_unlisted ON part (upload_id) WHERE has_unlisted_links"_s,
            u"CREATE INDEX car_unlisted ON car (state) WHERE state > 2"_s,
        }},
    };
}

} // namespace cairn::local
