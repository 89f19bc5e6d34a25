// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/list/pausebar.h"

#include "ui/common/messagebar.h"
#include "ui/text/formatting.h"
#include "ui/text/transfertext.h"

namespace cairn {
using namespace Qt::StringLiterals;

PauseBar::PauseBar(AccountSession& session, const Clock& clock, MessageBar* bar)
    : QObject(bar)
    , m_queue(session.transfers())
    , m_clock(clock)
    , m_bar(bar)
{
    m_bar->setObjectName("pauseBar"_L1);
    m_bar->setClosable(false);
    connect(m_bar, &MessageBar::actionTriggered, this, &PauseBar::act);
    connect(&m_queue, &TransferQueue::pausedChanged, this, &PauseBar::update);
    connect(&m_queue, &TransferQueue::accountSuspensionChanged, this, &PauseBar::update);
    connect(&m_queue, &TransferQueue::added, this, &PauseBar::update);
    update();
}

void PauseBar::update()
{
    if (m_queue.isPaused()) {
        const auto until = m_queue.pausedUntil();
        return m_bar->showMessage(Tone::Accent,
                                  until ? tr("All transfers of this account are paused until %1.")
                                              .arg(formatMoment(*until, m_clock.now()))
                                        : tr("All transfers of this account are paused."),
                                  tr("Resume a&ll"));
    }
    const auto hold = m_queue.accountSuspension();
    if (hold && m_queue.isBusy())
        return m_bar->showMessage(Tone::Caution, accountSuspensionText(*hold), tr("As&k now"));
    m_bar->clear();
}

void PauseBar::act()
{
    if (m_queue.isPaused())
        m_queue.resumeAll();
    else
        m_queue.askAgain();
}

} // namespace cairn
