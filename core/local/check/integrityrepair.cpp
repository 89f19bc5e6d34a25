// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/check/integrityrepair.h"

#include "core/base/posix/folder.h"
#include "core/local/check/missinglinks.h"
#include "core/local/check/setaside.h"
#include "core/local/store/carstate.h"
#include "core/local/store/unpinnedreason.h"
#include "core/local/store/uploads.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

IntegrityRepair::IntegrityRepair(Database& catalog, Journal& journal, const CarStore& cars,
                                 const Clock& clock)
    : m_catalog(catalog)
    , m_journal(journal)
    , m_cars(cars)
    , m_clock(clock)
{ }

Done IntegrityRepair::replaceIndex(qint64 car, const BlockTable& blocks)
{
    Statement clear(m_catalog, u"DELETE FROM block WHERE car_id = ?"_s);
    if (const Done done = clear.bind(car).run(); !done)
        return done;
    return Uploads::recordBlocks(m_catalog, car, blocks);
}

Done IntegrityRepair::setCar(qint64 car, const std::optional<CarFileContents>& file)
{
    const auto state = !file ? CarState::Absent : file->whole ? CarState::Whole : CarState::Damaged;
    Statement set(m_catalog, u"UPDATE car SET state = ? WHERE id = ?"_s);
    if (const Done done = set.bind(int(state), car).run(); !done)
        return done;
    if (const Done done = replaceIndex(car, file ? file->contents.blocks : BlockTable()); !done)
        return done;
    const auto uploads = Statement(m_catalog, u"SELECT upload_id FROM part WHERE car_id = ?"_s)
                             .bind(car)
                             .all(readInteger);
    if (!uploads)
        return fail(uploads.error());
    for (const qint64 upload : *uploads) {
        if (const Done done = rewriteMissingLinks(m_catalog, m_cars, upload); !done)
            return done;
        if (const Done done = Uploads::pinIfWhole(m_catalog, upload, m_clock.now()); !done)
            return done;
    }
    return {};
}

Done IntegrityRepair::writeIndex(qint64 car, const BlockTable& blocks)
{
    auto transaction = Transaction::begin(m_catalog);
    if (!transaction)
        return fail(transaction.error());
    if (const Done done = replaceIndex(car, blocks); !done)
        return done;
    return transaction->commit();
}

Done IntegrityRepair::unpin(const Cid& root)
{
    auto transaction = Transaction::begin(m_catalog);
    if (!transaction)
        return fail(transaction.error());
    const QByteArray cid = root.toV1().bytes();
    Statement unpin(m_catalog,
                    u"UPDATE content SET pinned = 0, unpinned_reason = ?, pin_updated = ?"
                    " WHERE cid = ?"_s);
    unpin.bind(int(UnpinnedReason::Incomplete), m_clock.now(), cid);
    if (const Done done = unpin.run(); !done)
        return done;
    Statement wait(m_catalog,
                   u"UPDATE pin_request SET status = 'queued', reason = ?"
                   " WHERE deleted IS NULL"
                   " AND content_id = (SELECT id FROM content WHERE cid = ?)"_s);
    if (const Done done = wait.bind(u"Some of its blocks were lost."_s, cid).run(); !done)
        return done;
    return transaction->commit();
}

Done IntegrityRepair::correct(const StoredCount& count)
{
    return Statement(
               m_catalog,
               u"UPDATE %1 SET uploads = %2 WHERE uploads != %2"_s.arg(count.table, count.counted))
        .run();
}

Result<bool> IntegrityRepair::takeBack(const Cid& car, const CarFileContents& file)
{
    CarContents contents = file.contents;
    contents.isDamaged = !file.whole;
    Uploads uploads(m_catalog, m_journal, m_clock, {});
    bool isTaken = false;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        auto lacking = uploadsThatLack(m_catalog, contents.blocks);
        if (!lacking)
            return fail(lacking.error());
        if (lacking->empty() || m_cars.has(car))
            return {};
        for (UploadRecord& upload : *lacking) {
            upload.parts = {car};
            upload.size = contents.size;
            const Done applied
                = uploads.apply(upload, [&](const Cid&) { return std::optional(contents); });
            if (!applied)
                return applied;
            notes.add(upload);
        }
        // Its name last: what fails before leaves the file as it is.
        const QByteArray from = QFile::encodeName(m_cars.setAsidePath(car));
        const QByteArray to = QFile::encodeName(m_cars.path(car));
        if (const auto renamed = posix::rename(from, to); !renamed)
            return posix::failure(renamed.error(), m_cars.setAsidePath(car));
        notes.syncFolder(m_cars.folder());
        notes.whenUndone([from, to] { std::ignore = posix::rename(to, from); });
        isTaken = true;
        return {};
    });
    return done ? Result<bool>(isTaken) : fail(done.error());
}

} // namespace cairn::local
