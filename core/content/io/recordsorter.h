// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/io/scratchfile.h"

#include <QByteArray>

#include <memory>
#include <vector>

namespace cairn::content {

/// Sorts any number of records by their keys, bytewise, in a mebibyte of memory: further records go
/// to a scratch file in sorted runs, which are merged while reading. Add, then finish, then next;
/// one thread. Errors: DiskFull, Storage.
class RecordSorter
{
public:
    explicit RecordSorter(QString folder, qsizetype memory = 1024 * 1024);
    ~RecordSorter();
    RecordSorter(RecordSorter&&) noexcept;
    RecordSorter& operator=(RecordSorter&&) noexcept;

    struct Record
    {
        QByteArray key;
        QByteArray payload;
    };

    [[nodiscard]] Done add(QByteArrayView key, QByteArrayView payload);
    [[nodiscard]] Done finish();
    /// False at the end; @p record is then untouched.
    [[nodiscard]] Result<bool> next(Record& record);

private:
    struct Run;

    void sortArena();
    Done spill();
    QByteArrayView keyAt(quint32 offset) const;
    QByteArrayView payloadAt(quint32 offset) const;

    QString m_folder;
    qsizetype m_memory;
    QByteArray m_arena; ///< key length, payload length, key, payload; again and again
    std::vector<quint32> m_offsets; ///< of records in the arena
    std::size_t m_next = 0;
    std::unique_ptr<ScratchFile> m_file;
    std::vector<Run> m_runs; ///< a heap, smallest key first
};

} // namespace cairn::content
