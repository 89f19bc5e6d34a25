// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/check/integritycheck.h"

#include "core/local/check/carcheck.h"
#include "core/local/check/catalogchecks.h"
#include "core/local/check/setaside.h"
#include "core/local/store/dagwalk.h"

#include <limits>
#include <utility>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;
using Kind = Finding::Kind;

IntegrityCheck::IntegrityCheck(Database& catalog, const CarStore& cars, const RecordLog& records,
                               IntegrityRepair* repair, TellFinding tell)
    : m_catalog(catalog)
    , m_cars(cars)
    , m_records(records)
    , m_repair(repair)
    , m_tell(std::move(tell))
{ }

Result<IntegrityReport> IntegrityCheck::run()
{
    using Step = Done (IntegrityCheck::*)();
    for (const Step step :
         {&IntegrityCheck::checkDatabase, &IntegrityCheck::checkRecords, &IntegrityCheck::checkCars,
          &IntegrityCheck::checkSetAside, &IntegrityCheck::checkContents,
          &IntegrityCheck::checkCounts, &IntegrityCheck::checkUnassigned}) {
        if (const Done done = (this->*step)(); !done)
            return fail(done.error());
    }
    return m_report;
}

void IntegrityCheck::tell(const Finding& finding)
{
    if (finding.isFault())
        ++m_report.faults;
    if (finding.isRepaired)
        ++m_report.repaired;
    m_tell(finding);
}

/// What SQLite says of its file. With damage in it nothing is repaired: `cairnd rebuild` makes it
/// anew.
Done IntegrityCheck::checkDatabase()
{
    const auto words = catalogDamage(m_catalog);
    if (!words)
        return fail(words.error());
    for (const QString& word : *words)
        tell({.kind = Kind::CatalogDamaged, .text = word});
    if (!words->isEmpty())
        m_repair = nullptr;
    return {};
}

Done IntegrityCheck::checkRecords()
{
    const auto segments = m_records.segments();
    if (!segments)
        return fail(segments.error());
    if (segments->empty()) // The next start writes them.
        return {};
    const auto damages
        = m_records.read({}, [](const Record&, const RecordPosition&) { return Done(); });
    if (!damages)
        return fail(damages.error());
    for (const RecordLog::Damage& damage : *damages)
        tell({.kind = Kind::UnreadableRecord,
              .text = u"%1: %2"_s.arg(damage.at.text(), damage.why)});
    return {};
}

Done IntegrityCheck::checkCars()
{
    CarCheck check(m_catalog, m_cars, m_repair, [this](const Finding& finding) { tell(finding); });
    const Done done = check.run();
    m_report.cars = check.cars();
    m_report.blocks = check.blocks();
    m_hasLoss = check.hasLoss();
    return done;
}

/// What is said to be all here must be.
Done IntegrityCheck::checkContents()
{
    const auto uploads = liveUploads(m_catalog);
    if (!uploads)
        return fail(uploads.error());
    m_report.uploads = *uploads;
    const auto contents = pinnedContents(m_catalog);
    if (!contents)
        return fail(contents.error());
    BlockStore blocks(m_catalog, m_cars);
    for (const Cid& cid : *contents) {
        const auto length
            = carLength(blocks, {cid, {}, cid}, std::numeric_limits<qint64>::max(), {});
        if (length)
            continue;
        if (length.error().kind != Error::Kind::NotFound) {
            // Without a repair the index still has the blocks that were told of.
            if (m_hasLoss && !m_repair)
                continue;
            return fail(length.error());
        }
        const auto isStill = isPinned(m_catalog, cid); // It may have been freed meanwhile.
        if (!isStill)
            return fail(isStill.error());
        if (!*isStill)
            continue;
        if (m_repair) {
            if (const Done done = m_repair->unpin(cid); !done)
                return done;
            if (m_hasLoss) // It follows from what was told.
                continue;
        }
        tell({.kind = Kind::NotWhole, .cid = cid, .isRepaired = m_repair != nullptr});
    }
    return {};
}

Done IntegrityCheck::checkCounts()
{
    for (const StoredCount& count : storedCounts) {
        const auto wrong = wrongCounts(m_catalog, count);
        if (!wrong)
            return fail(wrong.error());
        if (wrong->isEmpty())
            continue;
        if (m_repair) {
            if (const Done done = m_repair->correct(count); !done)
                return done;
        }
        for (const QString& name : *wrong)
            tell({.kind = count.finding, .text = name, .isRepaired = m_repair != nullptr});
    }
    return {};
}

/// An earlier version took a CAR whose bytes had changed out of the catalog and named its file so;
/// also one that a disk only failed to read.
Done IntegrityCheck::checkSetAside()
{
    const auto names = m_cars.listSetAside();
    if (!names)
        return fail(names.error());
    for (const Cid& car : *names) {
        const auto file = readCarFile(m_cars.setAsidePath(car), car);
        if (!file && file.error().kind == Error::Kind::NotFound)
            continue; // Taken back meanwhile.
        if (!file)
            return fail(file.error());
        const auto lacking = uploadsThatLack(m_catalog, file->contents.blocks);
        if (!lacking)
            return fail(lacking.error());
        const auto taken = m_repair ? m_repair->takeBack(car, *file) : Result<bool>(false);
        if (!taken)
            return fail(taken.error());
        tell({.kind = lacking->empty() ? Kind::SetAsideUnneeded : Kind::SetAsideCar,
              .cid = car,
              .text = QString::number(file->contents.blocks.size()),
              .isRepaired = *taken});
    }
    return {};
}

Done IntegrityCheck::checkUnassigned()
{
    const auto files = m_cars.list();
    if (!files)
        return fail(files.error());
    for (const Cid& car : *files) {
        const auto isNamed = isNamedCar(m_catalog, car);
        if (!isNamed)
            return fail(isNamed.error());
        if (*isNamed)
            continue;
        const auto file = readCarFile(m_cars.path(car), car);
        if (!file && file.error().kind == Error::Kind::NotFound)
            continue;
        if (!file)
            return fail(file.error());
        // An upload that was being committed has its row by now.
        const auto isNamedNow = isNamedCar(m_catalog, car);
        if (!isNamedNow)
            return fail(isNamedNow.error());
        if (!*isNamedNow)
            tell({.kind = file->whole ? Kind::Unassigned : Kind::UnassignedDamaged, .cid = car});
    }
    return {};
}

} // namespace cairn::local
