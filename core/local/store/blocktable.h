// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <QByteArray>

#include <deque>
#include <optional>
#include <vector>

namespace cairn::local {

/// What a block is found by: its hash and how its bytes are to be read. The version of the CID
/// that names it does not matter.
struct BlockKey
{
    QByteArray multihash;
    quint64 codec = 0;
    bool operator==(const BlockKey&) const = default;
};

inline BlockKey blockKey(const content::Cid& cid)
{
    return {cid.hash().bytes(), quint64(cid.codec())};
}

/// Where a block's bytes lie in a CAR; in bytes from the file's beginning.
struct BlockPlace
{
    BlockKey key;
    qint64 offset = 0;
    qint64 length = 0;
};

/// Blocks by key, each once, in the order they came. Lies packed in memory: a CAR of small blocks
/// has a million, and as objects of their own they would take several times the room.
class BlockTable
{
public:
    /// False if the key is there already; then nothing changes. CARs end below 4 GiB.
    bool add(const BlockPlace& place);
    bool contains(const BlockKey& key) const { return find(packed(key)).has_value(); }
    std::size_t size() const { return m_entries.size(); }
    bool empty() const { return m_entries.empty(); }
    BlockPlace operator[](std::size_t index) const;

    class Iterator
    {
    public:
        Iterator(const BlockTable* table, std::size_t at)
            : m_table(table)
            , m_at(at)
        { }
        BlockPlace operator*() const { return (*m_table)[m_at]; }
        Iterator& operator++()
        {
            ++m_at;
            return *this;
        }
        bool operator==(const Iterator&) const = default;

    private:
        const BlockTable* m_table;
        std::size_t m_at;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size()}; }

private:
    static QByteArray packed(const BlockKey& key);
    QByteArrayView keyAt(quint32 entry) const;
    std::optional<quint32> find(QByteArrayView key) const;
    std::size_t slotOf(QByteArrayView key) const;
    void grow();

    std::deque<QByteArray> m_pages; ///< Records: length of the key, key, offset, length.
    std::vector<quint32> m_entries; ///< Where each record begins, by number.
    std::vector<quint32> m_slots; ///< A hash table of numbers, counted from 1; 0 is free.
};

} // namespace cairn::local
