// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/build/blocksink.h"
#include "core/content/io/recordsorter.h"

#include <optional>
#include <vector>

namespace cairn::content {

/// Makes a folder of entries: flat while the profile allows it, else a HAMT. The entries of a HAMT
/// go through a scratch file, so that a million entries take no more memory than a thousand. Names
/// must differ. Borrows profile and sink; used once for each folder.
class DirectoryBuilder
{
public:
    DirectoryBuilder(const Profile& profile, BlockSink& sink, QString scratchFolder);

    [[nodiscard]] Done add(const QByteArray& name, const BlockLink& link);
    [[nodiscard]] Result<BlockLink> finish();
    qint64 count() const { return m_count; }

private:
    struct Entry
    {
        QByteArray name;
        BlockLink link;
    };

    bool fitsFlat() const;
    Result<BlockLink> flat();

    const Profile& m_profile;
    BlockSink& m_sink;
    QString m_scratchFolder;
    std::vector<Entry> m_entries; ///< while flat
    std::optional<RecordSorter> m_sharded; ///< by hash, once too large
    qint64 m_count = 0;
    qint64 m_measure = 0; ///< in the unit of the profile's threshold
};

} // namespace cairn::content
