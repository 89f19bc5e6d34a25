// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/async.h"
#include "core/base/clock.h"
#include "core/transfer/store/suspension.h"

#include <QObject>

#include <set>

namespace cairn {

class ApiClient;

/// Finds out when suspended transfers may go on: one small request every 15 s, however many
/// transfers are suspended. Owned by TransferQueue; main thread.
class ConnectivityMonitor final : public QObject
{
    Q_OBJECT

public:
    ConnectivityMonitor(ApiClient& api, const Clock& clock, QObject* parent = nullptr);

    /// The reasons for which transfers are suspended now; nothing is asked for an empty set.
    void watch(std::set<transfer::SuspensionReason> reasons);
    bool isWatching() const { return !m_reasons.empty(); }
    void tick(); ///< Asks if the last request is 15 s old.
    void ask();

signals:
    void passed(transfer::SuspensionReason reason);

private:
    void answered(const Result<ServiceVersion>& version);
    void identified(const Result<Identity>& identity);
    bool isWatched(transfer::SuspensionReason reason) const { return m_reasons.contains(reason); }

    ApiClient& m_api;
    const Clock& m_clock;
    std::set<transfer::SuspensionReason> m_reasons;
    std::chrono::milliseconds m_lastAsked{0};
    bool m_isAsking = false;
};

} // namespace cairn
