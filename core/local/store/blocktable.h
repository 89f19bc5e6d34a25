// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <QByteArray>

#include <deque>
#include <optional>
#include <vector>

namespace cairn::local {

/// The key of a block: multihash and codec. The version of a CID is no part of it: CIDs of both
/// versions find the block.
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

/// The codec of a stored block that can be given for this one; none: any codec, since any bytes are
/// a raw block. The other way round does not hold: what a node links to was never looked at where
/// its bytes came as a raw block.
inline std::optional<quint64> codecNeeded(const BlockKey& key)
{
    return key.codec == quint64(content::Codec::Raw) ? std::nullopt : std::optional(key.codec);
}

/// Where a block's bytes lie in a CAR; in bytes from the file's beginning.
struct BlockPlace
{
    BlockKey key;
    qint64 offset = 0;
    qint64 length = 0;
};

/// Blocks by key, each once, in the order in which they came. A value; one thread. A CAR of small
/// blocks has a million of them, so they are packed: 51 bytes for a block with a SHA-256 CID, and 9
/// to 15 for the two indexes.
///
///   m_pages    records, one after another; no record is in two pages of 64 KiB
///              ┌─────────────┬──────────┬───────────┬───────────┬───────────┐
///              │ key length 1│ codec   8│ multihash │ offset   4│ length   4│
///              └─────────────┴──────────┴───────────┴───────────┴───────────┘
///                            └──────── key ─────────┘
///   m_entries  where the record of block 0, 1, 2, … begins: page × 64 KiB + byte in the page
///   m_slots    hash table of block numbers + 1; 0 is a free slot; a power of two, at most 3/4 full
///
///   find(key): qHash(key) ─▶ slot ─▶ number ─▶ m_entries ─▶ record: its key? else the next slot
///
/// grow() doubles m_slots and enters every block again; records are never moved. An offset or
/// length has 32 bits: a CAR ends below 4 GiB (contract §3.5 allows 100 MiB).
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
