// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

namespace cairn::tour {

/// A list of steps, done one after another by the event loop, without ever nesting it. A step does
/// something once, then its check is asked until it has no objection or the time is up.
class Steps final : public QObject
{
    Q_OBJECT

public:
    /// Empty: it holds. Else what is still missing, in words for the report.
    using Check = std::function<QString()>;

    struct Step
    {
        QString name;
        std::function<void()> act;
        Check check;
        std::chrono::seconds timeout{20};
    };

    explicit Steps(QObject* parent = nullptr);

    void add(QString name, std::function<void()> act, Check check,
             std::chrono::seconds timeout = std::chrono::seconds(20));
    void start();
    /// The longest time the event loop was away so far while steps were awaited, in milliseconds.
    qint64 longestGap() const { return m_longestGap; }

signals:
    /// @p objection is empty when the step held.
    void stepDone(int number, int count, const QString& name, const QString& objection);
    void finished(int failures);

private:
    void begin();
    void look();

    std::vector<Step> m_steps;
    size_t m_current = 0;
    int m_failures = 0;
    QElapsedTimer m_sinceBegin;
    QElapsedTimer m_sinceBeat;
    qint64 m_longestGap = 0;
    QTimer m_timer;
};

} // namespace cairn::tour
