// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/tour/steps.h"

#include <algorithm>

namespace cairn::tour {
namespace {
constexpr auto beat = std::chrono::milliseconds(10);
} // namespace

Steps::Steps(QObject* parent)
    : QObject(parent)
{
    m_timer.setInterval(beat);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Steps::look);
}

void Steps::add(QString name, std::function<void()> act, Check check, std::chrono::seconds timeout)
{
    m_steps.push_back({std::move(name), std::move(act), std::move(check), timeout});
}

void Steps::start()
{
    if (m_steps.empty())
        return;
    QMetaObject::invokeMethod(this, &Steps::begin, Qt::QueuedConnection);
}

void Steps::begin()
{
    m_sinceBegin.start();
    if (m_steps[m_current].act)
        m_steps[m_current].act();
    // What the act itself took, such as a picture of the screen, is not the app's.
    m_sinceBeat.start();
    m_timer.start();
}

void Steps::look()
{
    m_longestGap = std::max(m_longestGap, m_sinceBeat.restart());
    const Step& step = m_steps[m_current];
    const QString objection = step.check ? step.check() : QString();
    m_sinceBeat.restart();
    if (!objection.isEmpty()
        && m_sinceBegin.elapsed() < std::chrono::milliseconds(step.timeout).count())
        return;
    m_timer.stop();
    if (!objection.isEmpty())
        ++m_failures;
    emit stepDone(int(m_current) + 1, int(m_steps.size()), step.name, objection);
    if (++m_current == m_steps.size())
        emit finished(m_failures);
    else
        QMetaObject::invokeMethod(this, &Steps::begin, Qt::QueuedConnection);
}

} // namespace cairn::tour
