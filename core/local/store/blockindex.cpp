// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/blockindex.h"

#include "core/api/wire/routes.h"
#include "core/base/fileerror.h"
#include "core/base/logging.h"
#include "core/content/codec/links.h"
#include "core/local/store/carstate.h"
#include "core/local/store/uploads.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <QTemporaryFile>

#include <algorithm>
#include <cstring>
#include <memory>
#include <tuple>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr qint64 rowsAtOnce = 10'000; // That are looked at; most are others'.
constexpr qint64 bytesAtOnce = 256 * 1024;

const QByteArray beforeAll(1, '\0'); // No multihash in the index is as small.

/// Gives each block of a CAR whose bytes are known to be right.
Done readBlocks(const QString& path, const content::CarParser::OnBlock& onBlock)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(Error::Kind::Storage, file.errorString(), path);
    content::CarParser parser({.blockBytes = routes::largestBlock,
                               .roots = content::Roots::One,
                               .leaves = content::Leaves::Passed,
                               .hashes = content::Hashes::Known},
                              {}, onBlock);
    QByteArray buffer(bytesAtOnce, Qt::Uninitialized);
    for (;;) {
        const qint64 got = file.read(buffer.data(), buffer.size());
        if (got < 0)
            return fail(Error::Kind::Storage, file.errorString(), path);
        if (got == 0)
            return parser.finish();
        if (const Done fed = parser.feed(QByteArrayView(buffer).first(got)); !fed)
            return fed;
    }
}

/// Gives blocks in the order of the index, however many there are: rows that lie side by side there
/// are written together, where one of another order would change a page of it for each row. Holds
/// some; the rest is in a file, each stretch of it in order.
class SortedBlocks
{
public:
    explicit SortedBlocks(const QString& folder)
        : m_file(folder + "/XXXXXX.part"_L1)
    { }

    Done add(BlockPlace block)
    {
        m_held.push_back(std::move(block));
        return m_held.size() < heldAtOnce ? Done() : writeStretch();
    }
    /// After the last add(); nothing at the end. Of one key the first place comes first.
    Result<std::optional<BlockPlace>> next()
    {
        if (!m_held.empty()) {
            if (const Done done = writeStretch(); !done)
                return fail(done.error());
        }
        if (m_order.empty())
            return std::nullopt;
        std::ranges::pop_heap(m_order, isLater);
        Stretch& stretch = *m_order.back();
        BlockPlace block = std::move(stretch.first);
        const auto more = advance(stretch);
        if (!more)
            return fail(more.error());
        if (*more)
            std::ranges::push_heap(m_order, isLater);
        else
            m_order.pop_back();
        return block;
    }

private:
    struct Stretch
    {
        qint64 at = 0;
        qint64 end = 0;
        QByteArray read{}; ///< What comes before `at` and was not given yet.
        BlockPlace first{};
    };
    static constexpr std::size_t heldAtOnce = 65'536;
    static constexpr qint64 readAtOnce = 32 * 1024; // Of each stretch.
    static constexpr qsizetype longestRow = 1 + 255 + 3 * 8;

    static bool isBefore(const BlockPlace& one, const BlockPlace& other)
    {
        return std::tie(one.key.multihash, one.key.codec, one.offset)
            < std::tie(other.key.multihash, other.key.codec, other.offset);
    }
    static bool isLater(const std::unique_ptr<Stretch>& one, const std::unique_ptr<Stretch>& other)
    {
        return isBefore(other->first, one->first);
    }
    Done writeStretch()
    {
        if (!m_file.isOpen() && !m_file.open())
            return fail(writeError(m_file, m_file.fileName()));
        std::ranges::sort(m_held, isBefore);
        auto stretch = std::make_unique<Stretch>();
        stretch->at = m_file.size();
        QByteArray rows;
        for (const auto& [key, offset, length] : m_held) {
            const quint64 numbers[]{key.codec, quint64(offset), quint64(length)};
            rows.append(char(key.multihash.size())).append(key.multihash);
            rows.append(reinterpret_cast<const char*>(numbers), sizeof numbers);
        }
        m_held.clear();
        if (!m_file.seek(stretch->at) || m_file.write(rows) != rows.size() || !m_file.flush())
            return fail(writeError(m_file, m_file.fileName()));
        stretch->end = stretch->at + rows.size();
        if (const auto any = advance(*stretch); !any)
            return fail(any.error());
        m_order.push_back(std::move(stretch));
        std::ranges::push_heap(m_order, isLater);
        return {};
    }
    /// False at its end.
    Result<bool> advance(Stretch& stretch)
    {
        if (stretch.read.size() < longestRow && stretch.at < stretch.end) {
            const qint64 wanted = std::min(readAtOnce, stretch.end - stretch.at);
            if (!m_file.seek(stretch.at))
                return fail(Error::Kind::Storage, m_file.errorString(), m_file.fileName());
            const QByteArray more = m_file.read(wanted);
            if (more.size() != wanted)
                return fail(Error::Kind::Storage, m_file.errorString(), m_file.fileName());
            stretch.at += wanted;
            stretch.read += more;
        }
        if (stretch.read.isEmpty())
            return false;
        quint64 numbers[3];
        const qsizetype size = uchar(stretch.read.front());
        std::memcpy(numbers, stretch.read.constData() + 1 + size, sizeof numbers);
        stretch.first
            = {{stretch.read.sliced(1, size), numbers[0]}, qint64(numbers[1]), qint64(numbers[2])};
        stretch.read.remove(0, 1 + size + qsizetype(sizeof numbers));
        return true;
    }

    std::vector<BlockPlace> m_held;
    QTemporaryFile m_file;
    std::vector<std::unique_ptr<Stretch>> m_order; ///< A heap; that with the first block is on top.
};

/// What blocks link to and no part of an upload has, as far as it is not too much to list.
class LinkedElsewhere
{
public:
    LinkedElsewhere(Database& catalog, qint64 upload)
        : m_upload(upload)
        , m_held(catalog,
                 u"SELECT 1 FROM block JOIN part ON part.car_id = block.car_id"
                 " AND part.upload_id = ? WHERE block.multihash = ?"
                 " AND block.codec = coalesce(?, block.codec) LIMIT 1"_s)
    { }

    const BlockTable& links() const { return m_links; }
    bool isFull() const { return m_links.size() >= mostLinksAtOnce; }

    Done add(const Cid& cid)
    {
        const content::Multihash hash = cid.hash();
        if (hash.code == content::HashCode::Identity)
            return addLinksOf(cid, hash.digest); // It lies inside its CID.
        const BlockKey key = blockKey(cid);
        if (isFull() || m_links.contains(key))
            return {};
        const auto held = m_held.bind(m_upload, key.multihash, codecNeeded(key)).first(readInteger);
        if (!held)
            return fail(held.error());
        if (!*held)
            m_links.add({key});
        return {};
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
    Statement m_held;
    BlockTable m_links;
};

} // namespace

BlockIndex::BlockIndex(Database& catalog, Journal& journal, const CarStore& cars)
    : m_catalog(catalog)
    , m_journal(journal)
    , m_cars(cars)
{ }

Result<qint64> BlockIndex::add(const QString& path)
{
    qint64 row = 0;
    const Done begun = m_journal.commit([&](ChangeNotes&) -> Done {
        Statement begin(m_catalog,
                        u"INSERT INTO car (cid, size, created, state)"
                        " VALUES (randomblob(16), 0, 0, ?)"_s);
        const Done done = begin.bind(int(CarState::Arriving)).run();
        row = begin.lastId();
        return done;
    });
    if (!begun)
        return fail(begun.error());
    auto added = addAll(row, path);
    if (!added)
        giveUp(row);
    return added;
}

Result<qint64> BlockIndex::addAll(qint64 row, const QString& path)
{
    SortedBlocks sorted(m_cars.folder());
    const Done read = readBlocks(path, [&](const content::CarBlock& block) {
        return sorted.add({blockKey(block.cid), block.offset, block.size});
    });
    if (!read)
        return fail(read.error());
    qint64 bytes = 0;
    for (bool isAtEnd = false; !isAtEnd;) {
        std::vector<BlockPlace> batch;
        while (!isAtEnd && batch.size() < mostBlocksAtOnce) {
            auto block = sorted.next();
            if (!block)
                return fail(block.error());
            isAtEnd = !*block;
            if (*block)
                batch.push_back(std::move(**block));
        }
        if (const Done done = write(row, batch, bytes); !done)
            return fail(done.error());
    }
    const Done counted = m_journal.commit([&](ChangeNotes&) {
        return Statement(m_catalog, u"UPDATE car SET block_bytes = ? WHERE id = ?"_s)
            .bind(bytes, row)
            .run();
    });
    return counted ? Result<qint64>(row) : fail(counted.error());
}

/// Of a block that comes twice the first place counts.
Done BlockIndex::write(qint64 row, const std::vector<BlockPlace>& blocks, qint64& bytes)
{
    qint64 added = 0;
    const Done done = m_journal.commit([&](ChangeNotes&) -> Done {
        added = 0;
        Statement add(m_catalog,
                      u"INSERT OR IGNORE INTO block (multihash, codec, car_id, offset, length)"
                      " VALUES (?, ?, ?, ?, ?)"_s);
        for (const auto& [key, offset, length] : blocks) {
            if (const Done put = add.bind(key.multihash, key.codec, row, offset, length).run();
                !put)
                return put;
            added += add.changes() > 0 ? length : 0;
        }
        return {};
    });
    bytes += done ? added : 0;
    return done;
}

void BlockIndex::giveUp(qint64 row)
{
    const Done done = Statement(m_catalog, u"UPDATE car SET state = ? WHERE id = ? AND state = ?"_s)
                          .bind(int(CarState::Leaving), row, int(CarState::Arriving))
                          .run();
    if (!done) // The next start does.
        qCWarning(lcLocal) << "rows of blocks stay for now:" << done.error().detail;
}

Done BlockIndex::giveUpAll()
{
    return Statement(m_catalog, u"UPDATE car SET state = ? WHERE state = ?"_s)
        .bind(int(CarState::Leaving), int(CarState::Arriving))
        .run();
}

Done BlockIndex::removeLeft(const IsUnwanted& isUnwanted)
{
    const auto left = Statement(m_catalog,
                                u"SELECT json_group_array(id) FROM car WHERE state = ?"
                                " HAVING count(*) > 0"_s)
                          .bind(int(CarState::Leaving))
                          .first([](Statement& row) { return row.read<QString>(0); });
    if (!left || !*left)
        return left ? Done() : fail(left.error());
    // The index is by hash: a stretch of it at a time is looked through for all of them.
    const QString stretch = u"FROM block WHERE multihash > ? AND multihash <= ?"
                            " AND car_id IN (SELECT value FROM json_each(?))"_s;
    for (QByteArray after = beforeAll; !after.isEmpty();) {
        if (isUnwanted && isUnwanted())
            return fail(Error::Kind::Cancelled);
        const auto last = Statement(m_catalog,
                                    u"SELECT multihash FROM block WHERE multihash > ?"
                                    " ORDER BY multihash LIMIT 1 OFFSET ?"_s)
                              .bind(after, rowsAtOnce)
                              .first([](Statement& row) { return row.read<QByteArray>(0); });
        if (!last)
            return fail(last.error());
        const QByteArray upTo = last->value_or(QByteArray(1, '\xff'));
        const auto any = Statement(m_catalog, u"SELECT EXISTS (SELECT 1 "_s + stretch + ')'_L1)
                             .bind(after, upTo, **left)
                             .first(readInteger);
        if (!any)
            return fail(any.error());
        const auto remove = [&](ChangeNotes&) {
            return Statement(m_catalog, u"DELETE "_s + stretch).bind(after, upTo, **left).run();
        };
        if (any->value_or(0)) {
            if (const Done done = m_journal.commit(remove); !done)
                return done;
            letOthersWrite();
        }
        after = last->value_or(QByteArray());
    }
    // Nothing refers to these any more. To know that, SQLite would read all of the index for each.
    const auto check = [&](const QString& how) {
        return Statement(m_catalog, u"PRAGMA foreign_keys = "_s + how).run();
    };
    if (const Done done = check(u"OFF"_s); !done)
        return done;
    const Done removed = Statement(m_catalog,
                                   u"DELETE FROM car WHERE state = ?"
                                   " AND id IN (SELECT value FROM json_each(?))"_s)
                             .bind(int(CarState::Leaving), **left)
                             .run();
    const Done restored = check(u"ON"_s);
    return removed ? restored : removed;
}

Result<std::vector<BlockIndex::Part>> BlockIndex::unlisted(const std::optional<Cid>& car)
{
    return Statement(m_catalog,
                     u"SELECT part.id, upload_id, car.cid, source_cid FROM part INDEXED BY"
                     " part_unlisted JOIN car ON car.id = car_id"
                     " JOIN upload ON upload.id = upload_id WHERE has_unlisted_links"
                     " AND car.state = ? AND car.cid = coalesce(?, car.cid) AND NOT EXISTS (SELECT "
                     "1 FROM missing_link"
                     " WHERE missing_link.upload_id = part.upload_id)"_s)
        .bind(int(CarState::Whole), car ? std::optional(car->bytes()) : std::nullopt)
        .all([](Statement& row) {
            return Part{row.read<qint64>(0), row.read<qint64>(1),
                        Cid::fromBytes(row.read<QByteArray>(2)).value_or(Cid()),
                        Cid::fromBytes(row.read<QByteArray>(3)).value_or(Cid())};
        });
}

Done BlockIndex::listLinks(const std::optional<Cid>& car, Timestamp now,
                           const IsUnwanted& isUnwanted)
{
    const auto parts = unlisted(car);
    if (!parts)
        return fail(parts.error());
    for (const Part& part : *parts) {
        if (const Done done = listLinksOf(part, now, isUnwanted); !done)
            return done;
    }
    return {};
}

Done BlockIndex::listLinksOf(const Part& part, Timestamp now, const IsUnwanted& isUnwanted)
{
    LinkedElsewhere missing(m_catalog, part.upload);
    if (const Done done = missing.add(part.source); !done)
        return done;
    const Done read
        = readBlocks(m_cars.path(part.car), [&](const content::CarBlock& block) -> Done {
              return missing.isFull() || (isUnwanted && isUnwanted())
                  ? fail(Error::Kind::Cancelled)
                  : missing.addLinksOf(block.cid, block.data);
          });
    if (!read && !missing.isFull())
        return read;
    return m_journal.commit([&](ChangeNotes&) -> Done {
        // Another part may have brought some of them meanwhile.
        if (const Done done = Uploads::addMissingLinks(m_catalog, part.upload, missing.links());
            !done)
            return done;
        Statement listed(m_catalog, u"UPDATE part SET has_unlisted_links = ? WHERE id = ?"_s);
        if (const Done done = listed.bind(!read, part.id).run(); !done)
            return done;
        return Uploads::pinIfWhole(m_catalog, part.upload, now);
    });
}

} // namespace cairn::local
