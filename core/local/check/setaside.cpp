// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/check/setaside.h"

#include "core/storage/statement.h"

#include <set>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

Result<std::optional<UploadRecord>> recordOf(Database& catalog, qint64 upload)
{
    return Statement(catalog,
                     u"SELECT user_id, token_id, source_cid, type, name, created, updated"
                     " FROM upload WHERE id = ?"_s)
        .bind(upload)
        .first([&](Statement& row) {
            return UploadRecord{.id = upload,
                                .user = row.read<qint64>(0),
                                .token = row.read<std::optional<qint64>>(1),
                                .source = Cid::fromBytes(row.read<QByteArray>(2)).value_or(Cid()),
                                .type = row.read<QString>(3),
                                .name = row.read<QString>(4),
                                .created = row.read<Timestamp>(5),
                                .at = row.read<Timestamp>(6),
                                .dagSize = {},
                                .parts = {}};
        });
}

} // namespace

Result<std::vector<UploadRecord>> uploadsThatLack(Database& catalog, const BlockTable& blocks)
{
    std::set<qint64> uploads;
    Statement missing(catalog,
                      u"SELECT upload_id, multihash, codec FROM missing_link JOIN upload"
                      " ON upload.id = upload_id WHERE deleted IS NULL"_s);
    for (;;) {
        const auto more = missing.next();
        if (!more)
            return fail(more.error());
        if (!*more)
            break;
        if (blocks.contains({missing.read<QByteArray>(1), missing.read<quint64>(2)}))
            uploads.insert(missing.read<qint64>(0));
    }
    std::vector<UploadRecord> records;
    for (const qint64 id : uploads) {
        auto record = recordOf(catalog, id);
        if (!record)
            return fail(record.error());
        if (*record)
            records.push_back(std::move(**record));
    }
    return records;
}

} // namespace cairn::local
