// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/local/store/carcontents.h"
#include "core/local/store/carstore.h"
#include "core/local/store/uploads.h"
#include "core/storage/database.h"

#include <QStringList>

namespace cairn::local {

struct IntegrityReport
{
    qint64 cars = 0;
    qint64 blocks = 0;
    qint64 uploads = 0;
    QStringList repaired; ///< What was wrong and is repaired.
    QStringList lost; ///< What is lost and cannot be restored from this folder.

    bool isClean() const { return repaired.isEmpty() && lost.isEmpty(); }
};

/// Whether a process serves the folder meanwhile; its unfinished files are then left alone.
enum class Serving { Nobody, Somebody };

/// Compares the CAR files with the catalog: every byte of every CAR, every index entry, every count
/// that is stored. Repairs what it can. A CAR whose bytes are lost is removed from the catalog, so
/// that its uploads say what they lack, and sending the same files again completes them. One use,
/// one thread. Errors: Storage, DiskFull.
class IntegrityCheck
{
public:
    IntegrityCheck(Database& database, const CarStore& cars, const Clock& clock);

    [[nodiscard]] Result<IntegrityReport> run(Serving serving);

private:
    struct Row
    {
        qint64 id = 0;
        content::Cid cid;
        qint64 size = 0;
    };
    [[nodiscard]] Done checkDatabase();
    [[nodiscard]] Done checkCar(const Row& car);
    [[nodiscard]] Done checkIndex(const Row& car, const BlockTable& blocks);
    [[nodiscard]] Done dropCar(const Row& car, const QString& why);
    [[nodiscard]] Done recordMissingLinks(qint64 upload);
    [[nodiscard]] Done checkContents();
    [[nodiscard]] Done checkNumbers();
    [[nodiscard]] Done removeUnfinished(Serving serving);

    Database& m_database;
    const CarStore& m_cars;
    const Clock& m_clock;
    IntegrityReport m_report;
};

} // namespace cairn::local
