// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/transferstore.h"

namespace cairn {

std::vector<Transfer> MemoryTransferStore::all() const
{
    std::vector<Transfer> transfers;
    transfers.reserve(m_transfers.size());
    for (const auto& [id, transfer] : m_transfers)
        transfers.push_back(transfer);
    return transfers;
}

std::optional<Transfer> MemoryTransferStore::find(TransferId id) const
{
    const auto found = m_transfers.find(id);
    return found == m_transfers.end() ? std::nullopt : std::optional(found->second);
}

void MemoryTransferStore::save(const Transfer& transfer)
{
    m_transfers.insert_or_assign(transfer.id, transfer);
}

void MemoryTransferStore::remove(TransferId id)
{
    m_transfers.erase(id);
}

} // namespace cairn
