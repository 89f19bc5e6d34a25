// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/blocktable.h"

#include <QHashFunctions>

#include <cstring>

namespace cairn::local {

namespace {

// A record is a few dozen bytes and lies in one page.
constexpr qsizetype pageBits = 16;
constexpr qsizetype pageSize = qsizetype(1) << pageBits;
constexpr std::size_t minSlots = 64;

} // namespace

/// The codec, eight bytes, then the multihash, which takeMultihash() bounds.
QByteArray BlockTable::packed(const BlockKey& key)
{
    QByteArray bytes(reinterpret_cast<const char*>(&key.codec), sizeof key.codec);
    return bytes + key.multihash;
}

QByteArrayView BlockTable::keyAt(quint32 entry) const
{
    const quint32 at = m_entries[entry];
    const char* record = m_pages[at >> pageBits].constData() + (at & (pageSize - 1));
    return {record + 1, qsizetype(uchar(*record))};
}

std::size_t BlockTable::slotOf(QByteArrayView key) const
{
    std::size_t slot = qHash(key, 0) & (m_slots.size() - 1);
    while (m_slots[slot] != 0 && keyAt(m_slots[slot] - 1) != key)
        slot = (slot + 1) & (m_slots.size() - 1);
    return slot;
}

std::optional<quint32> BlockTable::find(QByteArrayView key) const
{
    if (m_slots.empty())
        return std::nullopt;
    const quint32 number = m_slots[slotOf(key)];
    return number == 0 ? std::nullopt : std::optional(number - 1);
}

void BlockTable::grow()
{
    m_slots.assign(std::max(minSlots, m_slots.size() * 2), 0);
    for (quint32 entry = 0; entry < m_entries.size(); ++entry)
        m_slots[slotOf(keyAt(entry))] = entry + 1;
}

bool BlockTable::add(const BlockPlace& place)
{
    if (m_entries.size() * 4 >= m_slots.size() * 3)
        grow();
    const QByteArray key = packed(place.key);
    const std::size_t slot = slotOf(key);
    if (m_slots[slot] != 0)
        return false;
    const auto offset = quint32(place.offset);
    const auto length = quint32(place.length);
    const qsizetype size = 1 + key.size() + qsizetype(sizeof offset + sizeof length);
    if (m_pages.empty() || m_pages.back().size() + size > pageSize) {
        m_pages.emplace_back();
        m_pages.back().reserve(m_pages.size() == 1 ? 0 : pageSize); // A small CAR takes little.
    }
    QByteArray& page = m_pages.back();
    m_entries.push_back(quint32((m_pages.size() - 1) << pageBits) + quint32(page.size()));
    page.append(char(key.size()));
    page.append(key);
    page.append(reinterpret_cast<const char*>(&offset), sizeof offset);
    page.append(reinterpret_cast<const char*>(&length), sizeof length);
    m_slots[slot] = quint32(m_entries.size());
    return true;
}

BlockPlace BlockTable::operator[](std::size_t index) const
{
    const QByteArrayView key = keyAt(quint32(index));
    BlockPlace place{{key.sliced(sizeof place.key.codec).toByteArray(), 0}, 0, 0};
    std::memcpy(&place.key.codec, key.data(), sizeof place.key.codec);
    quint32 numbers[2];
    std::memcpy(numbers, key.data() + key.size(), sizeof numbers);
    place.offset = numbers[0];
    place.length = numbers[1];
    return place;
}

} // namespace cairn::local
