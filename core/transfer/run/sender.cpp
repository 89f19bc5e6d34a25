// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/run/sender.h"

#include "core/api/client/apiclient.h"
#include "core/api/http/bandwidth.h"
#include "core/api/http/retrypolicy.h"
#include "core/base/logging.h"
#include "core/transfer/run/partsemaphore.h"
#include "core/transfer/store/transferstore.h"
#include "core/upload/partstream.h"

#include <QCoreApplication>
#include <QPointer>

#include <numeric>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::Event;
using transfer::State;
using transfer::SuspensionReason;

namespace {

/// A service may list a moment after it acknowledged; it is asked this often before it is believed.
constexpr int maxConfirmations = 3;

QSet<content::CidString> listedBy(const Upload& upload)
{
    return {upload.parts.begin(), upload.parts.end()};
}

} // namespace

Sender::Sender(Transfer transfer, Source source, const Dependencies& dependencies,
               std::shared_ptr<const PackedUpload> packed, QObject* parent)
    : Runner(std::move(transfer), dependencies.clock, parent)
    , m_source(source)
    , m_dependencies(dependencies)
    , m_packJob(dependencies.packing)
    , m_handedOver(std::move(packed))
    , m_tracker(dependencies.store.parts(m_transfer.id))
    , m_mustAsk(!m_tracker.records().empty())
{
    connect(&m_dependencies.partSemaphore, &PartSemaphore::released, this, &Sender::sendMore,
            Qt::QueuedConnection);
    connect(&m_packJob, &PackJob::progressed, this, [this](int files, qint64 bytes) {
        m_transfer.files = files;
        m_transfer.bytesHashed = bytes;
        emit progressed();
    });
}

Sender::~Sender()
{
    stopParts();
}

void Sender::letGo()
{
    m_packJob.cancel();
    m_question.cancel();
    m_isAsking = false;
    stopParts();
}

void Sender::tryAgain()
{
    if (step(Event::RetryDue))
        goOn();
}

void Sender::start()
{
    if (!step(Event::Start))
        return;
    // With every part acknowledged there is nothing to read: only the listing is open.
    const bool hasAll = int(m_tracker.records().size()) == m_transfer.parts && m_tracker.isDone();
    if (hasAll && m_source == Source::MustBeSame && step(Event::AllAcknowledged))
        return confirm();
    pack();
}

void Sender::pack()
{
    if (const auto handedOver = std::exchange(m_handedOver, {}))
        return packFinished(*handedOver);
    whenDone(m_packJob.pack(m_transfer.request), this,
             [this](const Result<PackedUpload>& packed) { packFinished(packed); });
}

void Sender::packFinished(const Result<PackedUpload>& packed)
{
    if (m_transfer.state != State::Packing)
        return;
    if (!packed)
        return trouble(packed.error());
    if (!acceptRoot(packed->root)) {
        return giveUp(Event::Refuse,
                      {Error::Kind::SourceChanged, u"the source gives another root now"_s,
                       m_transfer.request.paths.value(0)});
    }
    m_packed = *packed;
    const auto& bytes = m_packed->partBytes;
    m_tracker = PartTracker(bytes, m_tracker.records());
    m_transfer.files = m_packed->files;
    m_transfer.sourceBytes = m_packed->sourceBytes;
    m_transfer.bytesHashed = m_packed->sourceBytes;
    m_transfer.notes = m_packed->leftOut;
    m_transfer.parts = int(bytes.size());
    m_transfer.totalBytes = std::accumulate(bytes.begin(), bytes.end(), qint64(0));
    takeCounts();
    if (step(Event::Packed))
        goOn();
}

/// An upload that goes on is one of the same bytes: parts of two versions are not one DAG.
bool Sender::acceptRoot(const content::Cid& root)
{
    const content::CidString written(root);
    if (m_transfer.root == written)
        return true;
    if (!m_transfer.root.isEmpty() && m_source == Source::MustBeSame)
        return false;
    if (!m_tracker.records().empty())
        m_dependencies.store.forgetParts(m_transfer.id); // They fit nothing.
    m_tracker = {};
    m_mustAsk = false;
    m_transfer.root = written;
    return true;
}

void Sender::goOn()
{
    if (m_transfer.state != State::Sending)
        return;
    if (m_mustAsk || m_tracker.hasUnanswered())
        return askWhatIsThere();
    if (m_tracker.isDone()) {
        if (step(Event::AllAcknowledged))
            confirm();
        return;
    }
    // All were acknowledged before a restart, so nothing was read; now some are to be sent again.
    if (!m_packed) {
        if (step(Event::PackAgain))
            pack();
        return;
    }
    sendMore();
}

/// What was sent to its end before the answer was lost may have arrived: only the service knows.
void Sender::askWhatIsThere()
{
    if (m_isAsking)
        return;
    m_isAsking = true;
    m_askedAbout = m_tracker.settled();
    m_question = m_dependencies.api.upload(m_transfer.root);
    whenDone(m_question, this, [this, asked = m_question](const Result<Upload>& upload) {
        if (m_isAsking && !asked.isCanceled())
            foundThere(upload);
    });
}

void Sender::foundThere(const Result<Upload>& upload)
{
    m_isAsking = false;
    const bool isAbsent = !upload && upload.error().kind == Error::Kind::NotFound;
    if (!upload && !isAbsent)
        return trouble(upload.error());
    m_mustAsk = false;
    for (const int part :
         m_tracker.reconcile(upload ? listedBy(*upload) : QSet<content::CidString>(), m_askedAbout))
        savePart(part);
    takeCounts();
    emit changed(m_transfer);
    goOn();
}

void Sender::sendMore()
{
    while (m_transfer.state == State::Sending && m_packed && !m_isAsking && m_tracker.hasNext()
           && m_dependencies.partSemaphore.acquire())
        sendPart(m_tracker.takeNext());
}

void Sender::sendPart(int part)
{
    const int number = ++m_startedParts;
    // A stopped request goes on for a moment, perhaps without us.
    const auto onOurThread = [self = QPointer(this), part, number](auto tell) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, part, number, tell] {
                if (self && self->isUnderWay(part, number))
                    tell(*self);
            },
            Qt::QueuedConnection);
    };
    const auto stream = std::make_shared<PartStream>(
        *m_packed, part, m_dependencies.bandwidth,
        PartStream::Listener{
            [onOurThread, part](const content::CidString& carCid) {
                onOurThread([part, carCid](Sender& sender) { sender.named(part, carCid); });
            },
            [onOurThread, part](qint64 sent) {
                onOurThread([part, sent](Sender& sender) { sender.handedOver(part, sent); });
            }});
    auto receipt = m_dependencies.api.postCar(stream, m_transfer.name, m_dependencies.sending);
    m_inFlight.insert_or_assign(part, InFlightPart{stream, receipt, number});
    m_transfer.lastProgress = m_dependencies.clock.now();
    updateSent();
    emit progressed();
    whenDone(receipt, this, [this, part, number](const Result<Receipt>& outcome) {
        if (isUnderWay(part, number)) // Else stopped by us; its place was given back then.
            partSent(part, outcome);
    });
}

bool Sender::isUnderWay(int part, int number) const
{
    const auto inFlight = m_inFlight.find(part);
    return inFlight != m_inFlight.end() && inFlight->second.number == number;
}

void Sender::named(int part, const content::CidString& carCid)
{
    m_tracker.setCarCid(part, carCid);
    const int number = m_inFlight.at(part).number;
    // Also if it could not be written, or must wait for long: if the record is lost, the part is
    // sent again.
    whenDone(savePart(part), this, [this, part, number](const Done&) {
        if (isUnderWay(part, number))
            m_inFlight.at(part).stream->release();
    });
}

void Sender::handedOver(int part, qint64 bytes)
{
    m_inFlight.at(part).sent = bytes;
    m_transfer.lastProgress = m_dependencies.clock.now();
    updateSent();
    emit progressed();
}

void Sender::partSent(int part, const Result<Receipt>& receipt)
{
    const auto inFlight = m_inFlight.find(part);
    const auto sourceError = inFlight->second.stream->error();
    m_inFlight.erase(inFlight);
    m_dependencies.partSemaphore.release();

    const auto error = sourceError ? sourceError
        : receipt                  ? falsehood(part, *receipt)
                                   : std::optional(receipt.error());
    if (error) {
        m_tracker.giveBack(part);
        updateSent();
        return trouble(*error);
    }
    m_tracker.acknowledge(
        part, receipt->carCid.isEmpty() ? PartTracker::Listable::No : PartTracker::Listable::Yes);
    savePart(part);
    m_transfer.attempt = 0;
    m_transfer.lastProgress = m_dependencies.clock.now();
    takeCounts();
    emit changed(m_transfer);
    if (m_tracker.isDone())
        goOn();
}

/// A receipt that is for something else than what was sent.
std::optional<Error> Sender::falsehood(int part, const Receipt& receipt) const
{
    const content::CidString carCid = m_tracker.record(part).carCid;
    QString detail;
    if (!(receipt.cid == m_transfer.root))
        detail = u"the receipt names another root: %1"_s.arg(receipt.cid.text());
    else if (!receipt.carCid.isEmpty() && receipt.carCid != carCid)
        detail = u"the receipt names another CAR: %1"_s.arg(receipt.carCid.text());
    else if (carCid.isEmpty())
        detail = u"a receipt before everything was sent"_s;
    else
        return std::nullopt;
    return Error{Error::Kind::Corrupt, detail, m_transfer.name, u"RECEIPT_WRONG"_s};
}

void Sender::confirm()
{
    m_question = m_dependencies.api.upload(m_transfer.root);
    whenDone(m_question, this, [this, asked = m_question](const Result<Upload>& upload) {
        if (!asked.isCanceled())
            confirmed(upload);
    });
}

void Sender::confirmed(const Result<Upload>& upload)
{
    if (m_transfer.state != State::Confirming)
        return;
    const bool isAbsent = !upload && upload.error().kind == Error::Kind::NotFound;
    if (!upload && !isAbsent)
        return trouble(upload.error());
    const QSet<content::CidString> listed = upload ? listedBy(*upload) : QSet<content::CidString>();
    if (upload && !m_tracker.lacks(listed)) {
        step(Event::Confirmed);
        return;
    }
    fellShort(listed,
              isAbsent ? upload.error()
                       : Error{Error::Kind::Protocol,
                               u"the service lists fewer parts than it acknowledged"_s,
                               m_transfer.name});
}

void Sender::fellShort(const QSet<content::CidString>& listed, const Error& error)
{
    if (++m_confirmations < maxConfirmations) {
        m_transfer.error = error;
        m_transfer.nextAttempt = m_dependencies.clock.now() + std::chrono::seconds(m_confirmations);
        step(Event::LostTouch);
        return;
    }
    // What is not listed is not stored: it is sent again when the upload goes on.
    for (const int part : m_tracker.reconcile(listed, m_tracker.settled()))
        savePart(part);
    takeCounts();
    giveUp(Event::FallShort, error);
}

void Sender::trouble(const Error& error)
{
    if (error.kind == Error::Kind::Cancelled)
        return stop(Event::Cancel);
    if (transfer::isAboutContent(error))
        return giveUp(Event::Refuse, error);
    const auto reason = transfer::suspensionReason(error);
    const bool isSaidSo = reason && *reason != SuspensionReason::Offline && !error.retryAfter;
    // Parts that fail together are one failed attempt.
    m_transfer.attempt += m_transfer.state != State::Waiting && isFailedAttempt(error) ? 1 : 0;
    // Another attempt sends; what cannot be packed is tried again by a person, or once it may pass.
    const bool isTriedAgain = !isSaidSo && m_transfer.state != State::Packing;
    const auto pause = isTriedAgain
        ? pauseBeforeRetry(error, m_transfer.attempt, routes::Repeat::Safe)
        : std::nullopt;
    if (!pause && reason)
        return suspend(*reason, error);
    if (!pause) {
        const bool hasSome = m_tracker.acknowledged() > 0 && m_transfer.state != State::Packing;
        return giveUp(hasSome ? Event::FallShort : Event::Refuse, error);
    }
    waitUntil(m_dependencies.clock.now() + *pause, error);
}

void Sender::stopParts()
{
    for (auto parts = std::exchange(m_inFlight, {}); auto& [part, inFlight] : parts) {
        m_tracker.giveBack(part);
        inFlight.stream->stop();
        inFlight.receipt.cancel();
        m_dependencies.partSemaphore.release();
    }
    updateSent();
}

void Sender::takeCounts()
{
    m_transfer.acknowledgedParts = m_tracker.acknowledged();
    m_transfer.acknowledgedBytes = m_tracker.acknowledgedBytes();
    updateSent();
}

void Sender::updateSent()
{
    m_transfer.sentBytes = m_transfer.acknowledgedBytes;
    m_transfer.partsInFlight = int(m_inFlight.size());
    for (const auto& [part, inFlight] : m_inFlight)
        m_transfer.sentBytes += inFlight.sent;
}

Reply<void> Sender::savePart(int part)
{
    return m_dependencies.store.savePart(m_transfer.id, m_tracker.record(part));
}

} // namespace cairn
