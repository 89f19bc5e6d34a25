// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/accounts/wrongcredentials.h"

#include "core/local/http/connections.h"

namespace cairn::local {

namespace {

constexpr std::chrono::milliseconds guessingWindow = std::chrono::minutes(1);
constexpr int maxWrong = 30; // In a window.
constexpr qsizetype manyClients = 10'000;
constexpr qsizetype manyGood = 10'000;

} // namespace

WrongCredentials::WrongCredentials(const Clock& clock, Throttle::Pace pace)
    : m_clock(clock)
    , m_pace(pace)
{ }

std::optional<std::chrono::seconds> WrongCredentials::waitFor(const QHostAddress& client,
                                                              const QByteArray& hash)
{
    if (m_pace == Throttle::Pace::Unlimited)
        return std::nullopt;
    const auto now = m_clock.elapsed();
    const QMutexLocker lock(&m_mutex);
    const auto found = m_windows.constFind(countedAs(client));
    if (found == m_windows.cend() || found->wrong < maxWrong || m_good.contains(hash)
        || now - found->begin >= guessingWindow)
        return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(found->begin + guessingWindow - now);
}

void WrongCredentials::foundGood(const QByteArray& hash)
{
    const QMutexLocker lock(&m_mutex);
    if (m_good.size() >= manyGood)
        m_good.clear(); // They come in again when they are used.
    m_good.insert(hash);
}

void WrongCredentials::foundWrong(const QHostAddress& client, const QByteArray& hash)
{
    const auto now = m_clock.elapsed();
    const QMutexLocker lock(&m_mutex);
    m_good.remove(hash);
    if (m_windows.size() >= manyClients)
        m_windows.removeIf(
            [now](const auto& entry) { return now - entry.value().begin >= guessingWindow; });
    Window& window = m_windows[countedAs(client)];
    if (window.wrong == 0 || now - window.begin >= guessingWindow)
        window = {now, 0};
    ++window.wrong;
}

} // namespace cairn::local
