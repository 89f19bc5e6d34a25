// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/local/http/throttle.h"

#include <QHostAddress>
#include <QSet>

namespace cairn::local {

/// Counts the wrong credentials that each client shows: after many of them nothing more that it
/// shows is looked at for a while (contract §3.4). What has been found good before is looked at all
/// the same, so that whoever shares an address with somebody who guesses is not locked out. Any
/// thread.
class WrongCredentials
{
public:
    WrongCredentials(const Clock& clock, Throttle::Pace pace);

    /// How long @p client has to wait before @p hash, of what it shows, is looked at.
    std::optional<std::chrono::seconds> waitFor(const QHostAddress& client, const QByteArray& hash);
    void foundGood(const QByteArray& hash);
    void foundWrong(const QHostAddress& client, const QByteArray& hash);

private:
    struct Window
    {
        std::chrono::milliseconds begin{};
        int wrong = 0;
    };

    const Clock& m_clock;
    const Throttle::Pace m_pace;
    QMutex m_mutex;
    QHash<QHostAddress, Window> m_windows;
    QSet<QByteArray> m_good;
};

} // namespace cairn::local
