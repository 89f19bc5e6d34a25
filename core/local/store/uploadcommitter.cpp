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
    if (const Done done = writeCatalog(context, contents, car); !done) {
        withdraw(contents.carCid);
        return fail(done.error());
    }
    if (m_onCommitted)
        m_onCommitted();
    return Receipt{content::CidString(contents.root), content::CidString(contents.carCid)};
}

Done UploadCommitter::writeCatalog(const UploadContext& context, const CarContents& contents,
                                   IncomingCar& car)
{
    // The rename is inside, so that no other upload of the same CAR is between its rename and its
    // commit when withdraw() looks.
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    if (const Done done = m_cars.keep(car, contents.carCid); !done)
        return done;
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
    return transaction->commit();
}

Done UploadCommitter::commitBlocks(const CarContents& contents, IncomingCar& car)
{
    if (const Done sealed = car.seal(); !sealed)
        return sealed;
    const auto write = [&]() -> Done {
        auto transaction = Transaction::begin(m_database);
        if (!transaction)
            return fail(transaction.error());
        if (const Done done = m_cars.keep(car, contents.carCid); !done)
            return done;
        if (const auto row = m_uploads.recordCar(contents, m_clock.now()); !row)
            return fail(row.error());
        return transaction->commit();
    };
    const Done done = write();
    if (!done)
        withdraw(contents.carCid);
    return done;
}

void UploadCommitter::withdraw(const content::Cid& car)
{
    const auto transaction = Transaction::begin(m_database);
    const auto known = transaction ? m_uploads.hasCar(car) : Result<bool>(true);
    if (known && !*known && QFile::exists(m_cars.path(car)))
        m_cars.remove(car); // If this cannot be told now, the next start sweeps.
}

} // namespace cairn::local
