// SPDX-License-Identifier: MIT OR Apache-2.0
// What is done with all transfers of a kind: a few at a time, however many there are. A timer, not
// a posted event, goes on with the rest: what is posted meanwhile comes before the window's own.
#include "core/transfer/queue/transferqueue.h"
#include "core/transfer/store/transferstore.h"

namespace cairn {

std::vector<TransferStore::Left> TransferQueue::left() const
{
    constexpr int most = 1000;
    return m_store.left(most);
}

Done TransferQueue::takeOver(TransferId id)
{
    const auto before = m_store.left(TransferStore::all);
    const auto found = std::ranges::find_if(
        before, [id](const TransferStore::Left& left) { return left.transfer.id == id; });
    const QString number = QString::number(id);
    if (found == before.end())
        return fail(Error::Kind::NotFound, QStringLiteral("no such transfer"), number,
                    QStringLiteral("TRANSFER_UNKNOWN"));
    if (found->isElsewhere) {
        return fail(Error{Error::Kind::Conflict, QStringLiteral("another process works on it"),
                          number, QStringLiteral("TRANSFER_ELSEWHERE")});
    }
    m_store.adopt([id](const Transfer& transfer) { return transfer.id == id; });
    return {};
}

Done TransferQueue::goOnWithLeft(TransferId id)
{
    if (const Done taken = takeOver(id); !taken)
        return taken;
    const auto transfer = m_store.find(id);
    if (transfer && transfer::isOver(transfer->state)) {
        retry(id);
    } else {
        m_sourceMayDiffer.insert(id);
        resume(id);
        startNext();
    }
    return {};
}

Done TransferQueue::pauseLeft(TransferId id)
{
    const Done taken = takeOver(id);
    if (taken)
        pause(id);
    return taken;
}

Done TransferQueue::removeLeft(TransferId id)
{
    if (const Done taken = takeOver(id); !taken)
        return taken;
    cancel(id);
    remove(id);
    return {};
}

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
