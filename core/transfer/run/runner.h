// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/transfer/store/transfer.h"

#include <QObject>

namespace cairn {

/// Works on one transfer while it runs: a Sender or a Receiver. Owned by TransferQueue; main
/// thread. Every step of the state machine is told by changed(), to be written down before anybody
/// else hears of it; in the last one the state is no longer a running one.
class Runner : public QObject
{
    Q_OBJECT

public:
    Runner(Transfer transfer, const Clock& clock, QObject* parent);

    const Transfer& transfer() const { return m_transfer; }

    virtual void start() = 0;
    void cancel() { stop(transfer::Event::Cancel); }
    void pause(std::optional<Timestamp> until);
    void suspend(transfer::SuspensionReason reason, const Error& error);
    /// Lets go of everything; the transfer is in its queue again.
    void interrupt() { stop(transfer::Event::Interrupt); }
    /// Looks at the clock: an attempt that is due is made.
    void tick();

signals:
    void changed(const Transfer& transfer);
    void progressed(); ///< Only figures that need not be written down.

protected:
    /// Moves the state if the table allows it and tells; false leaves everything as it was.
    bool step(transfer::Event event);
    void stop(transfer::Event event);
    void giveUp(transfer::Event event, const Error& error);
    void waitUntil(Timestamp due, const Error& error);

    virtual void letGo() = 0; ///< Of everything under way.
    virtual void tryAgain() = 0; ///< The time has come.

    Transfer m_transfer;

private:
    const Clock& m_clock;
};

} // namespace cairn
