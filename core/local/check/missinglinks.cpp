// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/check/missinglinks.h"

#include "core/content/codec/links.h"
#include "core/local/store/blockstore.h"
#include "core/storage/statement.h"

#include <vector>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

class MissingLinks
{
public:
    MissingLinks(Database& catalog, qint64 upload)
        : m_upload(upload)
        , m_add(catalog,
                u"INSERT OR IGNORE INTO missing_link (upload_id, multihash, codec) SELECT ?, ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM block JOIN part ON part.car_id = block.car_id"
                " AND part.upload_id = ? WHERE block.multihash = ?"
                " AND block.codec = coalesce(?, block.codec))"_s)
    { }

    Done add(const Cid& cid)
    {
        if (cid.hash().code == content::HashCode::Identity)
            return addLinksOf(cid, cid.hash().digest); // It lies inside its CID.
        const BlockKey key = blockKey(cid);
        return m_add
            .bind(m_upload, key.multihash, key.codec, m_upload, key.multihash, codecNeeded(key))
            .run();
    }
    Done addLinksOf(const Cid& cid, QByteArrayView bytes)
    {
        const auto links = content::links(cid, bytes);
        if (!links)
            return {}; // It leads nowhere.
        for (const Cid& link : links->cids) {
            if (const Done done = add(link); !done)
                return done;
        }
        return {};
    }

private:
    const qint64 m_upload;
    Statement m_add;
};

Result<std::vector<BlockKey>> nodesOf(Database& catalog, qint64 upload)
{
    return Statement(catalog,
                     u"SELECT DISTINCT block.multihash, block.codec FROM block"
                     " JOIN part ON part.car_id = block.car_id"
                     " WHERE part.upload_id = ? AND block.codec != ?"_s)
        .bind(upload, quint64(content::Codec::Raw))
        .all([](Statement& row) {
            return BlockKey{row.read<QByteArray>(0), row.read<quint64>(1)};
        });
}

} // namespace

Done rewriteMissingLinks(Database& catalog, const CarStore& cars, qint64 upload)
{
    Statement clear(catalog, u"DELETE FROM missing_link WHERE upload_id = ?"_s);
    if (const Done done = clear.bind(upload).run(); !done)
        return done;
    Statement listed(catalog, u"UPDATE part SET has_unlisted_links = 0 WHERE upload_id = ?"_s);
    if (const Done done = listed.bind(upload).run(); !done)
        return done;
    const auto root = Statement(catalog, u"SELECT source_cid FROM upload WHERE id = ?"_s)
                          .bind(upload)
                          .first([](Statement& row) { return row.read<QByteArray>(0); });
    if (!root)
        return fail(root.error());
    MissingLinks missing(catalog, upload);
    if (const auto cid = Cid::fromBytes(root->value_or(QByteArray()))) {
        if (const Done done = missing.add(*cid); !done)
            return done;
    }
    const auto nodes = nodesOf(catalog, upload);
    if (!nodes)
        return fail(nodes.error());
    BlockStore blocks(catalog, cars);
    for (const BlockKey& key : *nodes) {
        QByteArrayView hash(key.multihash);
        const auto parsed = content::takeMultihash(hash);
        if (!parsed)
            continue;
        const Cid cid = Cid::v1(content::Codec(key.codec), *parsed);
        const auto bytes = blocks.block(cid);
        if (!bytes)
            continue; // It is found when its own CAR is looked at.
        if (const Done done = missing.addLinksOf(cid, *bytes); !done)
            return done;
    }
    return {};
}

} // namespace cairn::local
