// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/uploadcommitter.h"

#include "core/storage/transaction.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

UploadCommitter::UploadCommitter(Database& database, Uploads& uploads, const CarStore& cars,
                                 const Clock& clock)
    : m_database(database)
    , m_uploads(uploads)
    , m_cars(cars)
    , m_clock(clock)
{ }

Result<Receipt> UploadCommitter::commit(const UploadContext& context, const CarContents& contents,
                                        IncomingCar& car)
{
    if (const Done sealed = car.seal(); !sealed)
        return fail(sealed.error());
    if (const Done done = writeCatalog(context, contents, car); !done)
        return fail(done.error());
    if (m_onCommitted)
        m_onCommitted();
    return Receipt{content::CidString(contents.root), content::CidString(contents.carCid)};
}

Done UploadCommitter::writeCatalog(const UploadContext& context, const CarContents& contents,
                                   IncomingCar& car)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    if (const Done done = m_uploads.record(context, contents); !done)
        return done;
    if (context.storageLimit) {
        // Here, where the upload is counted already and nobody else's can come in between.
        const auto usage = m_uploads.usage(context.user);
        if (!usage)
            return fail(usage.error());
        if (usage->uploaded + usage->pinned > *context.storageLimit)
            return fail(Error{Error::Kind::Forbidden,
                              u"This would exceed the account's storage limit."_s,
                              {},
                              u"ERROR_STORAGE_LIMIT"_s,
                              {}});
    }
    // Last, so that what is refused is still an unfinished file: a whole CAR is never removed here.
    if (const Done done = m_cars.keep(car, contents.carCid); !done)
        return done;
    return transaction->commit();
}

Done UploadCommitter::commitBlocks(const CarContents& contents, IncomingCar& car)
{
    if (const Done sealed = car.seal(); !sealed)
        return sealed;
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    if (const auto row = m_uploads.recordCar(contents, m_clock.now()); !row)
        return fail(row.error());
    if (const Done done = m_cars.keep(car, contents.carCid); !done)
        return done;
    return transaction->commit();
}

} // namespace cairn::local
