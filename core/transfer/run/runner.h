// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/transfer/store/transfer.h"

#include <QObject>

namespace cairn {

/// Works on one transfer while it runs: a Sender or a Receiver. Owned by TransferQueue; main
/// thread. Each new state is told by changed() to the queue, which stores it before it tells
/// others. After the last changed() the state is not a running one, and the queue destroys the
/// runner.
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
    /// Stops all work; the transfer is queued again.
    void interrupt() { stop(transfer::Event::Interrupt); }
    /// Makes the next attempt if it is due.
    void tick();

signals:
    void changed(const Transfer& transfer);
    void progressed(); ///< Only figures changed that are not stored.

protected:
    /// Goes to the state that next() gives for @p event, and tells. False if it gives none, and if
    /// the transfer has another state once all have heard: then there is nothing more to do.
    bool step(transfer::Event event);
    void stop(transfer::Event event);
    void giveUp(transfer::Event event, const Error& error);
    void waitUntil(Timestamp due, const Error& error);

    virtual void letGo() = 0; ///< Stops all work of this transfer.
    virtual void tryAgain() = 0; ///< Makes the next attempt, which is due.

    Transfer m_transfer;

private:
    const Clock& m_clock;
};

} // namespace cairn
