// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/vault/keychainvault.h"

#include "core/base/logging.h"

#include <qt6keychain/keychain.h>

namespace cairn {
namespace {

Error errorFrom(const QKeychain::Job& job)
{
    using Kind = Error::Kind;
    const auto kind = [&] {
        switch (job.error()) {
        case QKeychain::EntryNotFound:
            return Kind::NotFound;
        case QKeychain::AccessDeniedByUser:
        case QKeychain::AccessDenied:
            return Kind::KeychainLocked;
        // Without a session bus QtKeychain 0.13 answers OtherError instead of NoBackendAvailable.
        case QKeychain::NoBackendAvailable:
        case QKeychain::NotImplemented:
        case QKeychain::OtherError:
            return Kind::KeychainAbsent;
        case QKeychain::NoError:
        case QKeychain::CouldNotDeleteEntry:
            break;
        }
        return Kind::KeychainFailed;
    }();
    return {kind, job.errorString()};
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
{ }

Reply<Secret> KeychainVault::load(const QString& key)
{
    auto* job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(key);
    return run<Secret>(job, [](const QKeychain::ReadPasswordJob& done) -> Result<Secret> {
        if (done.error() != QKeychain::NoError)
            return fail(errorFrom(done));
        return Secret(done.binaryData());
    });
}

Reply<void> KeychainVault::store(const QString& key, const Secret& secret)
{
    auto* job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(key);
    job->setBinaryData(secret.reveal());
    return run<void>(job, [](const QKeychain::WritePasswordJob& done) -> Done {
        if (done.error() != QKeychain::NoError)
            return fail(errorFrom(done));
        return {};
    });
}

Reply<void> KeychainVault::forget(const QString& key)
{
    auto* job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(key);
    return run<void>(job, [](const QKeychain::DeletePasswordJob& done) -> Done {
        if (done.error() != QKeychain::NoError && done.error() != QKeychain::EntryNotFound)
            return fail(errorFrom(done));
        return {};
    });
}

} // namespace cairn
