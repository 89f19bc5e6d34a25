// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/queue/transferqueue.h"

#include <QList>

class QWidget;

namespace cairn {

class TransferLimits;

/// Everything a person can do with one account's uploads, for the menu, the buttons and the keys
/// alike. Owned by the pane, which says what is selected.
class TransferControls final : public QObject
{
    Q_OBJECT

public:
    enum class Action {
        // With what is selected.
        Pause,
        PauseQuarter,
        PauseHour,
        PauseTomorrow,
        Resume,
        Retry,
        Cancel,
        Remove, ///< From the list; what it stored stays stored.
        MoveFirst,
        MoveUp,
        MoveDown,
        MoveLast,
        // With all of the account.
        PauseAll,
        PauseAllQuarter,
        PauseAllHour,
        PauseAllTomorrow,
        ResumeAll,
        RetryFailed,
        CancelAll,
    };

    TransferControls(TransferQueue& queue, TransferLimits& limits, const Clock& clock,
                     QWidget* pane);

    void select(std::optional<TransferId> id);
    bool isPossible(Action action) const;
    void perform(Action action);

    TransferLimits& limits() { return m_limits; }
    /// Asks for a bandwidth in a dialog.
    void chooseBandwidth();

signals:
    void possibleChanged();

private:
    bool isPossibleWithOne(Action action, const Transfer& transfer) const;
    std::optional<Timestamp> pauseEnd(Action action) const;
    void askToCancelAll();

    TransferQueue& m_queue;
    TransferLimits& m_limits;
    const Clock& m_clock;
    QWidget* m_pane;
    std::optional<TransferId> m_selected;
};

/// The next morning, at eight, where this computer is.
Timestamp tomorrowMorning(Timestamp now);

} // namespace cairn
