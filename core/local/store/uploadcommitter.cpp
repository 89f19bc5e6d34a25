// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/uploadcommitter.h"

#include "core/base/logging.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 forgivenShare = 8; // An eighth of the limit,
constexpr qint64 forgivenBytes = 1024 * 1024; // and so much.

} // namespace

UploadCommitter::UploadCommitter(Journal& journal, Uploads& uploads, BlockIndex& index,
                                 const CarStore& cars, const Clock& clock)
    : m_journal(journal)
    , m_uploads(uploads)
    , m_index(index)
    , m_cars(cars)
    , m_clock(clock)
{ }

Result<Receipt> UploadCommitter::commit(const UploadContext& context, const CarContents& contents,
                                        IncomingCar& car)
{
    if (const Done sealed = car.seal(); !sealed)
        return fail(sealed.error());
    Listed listed = Listed::Again;
    while (listed == Listed::Again) {
        const auto outcome = list(context, contents, car);
        if (!outcome)
            return fail(outcome.error());
        listed = *outcome;
    }
    if (contents.isLong) {
        if (const Done links = m_index.listLinks(contents.carCid, m_clock.now(), {}); !links)
            qCWarning(lcLocal) << "links are not listed yet:" << links.error().detail;
    }
    if (m_onCommitted)
        m_onCommitted();
    return Receipt{content::CidString(contents.root), content::CidString(contents.carCid)};
}

Result<UploadCommitter::Listed> UploadCommitter::list(const UploadContext& context,
                                                      const CarContents& contents, IncomingCar& car)
{
    const auto indexed = withIndex(contents, car);
    if (!indexed)
        return fail(indexed.error());
    Listed listed = Listed::Yes;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        listed = Listed::Yes;
        if (indexed->isLong && !indexed->row) {
            const auto isThere = m_uploads.hasWholeCar(indexed->carCid);
            if (!isThere)
                return fail(isThere.error());
            if (!*isThere) { // It was collected meanwhile.
                listed = Listed::Again;
                return {};
            }
        }
        if (const Done recorded = m_uploads.record(context, *indexed, notes); !recorded)
            return recorded;
        if (const Done within = checkLimit(context); !within)
            return within;
        return keep(*indexed, car, notes);
    });
    if (indexed->row) // Refused, or another request has brought the same CAR meanwhile.
        m_index.giveUp(*indexed->row);
    if (!done && indexed->row && m_onCommitted)
        m_onCommitted();
    return done ? Result<Listed>(listed) : fail(done.error());
}

/// With the rows of its blocks written, if they are many and no CAR has them already.
Result<CarContents> UploadCommitter::withIndex(CarContents contents, const IncomingCar& car)
{
    if (!contents.isLong)
        return contents;
    const auto isThere = m_uploads.hasWholeCar(contents.carCid);
    if (!isThere)
        return fail(isThere.error());
    if (*isThere)
        return contents;
    const auto row = m_index.add(car.path());
    if (!row)
        return fail(row.error());
    contents.row = *row;
    return contents;
}

/// Within the change, where the upload is counted already and nobody else's can come in between.
Done UploadCommitter::checkLimit(const UploadContext& context)
{
    if (!context.storageLimit)
        return {};
    const auto usage = m_uploads.usage(context.user);
    if (!usage)
        return fail(usage.error());
    const auto stored = m_uploads.storedBytes(context.user);
    if (!stored)
        return fail(stored.error());
    // A root may claim less than it has. What parts repeat of each other, their nodes, is forgiven.
    const qint64 limit = *context.storageLimit;
    const bool isClaimWithin = usage->total() <= limit;
    if (isClaimWithin && *stored - limit <= limit / forgivenShare + forgivenBytes)
        return {};
    return fail(Error{Error::Kind::Forbidden,
                      u"This would exceed the account's storage limit."_s,
                      {},
                      u"ERROR_STORAGE_LIMIT"_s,
                      {}});
}

/// The last step of a change, so that what is refused is still an unfinished file: a whole CAR is
/// never removed here.
Done UploadCommitter::keep(const CarContents& contents, IncomingCar& car, ChangeNotes& notes)
{
    const bool isNew = !m_cars.has(contents.carCid);
    if (const Done kept = m_cars.keep(car, contents.carCid); !kept)
        return kept;
    notes.syncFolder(m_cars.folder());
    if (isNew)
        notes.whenUndone([this, &car, cid = contents.carCid] { m_cars.takeBack(car, cid); });
    return {};
}

Done UploadCommitter::commitBlocks(const CarContents& contents, IncomingCar& car)
{
    if (const Done sealed = car.seal(); !sealed)
        return sealed;
    return m_journal.commit([&](ChangeNotes& notes) -> Done {
        const Timestamp now = m_clock.now();
        if (const auto row = m_uploads.recordCar(contents, now); !row)
            return fail(row.error());
        notes.add(FetchedRecord{contents.carCid, contents.size, now});
        return keep(contents, car, notes);
    });
}

} // namespace cairn::local
