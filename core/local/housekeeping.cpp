// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"

#include "core/local/accounts/issuedtokens.h"
#include "core/local/accounts/users.h"
#include "core/local/store/catalog.h"

#include <QLockFile>

#include <type_traits>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

/// A catalog opened from outside, and one of its users.
struct Entry
{
    std::unique_ptr<Database> catalog;
    User user;
};

Result<Entry> enter(const QString& dataFolder, const QString& name, const Clock& clock)
{
    auto catalog = openCatalog(dataFolder);
    if (!catalog)
        return fail(catalog.error());
    const auto known = Users(**catalog, clock).named(name);
    if (!known)
        return fail(known.error());
    if (!*known)
        return fail(Error::Kind::NotFound, u"there is no such user"_s, name);
    return Entry{std::move(*catalog), **known};
}

/// What @p use gives of the tokens and the user's id, or why it was not asked.
template<typename Use>
auto withTokens(const QString& dataFolder, const QString& user, Use use)
    -> std::invoke_result_t<Use, IssuedTokens&, qint64>
{
    const SystemClock clock;
    const auto entry = enter(dataFolder, user, clock);
    if (!entry)
        return fail(entry.error());
    const auto key = TokenSigner::fromFile(dataFolder + signingKeyFile);
    if (!key)
        return fail(key.error());
    IssuedTokens tokens(*entry->catalog, *key, clock);
    return use(tokens, entry->user.id);
}

} // namespace

Done setUserTag(const QString& dataFolder, const QString& user, const QString& tag,
                const QString& value)
{
    const SystemClock clock;
    const auto entry = enter(dataFolder, user, clock);
    if (!entry)
        return fail(entry.error());
    return Users(*entry->catalog, clock).setTag(entry->user.id, tag, value);
}

Result<std::vector<Token>> userTokens(const QString& dataFolder, const QString& user)
{
    return withTokens(dataFolder, user,
                      [](IssuedTokens& tokens, qint64 id) { return tokens.list(id); });
}

Done blockToken(const QString& dataFolder, const QString& user, qint64 token)
{
    return withTokens(dataFolder, user,
                      [token](IssuedTokens& tokens, qint64 id) { return tokens.block(id, token); });
}

Result<GarbageReport> collectGarbage(const QString& dataFolder, DryRun dryRun)
{
    const auto catalog = openCatalog(dataFolder);
    if (!catalog)
        return fail(catalog.error());
    const SystemClock clock;
    const CarStore cars(dataFolder + "/cars"_L1);
    return GarbageCollector(**catalog, cars, clock).collect(dryRun);
}

Result<IntegrityReport> checkStore(const QString& dataFolder)
{
    // Held to the end: nobody begins to serve in the middle.
    QLockFile lock(dataFolder + "/lock"_L1);
    lock.setStaleLockTime(0);
    const auto serving = lock.tryLock() ? Serving::Nobody : Serving::Somebody;
    const auto catalog = openCatalog(dataFolder);
    if (!catalog)
        return fail(catalog.error());
    const SystemClock clock;
    return IntegrityCheck(**catalog, CarStore(dataFolder + "/cars"_L1), clock).run(serving);
}

} // namespace cairn::local
