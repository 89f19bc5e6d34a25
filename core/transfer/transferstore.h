// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/transfer.h"

#include <map>
#include <vector>

namespace cairn {

/// The truth about transfers: what is not in here did not happen. Main thread.
class TransferStore
{
public:
    virtual ~TransferStore() = default;

    virtual std::vector<Transfer> all() const = 0; ///< Oldest first.
    virtual std::optional<Transfer> find(TransferId id) const = 0;
    virtual TransferId nextId() = 0; ///< Never given out twice.
    virtual void save(const Transfer& transfer) = 0;
    virtual void remove(TransferId id) = 0;
};

/// Lives as long as the process: uploads that are not over when it ends are not resumed.
class MemoryTransferStore final : public TransferStore
{
public:
    std::vector<Transfer> all() const override;
    std::optional<Transfer> find(TransferId id) const override;
    TransferId nextId() override { return ++m_lastId; }
    void save(const Transfer& transfer) override;
    void remove(TransferId id) override;

private:
    std::map<TransferId, Transfer> m_transfers;
    TransferId m_lastId = 0;
};

} // namespace cairn
