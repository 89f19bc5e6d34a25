// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/types.h"
#include "core/base/clock.h"
#include "core/transfer/packer.h"
#include "core/transfer/partledger.h"

#include <QObject>

#include <map>

namespace cairn {

class ApiClient;
class Bandwidth;
class PartSlots;
class PartStream;
class TransferStore;

/// One upload on its way: packs the source, asks what the service has of it, sends the rest, asks
/// whether the root is listed with all of it. Owned by TransferQueue while the transfer runs; main
/// thread. Every step of the state machine and every receipt is told by changed(), to be written
/// down before anybody else hears of it; in the last one the state is no longer a running one.
class Sender final : public QObject
{
    Q_OBJECT

public:
    struct Doors
    {
        ApiClient& api;
        TransferStore& store;
        const Clock& clock;
        PartSlots& partSlots;
        Bandwidth& bandwidth;
        QThreadPool& packing;
        QThreadPool& reading;
    };

    /// What to make of a source that is no longer the one that was packed.
    enum class Source { MustBeSame, MayDiffer };

    /// With @p packed, the source as a plan found it, it is not read a first time here.
    Sender(Transfer transfer, Source source, const Doors& doors,
           std::shared_ptr<const Consignment> packed = {}, QObject* parent = nullptr);
    ~Sender() override;

    const Transfer& transfer() const { return m_transfer; }

    void start();
    void cancel() { stop(transfer::Event::Cancel); }
    void pause(std::optional<Timestamp> until);
    void hold(transfer::HoldReason reason, const Error& error);
    /// Lets go of everything; the transfer is in its queue again.
    void interrupt() { stop(transfer::Event::Interrupt); }
    /// Looks at the clock: an attempt that is due is made.
    void tick();

signals:
    void changed(const Transfer& transfer);
    void progressed(); ///< Only figures that need not be written down.

private:
    struct Flight
    {
        std::shared_ptr<PartStream> stream;
        Reply<Receipt> receipt;
        qint64 sent = 0;
    };

    bool step(transfer::Event event);
    void stop(transfer::Event event);
    void pack();
    void packed(const Result<Consignment>& consignment);
    bool acceptRoot(const QString& root);
    void goOn();
    void askWhatIsThere();
    void foundThere(const Result<Upload>& upload);
    void sendMore();
    void sendPart(int part);
    void handedOver(int part, qint64 bytes);
    void partSent(int part, const Result<Receipt>& receipt);
    std::optional<Error> falsehood(int part, const Receipt& receipt) const;
    void confirm();
    void confirmed(const Result<Upload>& upload);
    void fellShort(const QSet<QString>& listed, const Error& error);
    void trouble(const Error& error);
    void giveUp(transfer::Event event, const Error& error);
    void stopFlights();
    void takeCounts();
    void updateSent();
    void note(int part);

    Transfer m_transfer;
    Source m_source;
    Doors m_doors;
    Packer m_packer;
    std::shared_ptr<const Consignment> m_handedOver; ///< Until it is used.
    std::optional<Consignment> m_consignment; ///< Once packed.
    PartLedger m_ledger;
    std::map<int, Flight> m_flights;
    Reply<Upload> m_question; ///< Asked last; an answer to an older one is nobody's.
    bool m_isAsking = false;
    std::vector<bool> m_askedAbout; ///< Parts settled when the question was asked.
    bool m_mustAsk = false; ///< An earlier run has sent something.
    int m_confirmations = 0;
};

} // namespace cairn
