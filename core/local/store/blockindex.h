// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/records/journal.h"
#include "core/local/store/carcontents.h"
#include "core/local/store/carstore.h"
#include "core/local/store/dagwalk.h"

namespace cairn::local {

/// The rows of blocks that are too many for one change of the catalog: written before their CAR is
/// listed and removed after it has gone, in batches between which others change it. Holds one
/// batch, whatever the CAR. Any thread. Errors: DiskFull, Storage.
class BlockIndex
{
public:
    BlockIndex(Database& catalog, Journal& journal, const CarStore& cars);

    /// The blocks of a long CAR, whose bytes were verified as they came and lie at @p path. Gives
    /// the row of `car` that has them: no CAR before the change that gives it its CID.
    [[nodiscard]] Result<qint64> add(const QString& path);
    /// A row that did not come to be a CAR, if it did not.
    void giveUp(qint64 row);
    /// Those of an earlier run, before anything is added.
    [[nodiscard]] Done giveUpAll();
    /// Removes what left, and with it its rows. Errors: also Cancelled soon after @p isUnwanted.
    [[nodiscard]] Done removeLeft(const IsUnwanted& isUnwanted);

    /// Lists what parts of uploads link to that no part has, of those whose links are not listed
    /// and whose uploads lack nothing else that is known; some thousand links each time. Pins the
    /// uploads that lack nothing. @p car: only of this one. Errors: also Cancelled soon after @p
    /// isUnwanted.
    [[nodiscard]] Done listLinks(const std::optional<content::Cid>& car, Timestamp now,
                                 const IsUnwanted& isUnwanted);

private:
    struct Part
    {
        qint64 id = 0;
        qint64 upload = 0;
        content::Cid car;
        content::Cid source;
    };
    [[nodiscard]] Done write(qint64 row, const std::vector<BlockPlace>& blocks, qint64& bytes);
    [[nodiscard]] Result<qint64> addAll(qint64 row, const QString& path);
    [[nodiscard]] Result<std::vector<Part>> unlisted(const std::optional<content::Cid>& car);
    [[nodiscard]] Done listLinksOf(const Part& part, Timestamp now, const IsUnwanted& isUnwanted);

    Database& m_catalog;
    Journal& m_journal;
    const CarStore& m_cars;
};

} // namespace cairn::local
