// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/transfer/store/hold.h"

#include <QObject>

#include <set>

namespace cairn {

class ApiClient;

/// Finds out when what holds transfers has passed: one small question now and then, however many
/// are held. Owned by TransferQueue; main thread.
class HoldWatch final : public QObject
{
    Q_OBJECT

public:
    HoldWatch(ApiClient& api, const Clock& clock, QObject* parent = nullptr);

    /// What holds something now; an empty set asks nothing.
    void watch(std::set<transfer::HoldReason> reasons);
    bool isWatching() const { return !m_reasons.empty(); }
    void tick(); ///< Asks if it is time.
    void ask();

signals:
    void passed(transfer::HoldReason reason);

private:
    void answered(const Result<ServiceVersion>& version);
    void identified(const Result<Identity>& identity);
    bool holds(transfer::HoldReason reason) const { return m_reasons.contains(reason); }

    ApiClient& m_api;
    const Clock& m_clock;
    std::set<transfer::HoldReason> m_reasons;
    std::chrono::milliseconds m_lastAsked{0};
    bool m_isAsking = false;
};

} // namespace cairn
