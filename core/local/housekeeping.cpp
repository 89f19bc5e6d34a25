// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"

#include "core/local/accounts/issuedtokens.h"
#include "core/local/accounts/users.h"
#include "core/local/recovery/catalogview.h"
#include "core/local/recovery/folderlock.h"
#include "core/local/store/catalog.h"

#include <QDir>

#include <type_traits>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

QString carsOf(const QString& dataFolder)
{
    return dataFolder + "/cars"_L1;
}

/// A data folder opened for one command.
class Visit
{
public:
    explicit Visit(QString dataFolder)
        : m_dataFolder(std::move(dataFolder))
        , m_cars(carsOf(m_dataFolder))
    { }

    Done open()
    {
        if (!QDir().mkpath(m_dataFolder))
            return fail(Error::Kind::Storage, u"cannot make the folder"_s, m_dataFolder,
                        u"FOLDER_NOT_MADE"_s);
        // Held to the end: nobody begins to serve in the middle.
        auto lock = lockFolder(m_dataFolder);
        auto store = openStore(m_dataFolder, lock ? folderLockOf(*lock) : FolderLock::NotHeld);
        if (lock)
            m_lock = std::move(lock->lock);
        if (!store)
            return fail(store.error());
        m_store = std::move(*store);
        if (!m_store.isBehind)
            return {};
        const auto report = catchUp(
            m_store, m_cars, m_clock, [](const CatchUpProgress&) {}, [] { return false; });
        return report ? Done() : fail(report.error());
    }

    OpenStore& store() { return m_store; }
    Database& catalog() { return *m_store.catalog; }
    Journal& journal() { return *m_store.journal; }
    const CarStore& cars() const { return m_cars; }
    const Clock& clock() const { return m_clock; }
    Users users() { return {catalog(), journal(), m_clock}; }

    Result<User> user(const QString& name)
    {
        const auto known = users().named(name);
        if (!known)
            return fail(known.error());
        if (!*known)
            return fail(Error::Kind::NotFound, u"there is no such user"_s, name, u"USER_UNKNOWN"_s);
        return **known;
    }

private:
    const QString m_dataFolder;
    std::unique_ptr<QLockFile> m_lock; ///< None while another process serves the folder.
    SystemClock m_clock;
    CarStore m_cars;
    OpenStore m_store;
};

/// What @p use gives, or why the folder cannot be opened.
template<typename Use>
auto visit(const QString& dataFolder, Use use) -> std::invoke_result_t<Use, Visit&>
{
    Visit folder(dataFolder);
    if (const Done opened = folder.open(); !opened)
        return fail(opened.error());
    return use(folder);
}

/// What @p use gives of the tokens and the user's id, or why it was not asked.
template<typename Use>
auto withTokens(const QString& dataFolder, const QString& name, Use use)
    -> std::invoke_result_t<Use, IssuedTokens&, qint64>
{
    using Outcome = std::invoke_result_t<Use, IssuedTokens&, qint64>;
    return visit(dataFolder, [&](Visit& folder) -> Outcome {
        const auto user = folder.user(name);
        if (!user)
            return fail(user.error());
        const auto key = TokenSigner::fromFile(dataFolder + signingKeyFile);
        if (!key)
            return fail(key.error());
        IssuedTokens tokens(folder.catalog(), folder.journal(), key->first, folder.clock());
        return use(tokens, user->id);
    });
}

std::optional<Finding> findingOf(CatalogView::State state)
{
    using State = CatalogView::State;
    using Kind = Finding::Kind;
    switch (state) {
    case State::Current:
        break;
    case State::Missing:
        return Finding{.kind = Kind::CatalogMissing};
    case State::Damaged:
        return Finding{.kind = Kind::CatalogDamaged};
    case State::Behind:
        return Finding{.kind = Kind::CatalogBehind};
    }
    return {};
}

Result<IntegrityReport> checkView(const QString& dataFolder, FolderLock lock,
                                  const TellFinding& tell)
{
    const SystemClock clock;
    const CarStore cars(carsOf(dataFolder));
    const auto view = viewCatalog(dataFolder, lock, cars, clock);
    if (!view)
        return fail(view.error());
    const auto state = findingOf(view->state);
    if (state)
        tell(*state);
    auto report = IntegrityCheck(*view->catalog, cars, *view->records, nullptr, tell).run();
    if (report && state)
        ++report->faults;
    return report;
}

} // namespace

Result<Secret> addUser(const QString& dataFolder, const QString& name)
{
    return visit(dataFolder, [&](Visit& folder) -> Result<Secret> {
        Users users = folder.users();
        // The first user is the owner, whoever asks first.
        if (const auto owner = users.owner(); !owner)
            return fail(owner.error());
        return users.add(name);
    });
}

Result<std::vector<User>> users(const QString& dataFolder)
{
    return visit(dataFolder, [](Visit& folder) { return folder.users().list(); });
}

Done setUserTag(const QString& dataFolder, const QString& name, const QString& tag,
                const QString& value)
{
    return visit(dataFolder, [&](Visit& folder) -> Done {
        const auto user = folder.user(name);
        return user ? folder.users().setTag(user->id, tag, value) : fail(user.error());
    });
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

Result<GarbageReport> collectGarbage(const QString& dataFolder, DryRun dryRun,
                                     UnassignedCars unassigned)
{
    return visit(dataFolder, [&](Visit& folder) -> Result<GarbageReport> {
        GarbageCollector collector(folder.catalog(), folder.journal(), folder.cars(),
                                   folder.clock());
        const GarbageScope scope{.unassigned = unassigned == UnassignedCars::Go};
        return dryRun == DryRun::Yes ? collector.look(scope) : collector.collect(scope);
    });
}

Result<CatchUpReport> rebuildCatalog(const QString& dataFolder,
                                     const std::function<void(const CatchUpProgress&)>& progress)
{
    const auto lock = lockFolder(dataFolder);
    if (!lock)
        return fail(lock.error());
    auto store = openWithNewCatalog(dataFolder);
    if (!store)
        return fail(store.error());
    const SystemClock clock;
    const CarStore cars(carsOf(dataFolder));
    const auto report = catchUp(*store, cars, clock, progress, [] { return false; });
    if (!report)
        return report;
    if (const Done found = findUnassigned(*store->catalog, cars, clock); !found)
        return fail(found.error());
    return report;
}

Result<std::vector<UnassignedCar>> unassigned(const QString& dataFolder)
{
    return visit(dataFolder, [](Visit& folder) -> Result<std::vector<UnassignedCar>> {
        const Done found = findUnassigned(folder.catalog(), folder.cars(), folder.clock());
        return found ? unassignedCars(folder.catalog()) : fail(found.error());
    });
}

Done adoptCar(const QString& dataFolder, const content::Cid& car, const QString& name,
              const QString& uploadName)
{
    return visit(dataFolder, [&](Visit& folder) -> Done {
        const auto user = folder.user(name);
        if (!user)
            return fail(user.error());
        const Done found = findUnassigned(folder.catalog(), folder.cars(), folder.clock());
        if (!found)
            return found;
        Uploads uploads(folder.catalog(), folder.journal(), folder.clock(), {});
        return adopt(folder.catalog(), folder.journal(), uploads, folder.cars(), folder.clock(),
                     car, {.user = user->id, .token = {}, .type = u"Car"_s, .name = uploadName});
    });
}

Result<IntegrityReport> checkStore(const QString& dataFolder, const TellFinding& tell)
{
    // Held to the end: nobody begins to serve in the middle. Where it cannot be made nobody can
    // serve but from a copy.
    auto lock = lockFolder(dataFolder);
    const bool isServed = !lock && lock.error().kind == Error::Kind::Conflict;
    const FolderLock held = isServed ? FolderLock::NotHeld
        : lock                       ? folderLockOf(*lock)
                                     : FolderLock::Held;
    auto report = checkView(dataFolder, held, tell);
    if (lock)
        leaveAsFound(std::move(*lock), lockPath(dataFolder));
    return report;
}

Result<IntegrityReport> repairStore(const QString& dataFolder, const TellFinding& tell)
{
    if (!QDir(dataFolder).exists())
        return fail(Error::Kind::NotFound, u"there is no data folder"_s, dataFolder,
                    u"DATA_FOLDER_MISSING"_s);
    return visit(dataFolder, [&](Visit& folder) -> Result<IntegrityReport> {
        IntegrityRepair repair(folder.catalog(), folder.journal(), folder.cars(), folder.clock());
        return IntegrityCheck(folder.catalog(), folder.cars(), *folder.store().records, &repair,
                              tell)
            .run();
    });
}

} // namespace cairn::local
