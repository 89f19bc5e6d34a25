// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/check/finding.h"
#include "core/local/check/integrityrepair.h"
#include "core/local/records/recordlog.h"
#include "core/local/store/carstore.h"
#include "core/storage/database.h"

namespace cairn::local {

struct IntegrityReport
{
    qint64 cars = 0; ///< Looked at.
    qint64 blocks = 0;
    qint64 uploads = 0;
    qint64 faults = 0;
    qint64 repaired = 0; ///< Of the faults.

    bool isClean() const { return faults == 0; }
};

/// Compares the CAR files with the catalog: every byte of every CAR, every index entry, every count
/// that is stored; and reads every record. Tells all that is wrong, and changes nothing unless it
/// is given a repair. A process may serve the folder meanwhile. One use, one thread.
///
/// Errors: Storage, also where a file cannot be read for another reason than its bytes (with
/// ERROR_CARS_AWAY where the folder of CARs is not there): nothing is said of what it holds then.
class IntegrityCheck
{
public:
    /// Borrows all; @p repair may be null.
    IntegrityCheck(Database& catalog, const CarStore& cars, const RecordLog& records,
                   IntegrityRepair* repair, TellFinding tell);

    [[nodiscard]] Result<IntegrityReport> run();

private:
    void tell(const Finding& finding);
    [[nodiscard]] Done checkDatabase();
    [[nodiscard]] Done checkRecords();
    [[nodiscard]] Done checkCars();
    [[nodiscard]] Done checkSetAside();
    [[nodiscard]] Done checkContents();
    [[nodiscard]] Done checkCounts();
    [[nodiscard]] Done checkUnassigned();

    Database& m_catalog;
    const CarStore& m_cars;
    const RecordLog& m_records;
    IntegrityRepair* m_repair;
    const TellFinding m_tell;
    IntegrityReport m_report;
    bool m_hasLoss = false; ///< The index has blocks that cannot be read.
};

} // namespace cairn::local
