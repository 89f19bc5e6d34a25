// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/source/sourceverdicts.h"

#include "core/api/source/sourceanswer.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr int shortPauses = 6; ///< As many as a transfer makes attempts before it is suspended.
constexpr std::chrono::seconds maxShortPause{15};
constexpr std::chrono::seconds maxPause{300};
constexpr std::chrono::seconds minPause{1};
constexpr std::chrono::seconds maxWish = std::chrono::days(1); ///< A source may ask for no more.

/// A gateway gives each CID a host of its own, below its own one.
QString keyOf(const QUrl& url)
{
    const QString host = url.host().section(u".ipfs."_s, -1);
    return u"%1:%2"_s.arg(host).arg(url.port(url.scheme() == "https"_L1 ? 443 : 80));
}

std::chrono::seconds pauseAfter(int failures)
{
    if (failures <= shortPauses)
        return std::min(std::chrono::seconds(1 << (failures - 1)), maxShortPause);
    return std::min(maxShortPause * (1 << std::min(failures - shortPauses, 8)), maxPause);
}

} // namespace

SourceVerdicts::SourceVerdicts(const Clock& clock)
    : m_clock(clock)
{ }

std::optional<Error> SourceVerdicts::standing(const QUrl& source) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_entries.find(keyOf(source));
    if (found == m_entries.end())
        return std::nullopt;
    Error error = found->second.error;
    if (isFinal(error))
        return error;
    const auto left = found->second.until - m_clock.elapsed();
    if (left <= std::chrono::milliseconds(0))
        return std::nullopt;
    error.retryAfter = std::chrono::ceil<std::chrono::seconds>(left);
    return error;
}

Error SourceVerdicts::note(const QUrl& source, Error error)
{
    if (!isOut(error) && !isPassing(error))
        return error;
    const std::scoped_lock lock(m_mutex);
    Entry& entry = m_entries[keyOf(source)];
    ++entry.failures;
    if (!isFinal(error)) {
        error.retryAfter
            = std::clamp(error.retryAfter.value_or(pauseAfter(entry.failures)), minPause, maxWish);
        entry.until = m_clock.elapsed() + *error.retryAfter;
    }
    entry.error = error;
    return error;
}

void SourceVerdicts::answered(const QUrl& source)
{
    const std::scoped_lock lock(m_mutex);
    m_entries.erase(keyOf(source));
}

std::optional<Error> SourceVerdicts::retirement(const QUrl& place) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_entries.find(keyOf(place));
    if (found == m_entries.end() || found->second.error.code != answer::retired)
        return std::nullopt;
    return found->second.error;
}

void SourceVerdicts::askAgain()
{
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_entries, [](const auto& entry) { return !isFinal(entry.second.error); });
}

void SourceVerdicts::forget()
{
    const std::scoped_lock lock(m_mutex);
    m_entries.clear();
}

} // namespace cairn
