// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/queue/connectivitymonitor.h"

#include "core/api/client/apiclient.h"

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::SuspensionReason;

namespace {

constexpr auto pauseBetweenQuestions = std::chrono::seconds(15);

} // namespace

ConnectivityMonitor::ConnectivityMonitor(ApiClient& api, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_clock(clock)
{
    // A new credential may be a good one, and a keychain that gave it out is not locked.
    connect(&m_api, &ApiClient::credentialsChanged, this, [this] {
        if (!m_api.hasCredential())
            return;
        for (const SuspensionReason reason :
             {SuspensionReason::LoginExpired, SuspensionReason::KeychainLocked}) {
            if (isWatched(reason))
                emit passed(reason);
        }
    });
}

void ConnectivityMonitor::watch(std::set<SuspensionReason> reasons)
{
    if (m_reasons.empty())
        m_lastAsked = m_clock.elapsed();
    m_reasons = std::move(reasons);
}

void ConnectivityMonitor::tick()
{
    if (isWatching() && m_clock.elapsed() - m_lastAsked >= pauseBetweenQuestions)
        ask();
}

void ConnectivityMonitor::ask()
{
    m_lastAsked = m_clock.elapsed();
    if (m_isAsking)
        return;
    // Nobody tells when a disk has room again or a gateway is back: the next attempt finds out.
    for (const SuspensionReason reason :
         {SuspensionReason::DiskFull, SuspensionReason::SourceOffline}) {
        if (isWatched(reason))
            emit passed(reason);
    }
    if (isWatched(SuspensionReason::Offline) || isWatched(SuspensionReason::Maintenance)) {
        m_isAsking = true;
        whenDone(m_api.version(), this,
                 [this](const Result<ServiceVersion>& version) { answered(version); });
    } else if (isWatched(SuspensionReason::AccountRestricted) && m_api.hasLogin()) {
        m_isAsking = true;
        whenDone(m_api.identity(), this,
                 [this](const Result<Identity>& identity) { identified(identity); });
    } else if (isWatched(SuspensionReason::AccountRestricted)) {
        emit passed(SuspensionReason::AccountRestricted); // An API token learns it by trying only.
    }
}

void ConnectivityMonitor::answered(const Result<ServiceVersion>& version)
{
    m_isAsking = false;
    const bool isThere
        = version || transfer::suspensionReason(version.error()) != SuspensionReason::Offline;
    if (isThere && isWatched(SuspensionReason::Offline))
        emit passed(SuspensionReason::Offline);
    // Contract §3.3; a service that does not say is found out by trying.
    const bool takesWrites = version && (version->mode.isEmpty() || version->mode == "rw"_L1);
    if (takesWrites && isWatched(SuspensionReason::Maintenance))
        emit passed(SuspensionReason::Maintenance);
}

void ConnectivityMonitor::identified(const Result<Identity>& identity)
{
    m_isAsking = false;
    if (identity && !identity->accountRestricted && isWatched(SuspensionReason::AccountRestricted))
        emit passed(SuspensionReason::AccountRestricted);
}

} // namespace cairn
