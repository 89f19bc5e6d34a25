// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/check/integritycheck.h"

#include "core/content/car/carparser.h"
#include "core/content/codec/links.h"
#include "core/local/store/dagwalk.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <QDirIterator>

#include <functional>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr qint64 readAtOnce = 1024 * 1024;

/// What a CAR file holds, every hash in it checked.
Result<CarContents> readCar(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return fail(Error::Kind::NotFound, u"the file is gone"_s);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(Error::Kind::Storage, file.errorString(), path);
    CarContents car;
    content::Sha256 hash;
    content::CarParser parser(
        {}, [](const std::vector<Cid>&) { return Done(); },
        [&](const content::CarBlock& block) {
            car.blocks.add({blockKey(block.cid), block.offset, block.size});
            return Done();
        });
    for (;;) {
        const QByteArray bytes = file.read(readAtOnce);
        if (bytes.isEmpty())
            break;
        hash.add(bytes);
        if (const Done fed = parser.feed(bytes); !fed)
            return fail(fed.error());
    }
    if (const Done done = parser.finish(); !done)
        return fail(done.error());
    car.carCid = Cid::ofCar(hash.finish());
    car.size = parser.position();
    return car;
}

} // namespace

IntegrityCheck::IntegrityCheck(Database& database, const CarStore& cars, const Clock& clock)
    : m_database(database)
    , m_cars(cars)
    , m_clock(clock)
{ }

Result<IntegrityReport> IntegrityCheck::run(Serving serving)
{
    if (const Done done = checkDatabase(); !done)
        return fail(done.error());
    const auto cars = Statement(m_database, u"SELECT id, cid, size FROM car ORDER BY id"_s)
                          .all([](Statement& row) {
                              return Row{row.read<qint64>(0),
                                         Cid::fromBytes(row.read<QByteArray>(1)).value_or(Cid()),
                                         row.read<qint64>(2)};
                          });
    if (!cars)
        return fail(cars.error());
    for (const Row& car : *cars) {
        ++m_report.cars;
        if (const Done done = checkCar(car); !done)
            return fail(done.error());
    }
    if (const Done done = checkContents(); !done)
        return fail(done.error());
    if (const Done done = checkNumbers(); !done)
        return fail(done.error());
    if (const Done done = removeUnfinished(serving); !done)
        return fail(done.error());
    return m_report;
}

Done IntegrityCheck::checkDatabase()
{
    const auto words
        = Statement(m_database, u"PRAGMA integrity_check(10)"_s).all([](Statement& row) {
              return row.read<QString>(0);
          });
    if (!words)
        return fail(words.error());
    for (const QString& word : *words) {
        if (word != "ok"_L1)
            m_report.lost << u"the catalog: "_s + word;
    }
    const auto strays
        = Statement(m_database, u"PRAGMA foreign_key_check"_s).all([](Statement& row) {
              return row.read<QString>(0);
          });
    if (!strays)
        return fail(strays.error());
    if (!strays->empty())
        m_report.lost << u"the catalog: %1 rows without what they belong to"_s.arg(strays->size());
    return {};
}

Done IntegrityCheck::checkCar(const Row& car)
{
    const auto held = readCar(m_cars.path(car.cid));
    if (held && held->carCid == car.cid && held->size == car.size)
        return checkIndex(car, held->blocks);
    // It may have been collected or replaced since the list was read.
    const auto known = Uploads::hasCar(m_database, car.cid);
    if (!known)
        return fail(known.error());
    if (!*known)
        return {};
    return dropCar(car, held ? u"the bytes are others"_s : held.error().detail);
}

Done IntegrityCheck::checkIndex(const Row& car, const BlockTable& blocks)
{
    m_report.blocks += qint64(blocks.size());
    const auto count = Statement(m_database, u"SELECT count(*) FROM block WHERE car_id = ?"_s)
                           .bind(car.id)
                           .first(readInteger);
    if (!count)
        return fail(count.error());
    bool right = count->value_or(0) == qint64(blocks.size());
    Statement there(m_database,
                    u"SELECT 1 FROM block WHERE multihash = ? AND codec = ? AND car_id = ?"
                    " AND offset = ? AND length = ?"_s);
    for (auto at = blocks.begin(); right && at != blocks.end(); ++at) {
        const BlockPlace block = *at;
        const auto found
            = there.bind(block.key.multihash, block.key.codec, car.id, block.offset, block.length)
                  .first(readInteger);
        if (!found)
            return fail(found.error());
        right = found->has_value();
    }
    if (right)
        return {};
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    Statement clear(m_database, u"DELETE FROM block WHERE car_id = ?"_s);
    if (const Done done = clear.bind(car.id).run(); !done)
        return done;
    if (const Done done = Uploads::recordBlocks(m_database, car.id, blocks); !done)
        return done;
    m_report.repaired << u"the block index of "_s + car.cid.toString();
    return transaction->commit();
}

/// Takes a CAR whose bytes are lost out of the catalog. The file, if any, is set aside.
Done IntegrityCheck::dropCar(const Row& car, const QString& why)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    const auto uploads = Statement(m_database, u"SELECT upload_id FROM part WHERE car_id = ?"_s)
                             .bind(car.id)
                             .all(readInteger);
    if (!uploads)
        return fail(uploads.error());
    for (const QString& sql :
         {u"DELETE FROM part WHERE car_id = ?"_s, u"DELETE FROM block WHERE car_id = ?"_s,
          u"DELETE FROM car WHERE id = ?"_s}) {
        if (const Done done = Statement(m_database, sql).bind(car.id).run(); !done)
            return done;
    }
    for (const qint64 upload : *uploads) {
        if (const Done done = recordMissingLinks(upload); !done)
            return done;
    }
    const QString path = m_cars.path(car.cid);
    if (QFile::exists(path)) {
        QFile::remove(path + ".damaged"_L1);
        QFile::rename(path, path + ".damaged"_L1);
    }
    m_report.lost << u"%1: %2"_s.arg(car.cid.toString(), why);
    return transaction->commit();
}

/// What the parts that are left link to and do not hold, and the root if it is not among them.
Done IntegrityCheck::recordMissingLinks(qint64 upload)
{
    Statement clear(m_database, u"DELETE FROM missing_link WHERE upload_id = ?"_s);
    if (const Done done = clear.bind(upload).run(); !done)
        return done;
    Statement add(m_database,
                  u"INSERT OR IGNORE INTO missing_link (upload_id, multihash, codec) SELECT ?, ?, ?"
                  " WHERE NOT EXISTS (SELECT 1 FROM block JOIN part ON part.car_id = block.car_id"
                  " AND part.upload_id = ? WHERE block.multihash = ?"
                  " AND block.codec = coalesce(?, block.codec))"_s);
    const std::function<Done(const Cid&)> note = [&](const Cid& cid) -> Done {
        const BlockKey key = blockKey(cid);
        if (cid.hash().code != content::HashCode::Identity)
            return add
                .bind(upload, key.multihash, key.codec, upload, key.multihash, codecNeeded(key))
                .run();
        const auto inner = content::links(cid, cid.hash().digest); // It lies inside its CID.
        if (!inner)
            return {};
        for (const Cid& link : inner->cids) {
            if (const Done done = note(link); !done)
                return done;
        }
        return {};
    };
    const auto root = Statement(m_database, u"SELECT source_cid FROM upload WHERE id = ?"_s)
                          .bind(upload)
                          .first([](Statement& row) { return row.read<QByteArray>(0); });
    if (!root)
        return fail(root.error());
    if (const auto cid = Cid::fromBytes(root->value_or(QByteArray()))) {
        if (const Done done = note(*cid); !done)
            return done;
    }
    const auto nodes = Statement(m_database,
                                 u"SELECT DISTINCT block.multihash, block.codec FROM block"
                                 " JOIN part ON part.car_id = block.car_id"
                                 " WHERE part.upload_id = ? AND block.codec != ?"_s)
                           .bind(upload, quint64(content::Codec::Raw))
                           .all([](Statement& row) {
                               return BlockKey{row.read<QByteArray>(0), row.read<quint64>(1)};
                           });
    if (!nodes)
        return fail(nodes.error());
    BlockStore blocks(m_database, m_cars);
    for (const BlockKey& key : *nodes) {
        QByteArrayView hash(key.multihash);
        const auto parsed = content::takeMultihash(hash);
        if (!parsed)
            continue;
        const Cid cid = Cid::v1(content::Codec(key.codec), *parsed);
        const auto bytes = blocks.block(cid);
        const auto links
            = bytes ? content::links(cid, *bytes) : Result<content::Links>(fail(bytes.error()));
        if (!links)
            continue; // It is found when its own CAR is looked at.
        for (const Cid& link : links->cids) {
            if (const Done done = note(link); !done)
                return done;
        }
    }
    return {};
}

/// What is said to be all here must be.
Done IntegrityCheck::checkContents()
{
    const auto uploads
        = Statement(m_database, u"SELECT count(*) FROM upload WHERE deleted IS NULL"_s)
              .first(readInteger);
    if (!uploads)
        return fail(uploads.error());
    m_report.uploads = uploads->value_or(0);
    const auto contents
        = Statement(m_database,
                    u"SELECT cid FROM content WHERE pinned AND (EXISTS (SELECT 1 FROM upload"
                    " WHERE content_id = content.id AND deleted IS NULL)"
                    " OR EXISTS (SELECT 1 FROM pin_request WHERE content_id = content.id"
                    " AND deleted IS NULL))"_s)
              .all([](Statement& row) { return row.read<QByteArray>(0); });
    if (!contents)
        return fail(contents.error());
    BlockStore blocks(m_database, m_cars);
    for (const QByteArray& bytes : *contents) {
        const auto cid = Cid::fromBytes(bytes);
        if (!cid)
            continue;
        const auto length = carLength(blocks, {*cid, {}, *cid}, std::numeric_limits<qint64>::max());
        if (length)
            continue;
        auto transaction = Transaction::begin(m_database);
        if (!transaction)
            return fail(transaction.error());
        Statement unpin(m_database,
                        u"UPDATE content SET pinned = 0, unpinned_reason = ?, pin_updated = ?"
                        " WHERE cid = ?"_s);
        unpin.bind(int(UnpinnedReason::Incomplete), m_clock.now(), bytes);
        if (const Done done = unpin.run(); !done)
            return done;
        Statement wait(m_database,
                       u"UPDATE pin_request SET status = 'queued', reason = ?"
                       " WHERE deleted IS NULL"
                       " AND content_id = (SELECT id FROM content WHERE cid = ?)"_s);
        if (const Done done = wait.bind(u"Some of its blocks were lost."_s, bytes).run(); !done)
            return done;
        if (const Done done = transaction->commit(); !done)
            return done;
        m_report.lost << u"%1 is no longer whole"_s.arg(cid->toString());
    }
    return {};
}

Done IntegrityCheck::checkNumbers()
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    const auto correct = [&](const QString& sql, const QString& what) -> Done {
        Statement statement(m_database, sql);
        if (const Done done = statement.run(); !done)
            return done;
        if (statement.changes() > 0)
            m_report.repaired << what;
        return {};
    };
    const Done users
        = correct(u"UPDATE user SET uploads = (SELECT count(*) FROM upload WHERE user_id = user.id"
                  " AND deleted IS NULL) WHERE uploads != (SELECT count(*) FROM upload"
                  " WHERE user_id = user.id AND deleted IS NULL)"_s,
                  u"the number of uploads of an account"_s);
    if (!users)
        return users;
    const Done tokens = correct(
        u"UPDATE token SET uploads = (SELECT count(*) FROM upload WHERE token_id = token.id)"
        " WHERE uploads != (SELECT count(*) FROM upload WHERE token_id = token.id)"_s,
        u"the number of uploads of a token"_s);
    if (!tokens)
        return tokens;
    return transaction->commit();
}

Done IntegrityCheck::removeUnfinished(Serving serving)
{
    QDirIterator files(m_cars.folder(), QDir::Files | QDir::Hidden);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString name = files.fileName();
        if (name.endsWith(".part"_L1) && serving == Serving::Nobody) {
            if (QFile::remove(path))
                m_report.repaired << u"removed what an interrupted upload left: "_s + name;
            continue;
        }
    }
    return {};
}

} // namespace cairn::local
