// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include <deque>
#include <mutex>

namespace cairn::test {

/// What was done last, for whoever must find out why something broke; and how often what was done.
/// Any thread.
class Diary
{
public:
    /// @p kind is counted; a line says what was done this time.
    void begin(const QString& kind);
    /// More about what is under way.
    void add(const QString& detail);

    QString current() const;
    QByteArray last() const; ///< One action a line, the latest at the end.
    /// As last(), for a signal's handler: nothing if the thread that was stopped is writing here.
    QByteArray lastIfFree() const;
    QMap<QString, int> counts() const;

private:
    QByteArray lines() const;

    mutable std::mutex m_lock;
    std::deque<QString> m_lines;
    QMap<QString, int> m_counts;
    int m_number = 0;
};

} // namespace cairn::test
