// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/monkey/diary.h"

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {
constexpr std::size_t maxLines = 50;
} // namespace

void Diary::begin(const QString& kind)
{
    const std::lock_guard guard(m_lock);
    ++m_counts[kind];
    m_lines.push_back(u"%1 %2"_s.arg(++m_number).arg(kind));
    if (m_lines.size() > maxLines)
        m_lines.pop_front();
}

void Diary::add(const QString& detail)
{
    const std::lock_guard guard(m_lock);
    if (!m_lines.empty())
        m_lines.back() += u' ' + detail;
}

QString Diary::current() const
{
    const std::lock_guard guard(m_lock);
    return m_lines.empty() ? QString() : m_lines.back();
}

QByteArray Diary::last() const
{
    const std::lock_guard guard(m_lock);
    return lines();
}

QByteArray Diary::lastIfFree() const
{
    const std::unique_lock guard(m_lock, std::try_to_lock);
    return guard ? lines() : QByteArray();
}

QMap<QString, int> Diary::counts() const
{
    const std::lock_guard guard(m_lock);
    return m_counts;
}

QByteArray Diary::lines() const
{
    QByteArray text;
    for (const QString& line : m_lines)
        text += line.toUtf8() + '\n';
    return text;
}

} // namespace cairn::test
