// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/schema.h"

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
            // A block of a codec we cannot read links from: never known to be complete (§7.5).
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
    };
}

} // namespace cairn::local
