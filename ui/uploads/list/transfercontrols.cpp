// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/list/transfercontrols.h"

#include "ui/common/confirmdialog.h"
#include "ui/text/formatting.h"
#include "ui/uploads/list/transferlimits.h"

#include <QInputDialog>
#include <QLocale>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::Event;
using transfer::State;

namespace {

constexpr qint64 kilobyte = 1000;
constexpr int maxKilobytes = 10'000'000;

} // namespace

Timestamp tomorrowMorning(Timestamp now)
{
    const QDateTime morning(toLocalTime(now).date().addDays(1), QTime(8, 0));
    return Timestamp(std::chrono::milliseconds(morning.toMSecsSinceEpoch()));
}

TransferControls::TransferControls(TransferQueue& queue, TransferLimits& limits, const Clock& clock,
                                   QWidget* pane)
    : QObject(pane)
    , m_queue(queue)
    , m_limits(limits)
    , m_clock(clock)
    , m_pane(pane)
{
    connect(&m_queue, &TransferQueue::pausedChanged, this, &TransferControls::possibleChanged);
    connect(&m_queue, &TransferQueue::changed, this, [this](TransferId id) {
        if (id == m_selected)
            emit possibleChanged();
    });
}

void TransferControls::select(std::optional<TransferId> id)
{
    m_selected = id;
    emit possibleChanged();
}

bool TransferControls::isPossibleWithOne(Action action, const Transfer& transfer) const
{
    switch (action) {
    case Action::Pause:
        return transfer::next(transfer.state, Event::Pause).has_value();
    case Action::PauseQuarter:
    case Action::PauseHour:
    case Action::PauseTomorrow:
        return !transfer::isOver(transfer.state);
    case Action::Resume:
        return transfer.state == State::Paused || transfer.state == State::Incomplete;
    case Action::Retry:
        return transfer::next(transfer.state, Event::Retry).has_value();
    case Action::Cancel:
        return transfer::next(transfer.state, Event::Cancel).has_value();
    case Action::Remove:
        return transfer::isOver(transfer.state);
    case Action::MoveFirst:
    case Action::MoveUp:
    case Action::MoveDown:
    case Action::MoveLast:
        return transfer.state == State::Queued;
    default:
        return false;
    }
}

bool TransferControls::isPossible(Action action) const
{
    switch (action) {
    case Action::PauseAll:
        return !m_queue.isPaused();
    case Action::PauseAllQuarter:
    case Action::PauseAllHour:
    case Action::PauseAllTomorrow:
        return true;
    case Action::ResumeAll:
        return m_queue.isPaused();
    case Action::RetryFailed:
        return m_queue.hasFailed();
    case Action::CancelAll:
        return m_queue.isBusy();
    default:
        break;
    }
    // What is selected in a list out of sight is not what a key is meant for.
    const auto transfer
        = m_selected && m_pane->isVisible() ? m_queue.find(*m_selected) : std::nullopt;
    return transfer && isPossibleWithOne(action, *transfer);
}

std::optional<Timestamp> TransferControls::pauseEnd(Action action) const
{
    using namespace std::chrono_literals;
    switch (action) {
    case Action::PauseQuarter:
    case Action::PauseAllQuarter:
        return m_clock.now() + 15min;
    case Action::PauseHour:
    case Action::PauseAllHour:
        return m_clock.now() + 1h;
    case Action::PauseTomorrow:
    case Action::PauseAllTomorrow:
        return tomorrowMorning(m_clock.now());
    default:
        return std::nullopt;
    }
}

void TransferControls::perform(Action action)
{
    using Move = TransferQueue::Move;
    if (!isPossible(action))
        return;
    const TransferId id = m_selected.value_or(0);
    switch (action) {
    case Action::Pause:
    case Action::PauseQuarter:
    case Action::PauseHour:
    case Action::PauseTomorrow:
        // One that is paused already gets the new time.
        m_queue.resume(id);
        return m_queue.pause(id, pauseEnd(action));
    case Action::Resume:
        m_queue.resume(id);
        return m_queue.retry(id);
    case Action::Retry:
        return m_queue.retry(id);
    case Action::Cancel:
        return m_queue.cancel(id);
    case Action::Remove:
        return m_queue.remove(id);
    case Action::MoveFirst:
        return m_queue.move(id, Move::First);
    case Action::MoveUp:
        return m_queue.move(id, Move::Up);
    case Action::MoveDown:
        return m_queue.move(id, Move::Down);
    case Action::MoveLast:
        return m_queue.move(id, Move::Last);
    case Action::PauseAll:
    case Action::PauseAllQuarter:
    case Action::PauseAllHour:
    case Action::PauseAllTomorrow:
        return m_queue.pauseAll(pauseEnd(action));
    case Action::ResumeAll:
        return m_queue.resumeAll();
    case Action::RetryFailed:
        return m_queue.retryFailed();
    case Action::CancelAll:
        return askToCancelAll();
    }
}

void TransferControls::askToCancelAll()
{
    auto* dialog = ConfirmDialog::ask(
        {.title = tr("Cancel everything?"),
         .warning = tr("Whatever is not done yet stops, waiting and paused ones too."),
         .consequences = {tr("What the service has received already stays there."),
                          tr("Each can be tried again and sends only what is missing then.")},
         .verb = tr("Cancel &all"),
         .objectName = u"confirmCancelAllButton"_s},
        m_pane);
    connect(dialog, &QDialog::accepted, &m_queue, &TransferQueue::cancelAll);
}

void TransferControls::chooseBandwidth()
{
    auto* dialog = new QInputDialog(m_pane);
    dialog->setObjectName("bandwidthDialog"_L1);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Limit bandwidth"));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setLabelText(tr("Uploads of this account together send at most (kB/s):"));
    dialog->setIntRange(1, maxKilobytes);
    const qint64 now = m_limits.limits().bytesPerSecond;
    dialog->setIntValue(
        int(std::clamp<qint64>(now > 0 ? now / kilobyte : kilobyte, 1, maxKilobytes)));
    connect(dialog, &QInputDialog::intValueSelected, this,
            [this](int kilobytes) { m_limits.setBytesPerSecond(kilobytes * kilobyte); });
    dialog->open();
}

} // namespace cairn
