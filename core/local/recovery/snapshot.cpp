// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/recovery/snapshot.h"

#include "core/local/accounts/users.h"
#include "core/local/store/carstate.h"
#include "core/storage/statement.h"

#include <QJsonDocument>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

/// Writes a catalog's rows as records, table by table, each before those that refer to it.
class StateWriter
{
public:
    StateWriter(Database& catalog, const RecordLog::WriteLine& write)
        : m_catalog(catalog)
        , m_write(write)
    { }

    Done writeAll()
    {
        for (const auto step :
             {&StateWriter::writeUsers, &StateWriter::writeTokens, &StateWriter::writeFetched,
              &StateWriter::writeUploads, &StateWriter::writePins, &StateWriter::writeContents,
              &StateWriter::writeIds}) {
            if (const Done done = (this->*step)(); !done)
                return done;
        }
        return {};
    }

private:
    Done write(const Record& record) { return m_write(recordLine(record)); }

    /// Calls @p take with each row of @p sql, which takes no values.
    template<typename Take> Done each(const QString& sql, Take take)
    {
        Statement rows(m_catalog, sql);
        for (;;) {
            const auto more = rows.next();
            if (!more)
                return fail(more.error());
            if (!*more)
                return {};
            if (const Done done = take(rows); !done)
                return done;
        }
    }

    static Cid cid(Statement& row, int column)
    {
        return Cid::fromBytes(row.read<QByteArray>(column)).value_or(Cid());
    }

    Done writeUsers();
    Done writeTokens();
    Done writeFetched();
    Done writeUploads();
    Done writePins();
    Done writeContents();
    Done writeIds();

    Database& m_catalog;
    const RecordLog::WriteLine& m_write;
};

Done StateWriter::writeUsers()
{
    return each(u"SELECT id FROM user ORDER BY id"_s, [this](Statement& row) -> Done {
        const auto user = Users::record(m_catalog, row.read<qint64>(0));
        return user ? write(*user) : fail(user.error());
    });
}

Done StateWriter::writeTokens()
{
    return each(u"SELECT id, user_id, name, created, hash, hint, scopes, expires, deleted, blocked"
                " FROM token ORDER BY id"_s,
                [this](Statement& row) -> Done {
                    const TokenRecord token{.id = row.read<qint64>(0),
                                            .user = row.read<qint64>(1),
                                            .name = row.read<QString>(2),
                                            .created = row.read<Timestamp>(3),
                                            .hash = row.read<QByteArray>(4),
                                            .hint = row.read<QString>(5),
                                            .scopes = row.read<std::optional<qint64>>(6),
                                            .expires = row.read<std::optional<Timestamp>>(7)};
                    if (const Done done = write(token); !done)
                        return done;
                    const auto deleted = row.read<std::optional<Timestamp>>(8);
                    return deleted
                        ? write(TokenRevokedRecord{token.id, *deleted, row.read<qint64>(9) != 0})
                        : Done();
                });
}

/// CARs that are no upload's part.
Done StateWriter::writeFetched()
{
    return each(
        u"SELECT cid, size, created FROM car WHERE state < %1 AND NOT EXISTS"
        " (SELECT 1 FROM part WHERE car_id = car.id) ORDER BY id"_s.arg(firstUnlisted),
        [this](Statement& row) {
            return write(FetchedRecord{cid(row, 0), row.read<qint64>(1), row.read<Timestamp>(2)});
        });
}

Done StateWriter::writeUploads()
{
    Statement parts(m_catalog,
                    u"SELECT car.cid, car.size FROM part JOIN car ON car.id = part.car_id"
                    " WHERE part.upload_id = ? ORDER BY part.id"_s);
    return each(
        u"SELECT upload.id, user_id, token_id, source_cid, type, name, upload.created, updated,"
        " deleted, dag_size FROM upload JOIN content ON content.id = content_id ORDER BY upload.id"_s,
        [&](Statement& row) -> Done {
            UploadRecord upload{.id = row.read<qint64>(0),
                                .user = row.read<qint64>(1),
                                .token = row.read<std::optional<qint64>>(2),
                                .source = cid(row, 3),
                                .type = row.read<QString>(4),
                                .name = row.read<QString>(5),
                                .created = row.read<Timestamp>(6),
                                .at = row.read<Timestamp>(7),
                                .dagSize = row.read<std::optional<qint64>>(9),
                                .parts = {}};
            const auto cars = parts.bind(upload.id).all(
                [](Statement& part) { return std::pair(cid(part, 0), part.read<qint64>(1)); });
            if (!cars)
                return fail(cars.error());
            for (const auto& [car, size] : *cars) {
                upload.parts.push_back(car);
                upload.size += size;
            }
            if (const Done done = write(upload); !done)
                return done;
            const auto deleted = row.read<std::optional<Timestamp>>(8);
            return deleted ? write(DeleteRecord{upload.id, *deleted}) : Done();
        });
}

Done StateWriter::writePins()
{
    const auto json = [](Statement& row, int column) {
        return QJsonDocument::fromJson(row.read<QString>(column).toUtf8());
    };
    return each(u"SELECT p.id, p.user_id, p.token_id, c.cid, p.cid, p.name, p.origins, p.meta,"
                " p.created, p.deleted, c.pinned, c.pin_updated, c.dag_size FROM pin_request p"
                " JOIN content c ON c.id = p.content_id ORDER BY p.created, p.id"_s,
                [&](Statement& row) -> Done {
                    const PinRecord pin{.id = row.read<QString>(0),
                                        .user = row.read<qint64>(1),
                                        .token = row.read<std::optional<qint64>>(2),
                                        .cid = cid(row, 3),
                                        .text = row.read<QString>(4),
                                        .name = row.read<QString>(5),
                                        .origins = json(row, 6).array(),
                                        .meta = json(row, 7).object(),
                                        .created = row.read<Timestamp>(8)};
                    if (const Done done = write(pin); !done)
                        return done;
                    if (row.read<bool>(10)) {
                        const PinnedRecord pinned{pin.cid, row.read<Timestamp>(11),
                                                  row.read<std::optional<qint64>>(12)};
                        if (const Done done = write(pinned); !done)
                            return done;
                    }
                    const auto deleted = row.read<std::optional<Timestamp>>(9);
                    return deleted ? write(PinRemovedRecord{pin.id, *deleted}) : Done();
                });
}

Done StateWriter::writeContents()
{
    return each(u"SELECT cid, created, pin_updated, dag_size, pinned, unpinned_reason FROM content"
                " ORDER BY id"_s,
                [this](Statement& row) {
                    return write(ContentRecord{
                        cid(row, 0), row.read<Timestamp>(1), row.read<Timestamp>(2),
                        row.read<std::optional<qint64>>(3), row.read<bool>(4), row.read<int>(5)});
                });
}

Done StateWriter::writeIds()
{
    IdsRecord ids;
    for (const auto& [table, id] :
         {std::pair(u"user"_s, &ids.user), std::pair(u"token"_s, &ids.token),
          std::pair(u"upload"_s, &ids.upload)}) {
        const auto last = lastGivenId(m_catalog, table);
        if (!last)
            return fail(last.error());
        *id = *last;
    }
    return write(ids);
}

} // namespace

Done writeState(Database& catalog, const RecordLog::WriteLine& write)
{
    return StateWriter(catalog, write).writeAll();
}

Result<qint64> countState(Database& catalog)
{
    const auto count
        = Statement(
              catalog,
              u"SELECT (SELECT count(*) FROM user) + (SELECT count(*) FROM token)"
              " + (SELECT count(*) FROM upload) + (SELECT count(*) FROM pin_request)"
              " + (SELECT count(*) FROM content) + (SELECT count(*) FROM car WHERE state < %1)"_s
                  .arg(firstUnlisted))
              .first(readInteger);
    if (!count)
        return fail(count.error());
    return count->value_or(0);
}

} // namespace cairn::local
