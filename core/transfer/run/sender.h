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

/// One upload on its way: packs the source, asks what the service has of it, sends the rest, asks
/// whether the root is listed with all of it. Receipts are told by changed() as well.
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

    /// What to make of a source that is no longer the one that was packed.
    enum class Source { MustBeSame, MayDiffer };

    /// With @p packed, the source as a plan found it, it is not read a first time here.
    Sender(Transfer transfer, Source source, const Dependencies& dependencies,
           std::shared_ptr<const PackedUpload> packed, QObject* parent = nullptr);
    ~Sender() override;

    void start() override;

private:
    struct InFlightPart
    {
        std::shared_ptr<PartStream> stream;
        Reply<Receipt> receipt;
        int number; ///< Tells it from an earlier one of the same part.
        qint64 sent = 0;
    };

    void letGo() override;
    void tryAgain() override;
    void pack();
    void packFinished(const Result<PackedUpload>& packed);
    bool acceptRoot(const QString& root);
    void goOn();
    void askWhatIsThere();
    void foundThere(const Result<Upload>& upload);
    void sendMore();
    void sendPart(int part);
    bool isUnderWay(int part, int number) const;
    void named(int part, const QString& carCid);
    void handedOver(int part, qint64 bytes);
    void partSent(int part, const Result<Receipt>& receipt);
    std::optional<Error> falsehood(int part, const Receipt& receipt) const;
    void confirm();
    void confirmed(const Result<Upload>& upload);
    void fellShort(const QSet<QString>& listed, const Error& error);
    void trouble(const Error& error);
    void stopParts();
    void takeCounts();
    void updateSent();
    void savePart(int part);

    Source m_source;
    Dependencies m_dependencies;
    PackJob m_packJob;
    std::shared_ptr<const PackedUpload> m_handedOver; ///< Until it is used.
    std::optional<PackedUpload> m_packed; ///< Once packed.
    PartTracker m_tracker;
    std::map<int, InFlightPart> m_inFlight;
    int m_startedParts = 0;
    Reply<Upload> m_question; ///< Asked last; an answer to an older one is nobody's.
    bool m_isAsking = false;
    std::vector<bool> m_askedAbout; ///< Parts settled when the question was asked.
    bool m_mustAsk = false; ///< An earlier run has sent something.
    int m_confirmations = 0;
};

} // namespace cairn
