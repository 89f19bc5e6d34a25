// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/uploadcommitter.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 forgivenShare = 8; // An eighth of the limit,
constexpr qint64 forgivenBytes = 1024 * 1024; // and so much.

} // namespace

UploadCommitter::UploadCommitter(Journal& journal, Uploads& uploads, const CarStore& cars,
                                 const Clock& clock)
    : m_journal(journal)
    , m_uploads(uploads)
    , m_cars(cars)
    , m_clock(clock)
{ }

Result<Receipt> UploadCommitter::commit(const UploadContext& context, const CarContents& contents,
                                        IncomingCar& car)
{
    if (const Done sealed = car.seal(); !sealed)
        return fail(sealed.error());
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        if (const Done recorded = m_uploads.record(context, contents, notes); !recorded)
            return recorded;
        if (const Done within = checkLimit(context); !within)
            return within;
        return keep(contents, car, notes);
    });
    if (!done)
        return fail(done.error());
    if (m_onCommitted)
        m_onCommitted();
    return Receipt{content::CidString(contents.root), content::CidString(contents.carCid)};
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
