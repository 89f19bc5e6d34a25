// SPDX-License-Identifier: MIT OR Apache-2.0
// What is done with all transfers of a kind: a few at a time, however many there are. A timer, not
// a posted event, goes on with the rest: what is posted meanwhile comes before the window's own.
#include "core/transfer/queue/transferqueue.h"
#include "core/transfer/store/transferstore.h"

namespace cairn {

bool TransferQueue::hasFailed() const
{
    return !m_store.failed(1).empty();
}

void TransferQueue::retryFailed()
{
    const auto failed = m_store.failed(changedAtOnce);
    for (const Transfer& transfer : failed)
        retry(transfer.id);
    if (int(failed.size()) == changedAtOnce)
        QTimer::singleShot(0, this, &TransferQueue::retryFailed);
}

void TransferQueue::cancelAll()
{
    // What waits first: else it would start as soon as something running ends.
    const auto waiting = m_store.queued(changedAtOnce);
    for (const Transfer& transfer : waiting)
        cancel(transfer.id);
    if (int(waiting.size()) == changedAtOnce)
        QTimer::singleShot(0, this, &TransferQueue::cancelAll);
    else
        cancelBehind(TransferStore::beforeAll);
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
