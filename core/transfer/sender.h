// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/types.h"
#include "core/base/clock.h"
#include "core/transfer/packer.h"
#include "core/transfer/transfer.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <deque>
#include <map>

namespace cairn {

class ApiClient;
class PartStream;

/// How many parts one account sends at a time, whatever the number of transfers.
class PartSlots final : public QObject
{
    Q_OBJECT

public:
    explicit PartSlots(int free)
        : m_free(free)
    { }
    bool take() { return m_free > 0 && m_free-- > 0; }
    void giveBack()
    {
        ++m_free;
        emit freed();
    }

signals:
    void freed();

private:
    int m_free;
};

/// One upload on its way: packs the source, sends the parts, asks whether the root is listed.
/// Owned by TransferQueue while the transfer runs; main thread. Every step is told by changed()
/// with the new value; the last one has a state that is over.
class Sender final : public QObject
{
    Q_OBJECT

public:
    struct Doors
    {
        ApiClient& api;
        const Clock& clock;
        PartSlots& partSlots;
        QThreadPool& packing;
        QThreadPool& reading;
    };

    Sender(Transfer transfer, const Doors& doors, QObject* parent = nullptr);
    ~Sender() override;

    void start();
    void cancel();

signals:
    void changed(const Transfer& transfer);

private:
    struct Flight
    {
        std::shared_ptr<PartStream> stream;
        Reply<Receipt> receipt;
        qint64 sent = 0;
    };

    bool step(transfer::Event event);
    void packed(const Result<content::Plan>& plan);
    void sendMore();
    void sendPart(int part);
    void partSent(int part, const Result<Receipt>& receipt);
    void lostTouch(const Error& error);
    void confirm();
    void confirmed(const Result<Upload>& upload);
    void giveUp(const Error& error);
    void stopFlights();
    void updateSent();

    Transfer m_transfer;
    Doors m_doors;
    Packer m_packer;
    std::optional<content::Plan> m_plan; ///< Once packed.
    std::deque<int> m_pending; ///< Parts not acknowledged and not in flight.
    std::map<int, Flight> m_flights;
    QSet<QString> m_carCids; ///< What the receipts say was stored.
    QTimer m_retry;
};

} // namespace cairn
