// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/transfer/transfer.h"

#include <QObject>

#include <map>
#include <memory>
#include <vector>

namespace cairn {

class ApiClient;
class Sender;
class TransferStore;

/// The uploads of one account: who runs now, and what became of the rest. Owned by
/// AccountService; main thread. Hashing runs on worker threads, nothing here blocks.
class TransferQueue final : public QObject
{
    Q_OBJECT

public:
    TransferQueue(ApiClient& api, TransferStore& store, const Clock& clock,
                  QObject* parent = nullptr);
    ~TransferQueue() override;

    std::vector<Transfer> all() const; ///< Oldest first.
    std::optional<Transfer> find(TransferId id) const;
    bool isBusy() const; ///< Something is not over yet.

    /// Empty when there is nothing to upload. Problems with single files show up on the transfer.
    [[nodiscard]] Result<TransferId> add(UploadRequest request);
    void cancel(TransferId id);
    void retry(TransferId id);
    /// Takes one that is over out of the list; what it stored stays stored.
    void remove(TransferId id);

signals:
    void added(TransferId id);
    void changed(TransferId id);
    void removed(TransferId id);
    /// The root is listed by the service with every part of ours.
    void stored(TransferId id, const QString& cid);

private:
    struct Workers;

    void startNext();
    void save(const Transfer& transfer);
    void finish(TransferId id);

    ApiClient& m_api;
    TransferStore& m_store;
    const Clock& m_clock;
    std::unique_ptr<Workers> m_workers; ///< Outlive the senders.
    std::map<TransferId, std::unique_ptr<Sender>> m_running;
};

} // namespace cairn
