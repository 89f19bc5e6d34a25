// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/deposits.h"

#include "core/storage/transaction.h"

namespace cairn::local {

Deposits::Deposits(Database& database, Uploads& uploads, const CarStore& cars)
    : m_database(database)
    , m_uploads(uploads)
    , m_cars(cars)
{ }

Result<Receipt> Deposits::keep(const UploadOrder& order, const CarContents& contents,
                               IncomingCar& car)
{
    if (const Done sealed = car.seal(); !sealed)
        return fail(sealed.error());
    if (const Done done = commit(order, contents, car); !done) {
        withdraw(contents.carCid);
        return fail(done.error());
    }
    return Receipt{contents.root.toString(), contents.carCid.toString()};
}

Done Deposits::commit(const UploadOrder& order, const CarContents& contents, IncomingCar& car)
{
    // The rename is inside, so that no other upload of the same CAR is between its rename and its
    // commit when withdraw() looks.
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    if (const Done done = m_cars.keep(car, contents.carCid); !done)
        return done;
    if (const Done done = m_uploads.record(order, contents); !done)
        return done;
    return transaction->commit();
}

void Deposits::withdraw(const content::Cid& car)
{
    const auto transaction = Transaction::begin(m_database);
    const auto known = transaction ? m_uploads.hasCar(car) : Result<bool>(true);
    if (known && !*known && QFile::exists(m_cars.path(car)))
        m_cars.remove(car); // If this cannot be told now, the next start sweeps.
}

} // namespace cairn::local
