// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"

#include "core/local/catalog.h"
#include "core/local/users.h"

#include <QLockFile>

namespace cairn::local {
using namespace Qt::StringLiterals;

Done setUserTag(const QString& dataFolder, const QString& user, const QString& tag,
                const QString& value)
{
    const auto catalog = openCatalog(dataFolder);
    if (!catalog)
        return fail(catalog.error());
    const SystemClock clock;
    Users users(**catalog, clock);
    const auto known = users.named(user);
    if (!known)
        return fail(known.error());
    if (!*known)
        return fail(Error::Kind::NotFound, u"there is no such user"_s, user);
    return users.setTag((*known)->id, tag, value);
}

Result<Garbage> collectGarbage(const QString& dataFolder, Sweep sweep)
{
    const auto catalog = openCatalog(dataFolder);
    if (!catalog)
        return fail(catalog.error());
    const SystemClock clock;
    return collectGarbage(**catalog, CarStore(dataFolder + "/cars"_L1), clock, sweep);
}

Result<CheckReport> checkStore(const QString& dataFolder)
{
    // Held to the end: nobody begins to serve in the middle.
    QLockFile lock(dataFolder + "/lock"_L1);
    lock.setStaleLockTime(0);
    const auto serving = lock.tryLock() ? Serving::Nobody : Serving::Somebody;
    const auto catalog = openCatalog(dataFolder);
    if (!catalog)
        return fail(catalog.error());
    const SystemClock clock;
    return Checkup(**catalog, CarStore(dataFolder + "/cars"_L1), clock).run(serving);
}

} // namespace cairn::local
