// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/clock.h"
#include "core/transfer/run/parttracker.h"
#include "core/transfer/run/runner.h"
#include "core/upload/packjob.h"

#include <map>

namespace cairn {

class ApiClient;
class Bandwidth;
class PartSemaphore;
class PartStream;
class TransferStore;

/// One upload while it runs: packs the source, asks which parts the service has, sends the others,
/// then asks whether the root is listed with all parts. Receipts are told by changed() as well.
/// Main thread; parts are read and sent on worker threads.
///
/// Release of a part. The service must not have a whole part whose CAR CID is not in the store:
/// after a crash nobody could ask for it. The worker therefore keeps back the last bytes until
/// then, or until it is known that the store cannot be written now:
///
///   main thread                               worker of `sending`
///   sendPart()  postCar(PartStream)  ───────▶  PartStream::read(): source → hash → network
///                                              the last bytes are read: the CAR CID is known
///   named()     savePart()           ◀───────  Listener::named; awaitRelease() waits
///               it is written:
///               stream->release()    ───────▶  awaitRelease() ends; the last bytes go
///   partSent()  part acknowledged    ◀───────  the receipt
///
/// A part that is stopped (pause, suspension, cancel, end of this object): stopParts() takes it out
/// of m_inFlight, ends a wait in awaitRelease() by stream->stop(), and cancels the reply. The
/// worker may go on for a moment, but does not send the last bytes. What it still says is a queued
/// call with the number that sendPart() gave it. isUnderWay() compares that with the number in
/// flight now: the same part may have been started again meanwhile, and words about the earlier
/// start are dropped. If the part had been released before the stop, the service may have all of
/// it. Its CAR CID is in the store then, and askWhatIsThere() finds out before anything is sent
/// again.
class Sender final : public Runner
{
    Q_OBJECT

public:
    struct Dependencies
    {
        ApiClient& api;
        TransferStore& store;
        const Clock& clock;
        PartSemaphore& partSemaphore;
        Bandwidth& bandwidth;
        QThreadPool& packing;
        QThreadPool& sending; ///< A thread for each part in flight.
    };

    /// Whether a source may give another root than it gave before.
    enum class Source { MustBeSame, MayDiffer };

    /// With @p packed, the result of a preview, the source is not packed here.
    Sender(Transfer transfer, Source source, const Dependencies& dependencies,
           std::shared_ptr<const PackedUpload> packed, QObject* parent = nullptr);
    ~Sender() override;

    void start() override;

private:
    struct InFlightPart
    {
        std::shared_ptr<PartStream> stream;
        Reply<Receipt> receipt;
        int number; ///< Tells it from an earlier start of the same part.
        qint64 sent = 0;
    };

    void letGo() override;
    void tryAgain() override;
    void pack();
    void packFinished(const Result<PackedUpload>& packed);
    bool acceptRoot(const content::Cid& root);
    void goOn();
    void askWhatIsThere();
    void foundThere(const Result<Upload>& upload);
    void sendMore();
    void sendPart(int part);
    bool isUnderWay(int part, int number) const;
    void named(int part, const content::CidString& carCid);
    void handedOver(int part, qint64 bytes);
    void partSent(int part, const Result<Receipt>& receipt);
    std::optional<Error> falsehood(int part, const Receipt& receipt) const;
    void confirm();
    void confirmed(const Result<Upload>& upload);
    void fellShort(const QSet<content::CidString>& listed, const Error& error);
    void trouble(const Error& error);
    void stopParts();
    void takeCounts();
    void updateSent();
    Reply<void> savePart(int part);

    Source m_source;
    Dependencies m_dependencies;
    PackJob m_packJob;
    std::shared_ptr<const PackedUpload> m_handedOver; ///< Until it is used.
    std::optional<PackedUpload> m_packed; ///< Once packed.
    PartTracker m_tracker;
    std::map<int, InFlightPart> m_inFlight;
    int m_startedParts = 0;
    Reply<Upload> m_question; ///< The latest request; answers to earlier ones are dropped.
    bool m_isAsking = false;
    std::vector<bool> m_askedAbout; ///< Parts settled when the question was asked.
    bool m_mustAsk = false; ///< An earlier run may have sent parts.
    int m_confirmations = 0;
};

} // namespace cairn
