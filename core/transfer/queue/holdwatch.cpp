// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/queue/holdwatch.h"

#include "core/api/client/apiclient.h"

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::HoldReason;

namespace {

constexpr auto pauseBetweenQuestions = std::chrono::seconds(15);

} // namespace

HoldWatch::HoldWatch(ApiClient& api, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_clock(clock)
{
    // A new credential may be a good one, and a keychain that gave it out is not locked.
    connect(&m_api, &ApiClient::credentialsChanged, this, [this] {
        if (!m_api.hasCredential())
            return;
        for (const HoldReason reason : {HoldReason::LoginExpired, HoldReason::KeychainLocked}) {
            if (holds(reason))
                emit passed(reason);
        }
    });
}

void HoldWatch::watch(std::set<HoldReason> reasons)
{
    if (m_reasons.empty())
        m_lastAsked = m_clock.elapsed();
    m_reasons = std::move(reasons);
}

void HoldWatch::tick()
{
    if (isWatching() && m_clock.elapsed() - m_lastAsked >= pauseBetweenQuestions)
        ask();
}

void HoldWatch::ask()
{
    m_lastAsked = m_clock.elapsed();
    if (m_isAsking)
        return;
    // Nobody tells when a disk has room again or a gateway is back: the next attempt finds out.
    for (const HoldReason reason : {HoldReason::DiskFull, HoldReason::SourceOffline}) {
        if (holds(reason))
            emit passed(reason);
    }
    if (holds(HoldReason::Offline) || holds(HoldReason::Maintenance)) {
        m_isAsking = true;
        whenDone(m_api.version(), this,
                 [this](const Result<ServiceVersion>& version) { answered(version); });
    } else if (holds(HoldReason::AccountRestricted) && m_api.hasLogin()) {
        m_isAsking = true;
        whenDone(m_api.identity(), this,
                 [this](const Result<Identity>& identity) { identified(identity); });
    } else if (holds(HoldReason::AccountRestricted)) {
        emit passed(HoldReason::AccountRestricted); // An API token learns it by trying only.
    }
}

void HoldWatch::answered(const Result<ServiceVersion>& version)
{
    m_isAsking = false;
    const bool isThere = version || transfer::holdReason(version.error()) != HoldReason::Offline;
    if (isThere && holds(HoldReason::Offline))
        emit passed(HoldReason::Offline);
    // Contract §3.3; a service that does not say is found out by trying.
    const bool takesWrites = version && (version->mode.isEmpty() || version->mode == "rw"_L1);
    if (takesWrites && holds(HoldReason::Maintenance))
        emit passed(HoldReason::Maintenance);
}

void HoldWatch::identified(const Result<Identity>& identity)
{
    m_isAsking = false;
    if (identity && !identity->accountRestricted && holds(HoldReason::AccountRestricted))
        emit passed(HoldReason::AccountRestricted);
}

} // namespace cairn
