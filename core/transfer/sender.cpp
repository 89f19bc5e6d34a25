// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/sender.h"

#include "core/api/apiclient.h"
#include "core/api/retrypolicy.h"
#include "core/base/logging.h"
#include "core/transfer/partstream.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::Event;
using transfer::State;

Sender::Sender(Transfer transfer, const Doors& doors, QObject* parent)
    : QObject(parent)
    , m_transfer(std::move(transfer))
    , m_doors(doors)
    , m_packer(doors.packing)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] {
        if (step(Event::RetryDue))
            sendMore();
    });
    connect(&m_doors.partSlots, &PartSlots::freed, this, &Sender::sendMore, Qt::QueuedConnection);
    connect(&m_packer, &Packer::progressed, this, [this](int files, qint64 bytes) {
        m_transfer.files = files;
        m_transfer.bytesHashed = bytes;
        emit changed(m_transfer);
    });
}

Sender::~Sender()
{
    stopFlights();
}

/// Moves the state if the table allows it and tells; false leaves everything as it was.
bool Sender::step(Event event)
{
    const auto state = transfer::next(m_transfer.state, event);
    if (!state)
        return false;
    m_transfer.state = *state;
    if (*state != State::Waiting && !transfer::isOver(*state)) {
        m_transfer.error.reset();
        m_transfer.nextAttempt.reset();
    }
    if (transfer::isOver(*state))
        m_transfer.finished = m_doors.clock.now();
    qCInfo(lcTransfer) << "transfer" << m_transfer.id << "is in state" << int(*state);
    emit changed(m_transfer);
    return true;
}

void Sender::start()
{
    if (!step(Event::Start))
        return;
    whenDone(m_packer.pack(m_transfer.request), this,
             [this](const Result<content::Plan>& plan) { packed(plan); });
}

void Sender::cancel()
{
    m_packer.cancel();
    m_retry.stop();
    stopFlights();
    step(Event::Cancel);
}

void Sender::packed(const Result<content::Plan>& plan)
{
    if (m_transfer.state != State::Packing)
        return;
    if (!plan)
        return giveUp(plan.error());
    m_plan = *plan;
    const auto& parts = m_plan->parts();
    m_transfer.root = m_plan->root().toString();
    m_transfer.files = int(m_plan->totals().files);
    m_transfer.sourceBytes = m_plan->totals().bytes;
    m_transfer.bytesHashed = m_plan->totals().bytes;
    for (const content::Problem& problem : m_plan->problems())
        m_transfer.notes.append(problem.path);
    m_transfer.parts = int(parts.size());
    m_transfer.totalBytes = 0;
    for (const auto& part : parts) {
        m_transfer.totalBytes += part.carBytes;
        m_pending.push_back(part.index);
    }
    if (step(Event::Packed))
        sendMore();
}

void Sender::sendMore()
{
    while (m_transfer.state == State::Sending && !m_pending.empty() && m_doors.partSlots.take()) {
        const int part = m_pending.front();
        m_pending.pop_front();
        sendPart(part);
    }
}

void Sender::sendPart(int part)
{
    const auto stream = std::make_shared<PartStream>(*m_plan, part, m_doors.reading);
    const qint64 length = m_plan->parts().at(size_t(part)).carBytes;
    auto receipt = m_doors.api.postCar(stream, length, m_transfer.name, [this, part](qint64 sent) {
        const auto flight = m_flights.find(part);
        if (flight == m_flights.end())
            return;
        flight->second.sent = sent;
        updateSent();
        emit changed(m_transfer);
    });
    m_flights.insert_or_assign(part, Flight{stream, receipt, 0});
    whenDone(receipt, this,
             [this, part](const Result<Receipt>& outcome) { partSent(part, outcome); });
}

void Sender::partSent(int part, const Result<Receipt>& receipt)
{
    const auto flight = m_flights.find(part);
    if (flight == m_flights.end())
        return; // Stopped by us; its slot was given back then.
    const auto sourceError = flight->second.stream->error();
    m_flights.erase(flight);
    m_doors.partSlots.giveBack();
    updateSent();

    if (sourceError)
        return giveUp(*sourceError);
    if (!receipt) {
        m_pending.push_front(part);
        return lostTouch(receipt.error());
    }
    if (receipt->cid != m_transfer.root) {
        return giveUp({Error::Kind::Corrupt,
                       u"the receipt names another root: %1"_s.arg(receipt->cid), m_transfer.name});
    }
    if (!receipt->carCid.isEmpty())
        m_carCids.insert(receipt->carCid);
    ++m_transfer.acknowledgedParts;
    m_transfer.acknowledgedBytes += m_plan->parts().at(size_t(part)).carBytes;
    m_transfer.attempt = 0;
    updateSent();
    emit changed(m_transfer);

    if (m_transfer.acknowledgedParts == m_transfer.parts && step(Event::AllAcknowledged))
        confirm();
}

void Sender::lostTouch(const Error& error)
{
    ++m_transfer.attempt;
    const auto pause = pauseBeforeRetry(error, m_transfer.attempt, routes::Repeat::Safe);
    if (!pause)
        return giveUp(error);
    m_transfer.error = error;
    m_transfer.nextAttempt = m_doors.clock.now() + *pause;
    m_retry.start(*pause);
    if (!step(Event::LostTouch))
        emit changed(m_transfer);
}

void Sender::confirm()
{
    whenDone(m_doors.api.upload(m_transfer.root), this,
             [this](const Result<Upload>& upload) { confirmed(upload); });
}

void Sender::confirmed(const Result<Upload>& upload)
{
    if (m_transfer.state != State::Confirming)
        return;
    if (!upload)
        return giveUp(upload.error());
    const QSet<QString> listed(upload->parts.begin(), upload->parts.end());
    if (!listed.contains(m_carCids)) {
        return giveUp({Error::Kind::Protocol, u"the service lists fewer parts than it confirmed"_s,
                       m_transfer.name});
    }
    step(Event::Confirmed);
}

void Sender::giveUp(const Error& error)
{
    m_retry.stop();
    stopFlights();
    m_transfer.error = error;
    m_transfer.nextAttempt.reset();
    step(error.kind == Error::Kind::Cancelled ? Event::Cancel : Event::Refuse);
}

void Sender::stopFlights()
{
    for (auto flights = std::exchange(m_flights, {}); auto& [part, flight] : flights) {
        flight.receipt.cancel();
        m_doors.partSlots.giveBack();
    }
    updateSent();
}

void Sender::updateSent()
{
    m_transfer.sentBytes = m_transfer.acknowledgedBytes;
    for (const auto& [part, flight] : m_flights)
        m_transfer.sentBytes += flight.sent;
}

} // namespace cairn
