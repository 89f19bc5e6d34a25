// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/vault/keychainvault.h"

#include "core/base/logging.h"

#include <qt6keychain/keychain.h>

namespace cairn {
namespace {

Error jobError(const QKeychain::Job& job)
{
    using Kind = Error::Kind;
    const auto kind = [&] {
        switch (job.error()) {
        case QKeychain::EntryNotFound:
            return Kind::NotFound;
        case QKeychain::AccessDeniedByUser:
        case QKeychain::AccessDenied:
            return Kind::KeychainDenied;
        case QKeychain::NoBackendAvailable:
        case QKeychain::NotImplemented:
            return Kind::KeychainAbsent;
        case QKeychain::OtherError:
        case QKeychain::NoError:
        case QKeychain::CouldNotDeleteEntry:
            break;
        }
        return Kind::KeychainFailed;
    }();
    return {kind, job.errorString()};
}

#if defined(Q_OS_LINUX) || defined(Q_OS_FREEBSD)
constexpr bool hasSecretService = true; // Where there is one at all: KWallet has its own way.
#else
constexpr bool hasSecretService = false;
#endif

/// What a failure means, after the Secret Service has told where the item is.
Error meaning(const Error& error, SecretService::Item item)
{
    using Kind = Error::Kind;
    using Item = SecretService::Item;
    const auto kind = [&] {
        switch (item) {
        case Item::Missing:
            return error.kind;
        case Item::Locked:
            // Its question was answered, by nobody who unlocked it; or it could not ask.
            return error.kind == Kind::KeychainFailed ? Kind::KeychainLocked : Kind::KeychainDenied;
        case Item::Unlocked:
            break;
        }
        return error.kind == Kind::NotFound ? Kind::KeychainFailed : error.kind;
    }();
    return {kind, error.detail};
}

/// Starts @p job, which deletes itself, and settles a reply with what @p outcome makes of it.
template<typename T, typename Job, typename Outcome> Reply<T> run(Job* job, Outcome outcome)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QObject::connect(job, &QKeychain::Job::finished, job, [job, promise, outcome] {
        promise->addResult(outcome(*job));
        promise->finish();
    });
    job->start();
    return promise->future();
}

} // namespace

KeychainVault::KeychainVault(QString service)
    : m_service(std::move(service))
{
    connect(&m_secretService, &SecretService::changed, this, &TokenVault::changed);
}

/// QtKeychain has no item where its question was cancelled, and any error where there is no
/// service.
Reply<Secret> KeychainVault::explained(const Error& error, const QString& key)
{
    if (!hasSecretService)
        return ready<Secret>(fail(error));
    const auto found = m_secretService.find(m_service, key);
    const auto meant = andThen(found, this, [error](SecretService::Item item) {
        return ready<Secret>(fail(meaning(error, item)));
    });
    return orElse(meant, this, [error](const Error& unknown) {
        // What could not be looked for is not missing.
        const bool isCertain
            = error.kind != Error::Kind::NotFound && error.kind != Error::Kind::KeychainFailed;
        return ready<Secret>(fail(isCertain ? error : unknown));
    });
}

/// A new item has no place yet: the collection is what may be locked.
Reply<void> KeychainVault::explainedStore(const Error& error)
{
    if (!hasSecretService)
        return ready<void>(fail(error));
    const auto meant = andThen(m_secretService.isLocked(), this, [error](bool isLocked) {
        Error meaning = error;
        if (isLocked && error.kind == Error::Kind::KeychainFailed)
            meaning.kind = Error::Kind::KeychainDenied;
        return ready<void>(fail(meaning));
    });
    return orElse(meant, this, [error](const Error& other) {
        const bool isCertain = error.kind != Error::Kind::KeychainFailed;
        return ready<void>(fail(isCertain ? error : other));
    });
}

Reply<Secret> KeychainVault::load(const QString& key)
{
    auto* job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(key);
    const auto read
        = run<Secret>(job, [](const QKeychain::ReadPasswordJob& done) -> Result<Secret> {
              if (done.error() != QKeychain::NoError)
                  return fail(jobError(done));
              return Secret(done.binaryData());
          });
    return orElse(read, this, [this, key](const Error& error) { return explained(error, key); });
}

Reply<void> KeychainVault::store(const QString& key, const Secret& secret)
{
    auto* job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(key);
    job->setBinaryData(secret.reveal());
    const auto written = run<void>(job, [](const QKeychain::WritePasswordJob& done) -> Done {
        if (done.error() != QKeychain::NoError)
            return fail(jobError(done));
        return {};
    });
    return orElse(written, this, [this](const Error& error) { return explainedStore(error); });
}

Reply<void> KeychainVault::forget(const QString& key)
{
    auto* job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(key);
    const auto forgotten = run<void>(job, [](const QKeychain::DeletePasswordJob& done) -> Done {
        if (done.error() != QKeychain::NoError)
            return fail(jobError(done));
        return {};
    });
    return orElse(forgotten, this, [this, key](const Error& error) {
        const auto found
            = andThen(explained(error, key), this, [](const Secret&) { return ready<void>({}); });
        return orElse(found, this, [](const Error& meant) {
            // Certain that it is not there: then it is done.
            return ready<void>(meant.kind == Error::Kind::NotFound ? Done() : fail(meant));
        });
    });
}

Reply<QStringList> KeychainVault::search(const QString& prefix)
{
    if (!hasSecretService)
        return ready<QStringList>({});
    return andThen(m_secretService.keys(m_service), this, [prefix](QStringList keys) {
        keys.removeIf([&](const QString& key) { return !key.startsWith(prefix); });
        return ready<QStringList>(std::move(keys));
    });
}

} // namespace cairn
