// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/localservice.h"

#include "core/base/fileerror.h"
#include "core/base/logging.h"
#include "core/local/endpoints/endpoints.h"
#include "core/local/http/httpserver.h"
#include "core/local/maintenance.h"
#include "core/local/pins/pinfetcher.h"
#include "core/local/recovery/catchup.h"
#include "core/local/recovery/folderlock.h"
#include "core/local/store/catalog.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 defaultStorageLimit = 1LL << 40; // Contract §3.1.
// Read before a start is over: a fraction of a second.
constexpr qint64 maxBytesAtStart = 64 * 1024 * 1024;

/// Does what starts threads. Errors: Storage when there are no more; its own.
template<typename Step> Done withThreads(Step step)
{
    try {
        return step();
    } catch (const std::system_error&) {
        return fail(Error::Kind::Storage, u"there are no more threads"_s, {}, u"NO_THREADS"_s);
    }
}

} // namespace

/// A data folder as it could be opened.
struct Folder
{
    std::unique_ptr<QLockFile> lock;
    std::unique_ptr<QTemporaryDir> copy;
    OpenStore store;
    std::vector<StartNotice> notices;

    bool isReadOnly() const { return copy != nullptr; }
};

/// In the order in which each needs the ones before it; they go in the reverse order, so that the
/// server's threads end first and the lock is let go last.
struct LocalService::Parts
{
    std::unique_ptr<QLockFile> lock; ///< None where nothing can be written.
    std::unique_ptr<QTemporaryDir> copy; ///< Of the catalog, then.
    std::vector<StartNotice> notices; ///< Guarded by `mutex` once it serves.
    SystemClock systemClock;
    const Clock& clock;
    OpenStore store;
    TokenSigner signer;
    Secret session;
    Users users;
    IssuedTokens tokens;
    Uploads uploads;
    CarStore cars;
    BlockIndex index;
    UploadCommitter committer;
    PinRequests pins;
    PinFetcher pinFetcher;
    Maintenance maintenance;
    WrongCredentials wrongCredentials;
    Authenticator authenticator;
    RequestGuard guard;
    Throttle throttle;
    Workers helpers;
    ServiceContext context;
    const QString dataFolder;
    Router router;
    std::unique_ptr<HttpServer> server;
    QUrl url;
    std::atomic<bool> isStopping = false;
    std::mutex mutex; ///< For these, which change in the background.
    std::optional<Error> catchUpFailure;
    std::thread catchingUp; ///< Ends before all above.

    Parts(Folder folder, const ServiceOptions& options, TokenSigner tokenSigner,
          const QHostAddress& listen, const QString& id)
        : lock(std::move(folder.lock))
        , copy(std::move(folder.copy))
        , notices(std::move(folder.notices))
        , clock(options.clock ? *options.clock : systemClock)
        , store(std::move(folder.store))
        , signer(std::move(tokenSigner))
        , session(newLogin())
        , users(*store.catalog, *store.journal, clock)
        , tokens(*store.catalog, *store.journal, signer, clock)
        , uploads(*store.catalog, *store.journal, clock,
                  Pin{PinStatus::Unknown, {}, id, u"This computer"_s, {}})
        , cars(options.dataFolder + "/cars"_L1)
        , index(*store.catalog, *store.journal, cars)
        , committer(*store.journal, uploads, index, cars, clock)
        , pins(*store.catalog, *store.journal, cars, clock)
        , pinFetcher(*store.catalog, cars, committer, pins, options.gateway, clock)
        , maintenance(store, index, cars, clock, options.keepDeleted)
        , wrongCredentials(clock, options.pace)
        , authenticator(users, tokens, wrongCredentials)
        , guard(listen, options.hostNames)
        , throttle(clock, options.pace)
        , helpers(std::max(1u, std::thread::hardware_concurrency() / 2))
        , context{clock,
                  *store.catalog,
                  users,
                  tokens,
                  uploads,
                  cars,
                  committer,
                  pins,
                  [this] { pinFetcher.wake(); },
                  options.mode,
                  options.enforceStorageLimit ? std::optional(defaultStorageLimit) : std::nullopt,
                  helpers,
                  options.dataFolder + "/scratch"_L1}
        , dataFolder(options.dataFolder)
        , router(guard, OriginPolicy(options.origins), authenticator, throttle, clock)
    {
        guard.setPort(options.port);
        committer.whenCommitted([this] {
            pinFetcher.wake();
            maintenance.wake();
        });
        router.setMode(options.mode, options.sunset);
        router.add(serviceRoutes(context));
        router.add(accountRoutes(context));
        router.add(uploadRoutes(context));
        router.add(contentRoutes(context));
        router.add(pinRoutes(context));
        router.add(gatewayRoutes(context));
    }

    [[nodiscard]] Done open(const QHostAddress& listen, const ServiceOptions& options)
    {
        const bool isReadOnly = copy != nullptr;
        if (isReadOnly)
            router.setReadingOnly(whyReadOnly());
        // Before the folder of CARs is made where it is missing: its disk may be away.
        if (const Done there = checkCarsAreThere(*store.catalog, cars); !there)
            return there;
        const auto behind = store.isBehind ? catchUpBytes(store, cars) : Result<qint64>(0);
        if (!behind)
            return fail(behind.error());
        if (const Done prepared = isReadOnly ? Done() : prepareFolders(); !prepared)
            return prepared;
        const bool inBackground = *behind > maxBytesAtStart;
        if (!inBackground) {
            if (const Done ready = withThreads([this] { return makeReady(); }); !ready)
                return ready;
        }
        router.setCatchingUp(inBackground);
        auto started
            = HttpServer::start(listen, options.port, options.connections, systemClock, router);
        if (!started)
            return fail(started.error());
        server = std::move(*started);
        guard.setPort(server->port());
        url.setScheme(u"http"_s);
        url.setHost(listen.toString());
        url.setPort(server->port());
        qCInfo(lcLocal) << "serving" << url.toString();
        if (!inBackground)
            return work();
        notices.push_back(StartNotice::CatalogIsBeingMade);
        return withThreads([this]() -> Done {
            catchingUp = std::thread([this] { catchUpAndServe(); });
            return {};
        });
    }

    [[nodiscard]] Done prepareFolders()
    {
        if (const Done prepared = cars.prepare(); !prepared)
            return prepared;
        QDir scratch(context.scratch);
        scratch.removeRecursively(); // What a crash left.
        if (!scratch.mkpath(u"."_s))
            return fail(Error::Kind::Storage, u"cannot make the folder"_s, context.scratch,
                        u"FOLDER_NOT_MADE"_s);
        cars.removeUnfinished();
        if (const Done given = index.giveUpAll(); !given)
            return given;
        if (!store.isMigrated)
            removeOlderCatalogs(dataFolder);
        return {};
    }

    Error whyReadOnly() const
    {
        if (std::ranges::find(notices, StartNotice::DiskFull) != notices.end())
            return {Error::Kind::DiskFull, u"no space left when the service started"_s};
        return {Error::Kind::Maintenance,
                u"The data folder cannot be written; what is in it can be read."_s,
                {},
                u"ERROR_MAINTENANCE"_s,
                {}};
    }

    /// Has the catalog be complete, and knows whose the folder is.
    [[nodiscard]] Done makeReady()
    {
        if (store.isBehind) {
            const auto report = catchUp(
                store, cars, clock,
                [this](const CatchUpProgress& progress) {
                    router.setProgress(progress.total ? int(progress.done * 100 / progress.total)
                                                      : 0);
                },
                [this] { return isStopping.load(); });
            if (!report)
                return fail(report.error());
            const std::lock_guard guarded(mutex);
            std::erase(notices, StartNotice::CatalogIsBeingMade);
            notices.push_back(StartNotice::CatalogMadeAnew);
            if (!report->absent.empty())
                notices.push_back(StartNotice::CarsMissing);
            if (!report->damaged.empty())
                notices.push_back(StartNotice::CarsDamaged);
            qCWarning(lcLocal) << "the catalog was made anew from records and" << report->cars
                               << "CARs;" << report->absent.size() << "are missing,"
                               << report->damaged.size() << "damaged";
        }
        const auto owner = users.owner();
        if (!owner)
            return fail(owner.error());
        authenticator.setSession(session, owner->id);
        return {};
    }

    [[nodiscard]] Done work()
    {
        if (copy)
            return {}; // There is nothing to fetch for, and nothing to look after.
        return withThreads([this]() -> Done {
            pinFetcher.start();
            maintenance.start();
            return {};
        });
    }

    void catchUpAndServe()
    {
        Done ready = withThreads([this] { return makeReady(); });
        if (ready)
            ready = work();
        if (!ready) {
            if (ready.error().kind != Error::Kind::Cancelled)
                qCCritical(lcLocal) << "the catalog cannot be made anew:" << ready.error().detail
                                    << ready.error().subject;
            router.setCatchUpFailed();
            const std::lock_guard guarded(mutex);
            catchUpFailure = ready.error();
            return; // Goes on at the next start.
        }
        router.setCatchingUp(false);
    }

    ~Parts()
    {
        isStopping = true;
        if (catchingUp.joinable())
            catchingUp.join();
    }
};

namespace {

Result<QHostAddress> addressFrom(const ServiceOptions& options)
{
    const QHostAddress address = options.host == "localhost"_L1
        ? QHostAddress(QHostAddress::LocalHost)
        : QHostAddress(options.host);
    if (address.isNull())
        return fail(Error::Kind::Invalid, u"not an address to listen at"_s, options.host,
                    u"LISTEN_ADDRESS_INVALID"_s);
    if (!address.isLoopback() && !options.insecureListen)
        return fail(Error::Kind::Invalid, u"others could reach this address, unencrypted"_s,
                    options.host, u"LISTEN_ADDRESS_OPEN"_s);
    return address;
}

/// A disk that is full, or a folder that cannot be written, still has what is stored.
bool mayStillBeRead(const Error& error, const QString& folder)
{
    return error.kind == Error::Kind::DiskFull
        || (error.kind == Error::Kind::Storage && !QFileInfo(folder).isWritable());
}

Result<Folder> openToRead(const QString& dataFolder, const Error& why)
{
    if (!QFile::exists(dataFolder + "/catalog.sqlite"_L1))
        return fail(why);
    Folder folder;
    folder.copy = std::make_unique<QTemporaryDir>();
    if (!folder.copy->isValid())
        return fail(why);
    auto store = openCopy(dataFolder, folder.copy->path(), FolderLock::Held);
    if (!store)
        return fail(store.error().kind == Error::Kind::DiskFull ? why : store.error());
    folder.store = std::move(*store);
    folder.notices
        = {why.kind == Error::Kind::DiskFull ? StartNotice::DiskFull : StartNotice::ReadOnly};
    return folder;
}

Result<Folder> openFolder(const QString& dataFolder, const std::function<void()>& whenLocked)
{
    auto lock = lockFolder(dataFolder);
    if (!lock && mayStillBeRead(lock.error(), dataFolder))
        return openToRead(dataFolder, lock.error());
    if (!lock)
        return fail(lock.error());
    if (whenLocked)
        whenLocked();
    auto store = openStore(dataFolder, folderLockOf(*lock));
    if (store)
        return Folder{std::move(lock->lock), {}, std::move(*store), {}};
    if (!mayStillBeRead(store.error(), dataFolder))
        return fail(store.error());
    auto folder = openToRead(dataFolder, store.error());
    if (folder)
        folder->lock = std::move(lock->lock);
    return folder;
}

Result<TokenSigner> signerFor(Folder& folder, const QString& path)
{
    const auto any = Statement(*folder.store.catalog, u"SELECT EXISTS (SELECT 1 FROM token)"_s)
                         .first(readInteger);
    if (!any)
        return fail(any.error());
    if (folder.isReadOnly() && !QFile::exists(path))
        return TokenSigner::withNewKey();
    auto signer = TokenSigner::fromFile(path);
    if (!signer)
        return fail(signer.error());
    if (signer->second == TokenSigner::KeyFile::MadeAnew && any->value_or(0))
        folder.notices.push_back(StartNotice::KeyMadeAnew);
    if (signer->second == TokenSigner::KeyFile::WasReadable)
        folder.notices.push_back(StartNotice::KeyWasReadable);
    return std::move(signer->first);
}

} // namespace

LocalService::LocalService(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{ }

LocalService::~LocalService() = default;

void LocalService::finishRequests(std::chrono::milliseconds limit)
{
    m_parts->server->finishRequests(limit);
}

Result<std::unique_ptr<LocalService>> LocalService::start(const ServiceOptions& options)
{
    if (options.mode != "rw"_L1 && options.mode != "r-"_L1 && options.mode != "--"_L1)
        return fail(Error::Kind::Invalid, u"the mode is rw, r- or --"_s, options.mode,
                    u"MODE_INVALID"_s);
    const auto listen = addressFrom(options);
    if (!listen)
        return fail(listen.error());
    if (!QDir().mkpath(options.dataFolder))
        return fail(isOutOfSpace(options.dataFolder) ? Error::Kind::DiskFull : Error::Kind::Storage,
                    u"cannot make the folder"_s, options.dataFolder, u"FOLDER_NOT_MADE"_s);
    auto folder = openFolder(options.dataFolder, options.whenLocked);
    if (!folder)
        return fail(folder.error());
    const auto id = serviceId(*folder->store.catalog);
    if (!id)
        return fail(id.error());
    auto signer = signerFor(*folder, options.dataFolder + signingKeyFile);
    if (!signer)
        return fail(signer.error());
    std::unique_ptr<Parts> parts;
    const Done made = withThreads([&]() -> Done {
        parts = std::make_unique<Parts>(std::move(*folder), options, std::move(*signer), *listen,
                                        *id);
        return {};
    });
    if (!made)
        return fail(made.error());
    if (const Done opened = parts->open(*listen, options); !opened)
        return fail(opened.error());
    return std::unique_ptr<LocalService>(new LocalService(std::move(parts)));
}

QUrl LocalService::url() const
{
    return m_parts->url;
}

Secret LocalService::sessionLogin() const
{
    return m_parts->session;
}

Result<Secret> LocalService::addUser(const QString& name)
{
    return m_parts->users.add(name);
}

Result<std::vector<User>> LocalService::users()
{
    return m_parts->users.list();
}

std::vector<StartNotice> LocalService::notices() const
{
    const std::lock_guard lock(m_parts->mutex);
    return m_parts->notices;
}

Result<std::optional<int>> LocalService::catchUpPercent() const
{
    const std::lock_guard lock(m_parts->mutex);
    if (m_parts->catchUpFailure)
        return fail(*m_parts->catchUpFailure);
    return m_parts->router.progress();
}

const std::vector<Route>& LocalService::routes() const
{
    return m_parts->router.routes();
}

} // namespace cairn::local
