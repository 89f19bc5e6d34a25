// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/localconnection.h"

#include "app/host/datafolder.h"
#include "core/api/http/httpconnections.h"
#include "core/base/logging.h"

#include <QTimer>

namespace cairn {
namespace {

constexpr std::chrono::seconds longestStay{5};
constexpr std::chrono::milliseconds guestsPollInterval{30};

} // namespace

LocalConnection::LocalConnection(const QString& dataFolder, Use use)
    : m_dataFolder(dataFolder)
    , m_use(use)
{
    // OpenSSL is set up by whoever needs it first, and keeps what it noted for that thread: not for
    // one that ends.
    HttpConnections();
    m_worker.setMaxThreadCount(1);
}

LocalConnection::~LocalConnection()
{
    *m_isStopping = true;
    m_worker.waitForDone();
}

Reply<ServicePlace> LocalConnection::find()
{
    if (m_search)
        return *m_search;
    if (m_host && m_host->isOwner())
        return ready<ServicePlace>(ServicePlace{m_host->url(), m_host->login()});
    if (m_use == Use::Command && !m_guest)
        m_guest.emplace(m_dataFolder);
    // Opening a data folder reads and may repair it: not on the thread that paints.
    using Host = std::shared_ptr<LocalHost>;
    auto promise = std::make_shared<QPromise<Result<Host>>>();
    promise->start();
    m_worker.start([promise, folder = m_dataFolder, isStopping = m_isStopping] {
        auto opened = LocalHost::open({.dataFolder = folder, .origins = allowedOrigins(folder)},
                                      {.isStopping = [isStopping] { return isStopping->load(); }});
        promise->addResult(opened ? Result<Host>(std::move(*opened)) : fail(opened.error()));
        promise->finish();
    });
    auto search = std::make_shared<QPromise<Result<ServicePlace>>>();
    search->start();
    m_search = search->future();
    whenDone(promise->future(), this, [this, search](const Result<Host>& opened) {
        m_search.reset();
        search->addResult(take(opened));
        search->finish();
    });
    return *m_search;
}

Result<ServicePlace> LocalConnection::take(const Result<std::shared_ptr<LocalHost>>& opened)
{
    if (!opened)
        return fail(opened.error());
    const bool isSame
        = m_host && m_host->url() == (*opened)->url() && m_host->login() == (*opened)->login();
    m_host = *opened;
    if (m_host->isOwner())
        m_guest.reset();
    if (!isSame)
        emit found();
    return ServicePlace{m_host->url(), m_host->login()};
}

Reply<void> LocalConnection::stayForGuests()
{
    auto promise = std::make_shared<QPromise<Done>>();
    promise->start();
    QElapsedTimer since;
    since.start();
    lookForGuests(promise, since);
    return promise->future();
}

void LocalConnection::lookForGuests(const std::shared_ptr<QPromise<Done>>& promise,
                                    const QElapsedTimer& since)
{
    const bool mayStay = m_host && m_host->isOwner()
        && !since.hasExpired(std::chrono::milliseconds(longestStay).count());
    if (mayStay && hasGuests(m_dataFolder)) {
        QTimer::singleShot(guestsPollInterval, this,
                           [this, promise, since] { lookForGuests(promise, since); });
        return;
    }
    promise->addResult(Done());
    promise->finish();
}

} // namespace cairn
