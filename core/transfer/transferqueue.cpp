// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/transferqueue.h"

#include "core/transfer/sender.h"
#include "core/transfer/transferstore.h"

#include <QFileInfo>
#include <QThreadPool>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::Event;
using transfer::State;

namespace {

/// Enough that one packs while others send; hashing itself uses every core.
constexpr size_t mostRunning = 3;
/// One upload alone is bound by a thread switch per 8 KiB in Qt; three overlap those.
constexpr int partsInFlight = 3;

QString nameOf(const UploadRequest& request)
{
    if (!request.name.trimmed().isEmpty())
        return request.name.trimmed();
    const QString first = QFileInfo(request.paths.front()).fileName();
    return request.paths.size() == 1 ? first
                                     : u"%1 + %2"_s.arg(first).arg(request.paths.size() - 1);
}

} // namespace

struct TransferQueue::Workers
{
    Workers()
    {
        packing.setMaxThreadCount(1);
        reading.setMaxThreadCount(partsInFlight);
    }
    QThreadPool packing;
    QThreadPool reading;
    PartSlots partSlots{partsInFlight};
};

TransferQueue::TransferQueue(ApiClient& api, TransferStore& store, const Clock& clock,
                             QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_store(store)
    , m_clock(clock)
    , m_workers(std::make_unique<Workers>())
{ }

TransferQueue::~TransferQueue()
{
    // The senders stop their workers; the pools then wait for them.
    m_running.clear();
}

std::vector<Transfer> TransferQueue::all() const
{
    return m_store.all();
}

std::optional<Transfer> TransferQueue::find(TransferId id) const
{
    return m_store.find(id);
}

bool TransferQueue::isBusy() const
{
    return std::ranges::any_of(
        m_store.all(), [](const Transfer& transfer) { return !transfer::isOver(transfer.state); });
}

Result<TransferId> TransferQueue::add(UploadRequest request)
{
    request.paths.removeAll(QString());
    if (request.paths.isEmpty())
        return fail(Error::Kind::Empty, u"nothing to upload"_s);
    Transfer transfer;
    transfer.id = m_store.nextId();
    transfer.name = nameOf(request);
    transfer.request = std::move(request);
    transfer.created = m_clock.now();
    m_store.save(transfer);
    emit added(transfer.id);
    startNext();
    return transfer.id;
}

void TransferQueue::startNext()
{
    if (m_running.size() >= mostRunning)
        return;
    for (const Transfer& transfer : m_store.all()) {
        if (transfer.state != State::Queued || m_running.contains(transfer.id))
            continue;
        auto sender
            = std::make_unique<Sender>(transfer,
                                       Sender::Doors{m_api, m_clock, m_workers->partSlots,
                                                     m_workers->packing, m_workers->reading});
        connect(sender.get(), &Sender::changed, this, &TransferQueue::save);
        Sender& started = *sender;
        m_running.emplace(transfer.id, std::move(sender));
        started.start();
        if (m_running.size() >= mostRunning)
            return;
    }
}

void TransferQueue::save(const Transfer& transfer)
{
    m_store.save(transfer);
    emit changed(transfer.id);
    if (!transfer::isOver(transfer.state))
        return;
    if (transfer.state == State::Stored)
        emit stored(transfer.id, transfer.root);
    // Not here: the sender that told us is still in its own function.
    QMetaObject::invokeMethod(
        this, [this, id = transfer.id] { finish(id); }, Qt::QueuedConnection);
}

void TransferQueue::finish(TransferId id)
{
    const auto transfer = m_store.find(id);
    if (!transfer || transfer::isOver(transfer->state))
        m_running.erase(id);
    startNext();
}

void TransferQueue::cancel(TransferId id)
{
    if (const auto running = m_running.find(id); running != m_running.end())
        return running->second->cancel();
    auto transfer = m_store.find(id);
    if (!transfer)
        return;
    if (const auto state = transfer::next(transfer->state, Event::Cancel)) {
        transfer->state = *state;
        transfer->finished = m_clock.now();
        save(*transfer);
    }
}

void TransferQueue::retry(TransferId id)
{
    const auto before = m_store.find(id);
    if (!before || m_running.contains(id))
        return;
    const auto state = transfer::next(before->state, Event::Retry);
    if (!state)
        return;
    // From the start: the source may have changed, and what the service has it recognises.
    Transfer again;
    again.id = before->id;
    again.request = before->request;
    again.name = before->name;
    again.created = before->created;
    again.state = *state;
    m_store.save(again);
    emit changed(id);
    startNext();
}

void TransferQueue::remove(TransferId id)
{
    const auto transfer = m_store.find(id);
    if (!transfer || !transfer::isOver(transfer->state))
        return;
    m_running.erase(id);
    m_store.remove(id);
    emit removed(id);
}

} // namespace cairn
