// SPDX-License-Identifier: MIT OR Apache-2.0
// What is done with all transfers of a kind: a few at a time, however many there are. A timer, not
// a posted event, goes on with the rest: what is posted meanwhile comes before the window's own.
#include "core/transfer/queue/transferqueue.h"
#include "core/transfer/store/transferstore.h"

namespace cairn {

bool TransferQueue::hasFailed() const
{
    return !m_store.failed(0, 1).empty();
}

void TransferQueue::retryFailed()
{
    retryFailedBefore(0);
}

/// From one page to the next, never the same again: what cannot be written fails once.
void TransferQueue::retryFailedBefore(TransferId before)
{
    const auto page = m_store.failed(before, changedAtOnce);
    for (const Transfer& transfer : page)
        retry(transfer.id);
    if (std::ssize(page) < changedAtOnce)
        return;
    QTimer::singleShot(0, this, [this, last = page.back().id] { retryFailedBefore(last); });
}

void TransferQueue::cancelAll()
{
    // What waits first: else it would start as soon as something running ends.
    cancelWaitingBehind(TransferStore::beforeAll);
}

void TransferQueue::cancelWaitingBehind(qint64 position)
{
    const auto page = m_store.queued(changedAtOnce, position);
    for (const Transfer& transfer : page)
        cancel(transfer.id);
    if (std::ssize(page) < changedAtOnce)
        return cancelBehind(TransferStore::beforeAll);
    QTimer::singleShot(0, this, [this, last = page.back().position] { cancelWaitingBehind(last); });
}

void TransferQueue::cancelBehind(qint64 position)
{
    const auto page = m_store.unfinished(changedAtOnce, position);
    for (const Transfer& transfer : page)
        cancel(transfer.id);
    if (int(page.size()) < changedAtOnce)
        return;
    QTimer::singleShot(0, this, [this, last = page.back().position] { cancelBehind(last); });
}

} // namespace cairn
