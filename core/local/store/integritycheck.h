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
    QStringList repaired; ///< What was wrong and is right again.
    QStringList lost; ///< What cannot be had back from here.

    bool isClean() const { return repaired.isEmpty() && lost.isEmpty(); }
};

/// Whether somebody serves the folder meanwhile, whose unfinished files are none of our business.
enum class Serving { Nobody, Somebody };

/// Holds the store against the catalog: every byte of every CAR, every entry about it, every number
/// that is kept rather than counted. Repairs what can be; where bytes are lost it takes them out of
/// the catalog, so that uploads say what they lack and sending the same files again heals them. One
/// use, one thread. Errors: Storage, DiskFull.
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
    [[nodiscard]] Done recordMissing(qint64 upload);
    [[nodiscard]] Done checkContents();
    [[nodiscard]] Done checkNumbers();
    [[nodiscard]] Done removeOrphans(Serving serving);

    Database& m_database;
    const CarStore& m_cars;
    const Clock& m_clock;
    Uploads m_uploads;
    IntegrityReport m_report;
};

} // namespace cairn::local
