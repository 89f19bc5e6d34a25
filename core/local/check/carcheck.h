// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/check/finding.h"
#include "core/local/check/integrityrepair.h"
#include "core/local/store/carfile.h"
#include "core/local/store/carstate.h"
#include "core/local/store/carstore.h"
#include "core/storage/database.h"

#include <QHash>
#include <QSet>

#include <optional>
#include <vector>

namespace cairn::local {

/// Reads every CAR that the catalog names and compares it with its row and its blocks in the index.
/// One use, one thread; errors as IntegrityCheck.
class CarCheck
{
public:
    /// Borrows all; @p repair may be null.
    CarCheck(Database& catalog, const CarStore& cars, IntegrityRepair* repair, TellFinding tell);

    [[nodiscard]] Done run();

    qint64 cars() const { return m_checked; }
    qint64 blocks() const { return m_blocks; } ///< That verify.
    bool hasLoss() const { return m_hasLoss; } ///< A CAR is damaged or missing.

private:
    struct Row
    {
        qint64 id = 0;
        content::Cid cid;
        CarState state = CarState::Whole;
    };
    using MaybeFile = std::optional<CarFileContents>; ///< None: it is missing.

    [[nodiscard]] Result<std::vector<Row>> rows(const QString& condition, qint64 value);
    [[nodiscard]] Done checkCar(const Row& listed);
    [[nodiscard]] Result<MaybeFile> read(const content::Cid& car) const;
    [[nodiscard]] Done checkWhole(const Row& car, const BlockTable& blocks);
    [[nodiscard]] Result<bool> isIndexed(const Row& car, const BlockTable& blocks);
    [[nodiscard]] Done tellLoss(const Row& car, const MaybeFile& file);
    [[nodiscard]] Done tellDamagedBlocks(const Row& car, const CarFileContents& file);
    [[nodiscard]] Done tellAffected(const Row& car);

    Database& m_catalog;
    const CarStore& m_cars;
    IntegrityRepair* const m_repair;
    const TellFinding m_tell;
    qint64 m_checked = 0;
    qint64 m_blocks = 0;
    bool m_hasLoss = false;
    QHash<qint64, qint64> m_indexed; ///< Blocks in the index by CAR.
    QSet<qint64> m_affected; ///< Uploads told of.
};

} // namespace cairn::local
