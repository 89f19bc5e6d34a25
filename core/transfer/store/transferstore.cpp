// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/transferstore.h"

#include <algorithm>
#include <ranges>

namespace cairn {

std::vector<Transfer> MemoryTransferStore::unfinished(int limit, qint64 position) const
{
    std::vector<Transfer> transfers;
    for (const auto& [id, transfer] : m_transfers) {
        if (!transfer::isOver(transfer.state) && transfer.position > position)
            transfers.push_back(transfer);
    }
    std::ranges::stable_sort(transfers, {}, &Transfer::position);
    if (transfers.size() > size_t(limit))
        transfers.resize(size_t(limit));
    return transfers;
}

qint64 MemoryTransferStore::unfinishedCount() const
{
    return std::ranges::count_if(
        m_transfers, [](const auto& entry) { return !transfer::isOver(entry.second.state); });
}

qint64 MemoryTransferStore::pausedCount() const
{
    return std::ranges::count_if(m_transfers, [](const auto& entry) {
        return entry.second.state == transfer::State::Paused;
    });
}

std::map<TransferId, Timestamp> MemoryTransferStore::pauseEnds() const
{
    std::map<TransferId, Timestamp> ends;
    for (const auto& [id, transfer] : m_transfers) {
        if (transfer.state == transfer::State::Paused && transfer.resumeAt)
            ends.emplace(id, *transfer.resumeAt);
    }
    return ends;
}

std::vector<TransferStore::Left> MemoryTransferStore::left(int limit) const
{
    std::vector<Left> left;
    for (const Transfer& transfer : unfinished(limit, beforeAll))
        left.push_back({transfer});
    for (const Transfer& transfer : failed(0, limit))
        left.push_back({transfer});
    std::ranges::sort(left, {}, [](const Left& one) { return one.transfer.id; });
    return left;
}

std::vector<Transfer> MemoryTransferStore::queued(int limit, qint64 position) const
{
    auto transfers = unfinished(all, position);
    std::erase_if(transfers, [](const Transfer& transfer) {
        return transfer.state != transfer::State::Queued;
    });
    if (int(transfers.size()) > limit)
        transfers.resize(size_t(limit));
    return transfers;
}

std::vector<Transfer> MemoryTransferStore::queuedDownloads(int limit, qint64 position) const
{
    auto transfers = queued(std::numeric_limits<int>::max(), position);
    std::erase_if(transfers, [](const Transfer& transfer) { return !transfer.isDownload(); });
    if (int(transfers.size()) > limit)
        transfers.resize(size_t(limit));
    return transfers;
}

std::optional<Transfer> MemoryTransferStore::queuedBefore(qint64 position) const
{
    auto transfers = queued(std::numeric_limits<int>::max(), beforeAll);
    std::erase_if(transfers,
                  [position](const Transfer& transfer) { return transfer.position >= position; });
    return transfers.empty() ? std::nullopt : std::optional(transfers.back());
}

qint64 MemoryTransferStore::freePosition(End end) const
{
    qint64 first = 0;
    qint64 last = 0;
    for (const auto& [id, transfer] : m_transfers) {
        first = std::min(first, transfer.position);
        last = std::max(last, transfer.position);
    }
    return end == End::Front ? first - 1 : last + 1;
}

std::vector<Transfer> MemoryTransferStore::finished(TransferId before, int limit) const
{
    std::vector<Transfer> transfers;
    for (const auto& [id, transfer] : m_transfers | std::views::reverse) {
        if (int(transfers.size()) == limit)
            break;
        if (transfer::isOver(transfer.state) && (before == 0 || id < before))
            transfers.push_back(transfer);
    }
    return transfers;
}

qint64 MemoryTransferStore::finishedCount() const
{
    return std::ranges::count_if(
        m_transfers, [](const auto& entry) { return transfer::isOver(entry.second.state); });
}

std::vector<Transfer> MemoryTransferStore::failed(TransferId before, int limit) const
{
    std::vector<Transfer> transfers;
    for (const auto& [id, transfer] : m_transfers | std::views::reverse) {
        if (int(transfers.size()) == limit)
            break;
        const bool isFailed = transfer.state == transfer::State::Failed
            || transfer.state == transfer::State::Incomplete;
        if (isFailed && (before == 0 || id < before))
            transfers.push_back(transfer);
    }
    return transfers;
}

std::optional<Transfer> MemoryTransferStore::find(TransferId id) const
{
    const auto found = m_transfers.find(id);
    return found == m_transfers.end() ? std::nullopt : std::optional(found->second);
}

Transfer MemoryTransferStore::add(Transfer transfer)
{
    transfer.id = ++m_lastId;
    transfer.position = freePosition(End::Back);
    m_transfers.insert_or_assign(transfer.id, transfer);
    return transfer;
}

void MemoryTransferStore::save(const Transfer& transfer)
{
    m_transfers.insert_or_assign(transfer.id, transfer);
}

void MemoryTransferStore::remove(TransferId id)
{
    m_transfers.erase(id);
    m_parts.erase(id);
}

void MemoryTransferStore::prune(qint64 keep, int limit)
{
    for (qint64 over = std::min<qint64>(finishedCount() - keep, limit); over > 0; --over) {
        const auto oldest = std::ranges::find_if(
            m_transfers, [](const auto& entry) { return transfer::isOver(entry.second.state); });
        m_parts.erase(oldest->first);
        m_transfers.erase(oldest);
    }
}

std::vector<PartRecord> MemoryTransferStore::parts(TransferId id) const
{
    std::vector<PartRecord> notes;
    if (const auto found = m_parts.find(id); found != m_parts.end()) {
        for (const auto& [part, note] : found->second)
            notes.push_back(note);
    }
    return notes;
}

Reply<void> MemoryTransferStore::savePart(TransferId id, const PartRecord& part)
{
    m_parts[id].insert_or_assign(part.part, part);
    return ready<void>({});
}

void MemoryTransferStore::forgetParts(TransferId id)
{
    m_parts.erase(id);
}

} // namespace cairn
