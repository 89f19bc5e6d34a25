// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/torture.h"

#include <cstring>

namespace cairn::test {
using namespace Qt::StringLiterals;

// Which faults there are, when they come, and what must hold meanwhile.

Torture::During Torture::chooseDuring()
{
    switch (below(10)) {
    case 0:
    case 1:
    case 2:
        return During::Kill;
    case 3:
    case 4:
        return During::Term;
    case 5:
        return m_disk ? During::FullDisk : During::Kill;
    case 6:
        return m_disk ? During::FullDisk : During::DiskErrors;
    case 7:
        return During::DiskErrors;
    case 8:
        return During::CarsAway;
    default:
        return During::Collecting;
    }
}

void Torture::work(During during)
{
    switch (during) {
    case During::Kill:
        ++m_counts["killed at work"];
        return workWhile({.mayDie = true}, during);
    case During::Term:
        ++m_counts["told to end at work"];
        return workWhile({.mayDie = true}, during);
    case During::Collecting:
        ++m_counts["gc killed at work"];
        return workWhile({.isCollecting = true}, during);
    case During::FullDisk:
        ++m_counts["the disk was full"];
        return fullDisk();
    case During::DiskErrors:
        ++m_counts["the disk had errors"];
        return diskErrors();
    case During::CarsAway:
        ++m_counts["the CARs were away at work"];
        return carsAwayMeanwhile();
    }
}

void Torture::quietCommands()
{
    const std::size_t commands = below(3);
    for (std::size_t i = 0; i < commands; ++i) {
        switch (below(5)) {
        case 0:
            m_operator->collect();
            break;
        case 1:
            m_operator->putUnassigned();
            break;
        case 2:
            m_operator->adopt();
            break;
        case 3:
            m_operator->repair();
            break;
        default:
            m_operator->check();
        }
        ++m_counts["commands"];
    }
}

void Torture::befall(After fault)
{
    static const std::vector<QByteArray> names{
        "nothing",           "the catalog was lost", "an older catalog came", "the catalog was cut",
        "the log was empty", "records were torn",    "the key was lost",      "a CAR was flipped",
        "a CAR was cut",     "a CAR was removed",    "the CARs were away",    "rebuild",
        "gc was killed",     "a start with errors"};
    ++m_counts[names.at(std::size_t(fault))];
    switch (fault) {
    case After::Nothing:
    case After::Count:
        return;
    case After::CatalogLost:
        return m_faults->loseCatalog();
    case After::CatalogOlder:
        std::ignore = m_faults->bringOlderCatalog();
        return;
    case After::CatalogCut:
        return m_faults->cutCatalog();
    case After::LogEmptied:
        return m_faults->emptyLog();
    case After::RecordsTorn:
        return m_faults->tearRecords();
    case After::KeyLost:
        return m_faults->loseKey();
    case After::CarFlipped:
        std::ignore = m_faults->flipCar();
        return;
    case After::CarCut:
        std::ignore = m_faults->cutCar();
        return;
    case After::CarRemoved:
        std::ignore = m_faults->removeCar();
        return;
    case After::CarsAway:
        return carsAwayAtStart();
    case After::Rebuild:
        return m_operator->rebuild();
    case After::GcKilled:
        return m_operator->collectKilled();
    case After::StartWithErrors:
        return startWithErrors();
    }
}

/// Nothing is half there; the service comes up on the full disk, and reads at least; and all is as
/// ever when there is space again.
void Torture::fullDisk()
{
    m_disk->fill(qint64(below(6)) * qint64(below(100'000)));
    workWhile({.mayBeFull = true}, During::FullDisk);
    stop(below(2) == 0);
    startAndLook(Depth::Sample);
    workWhile({.mayBeFull = true}, During::FullDisk);
    stop(below(2) == 0);
    m_disk->free();
    startAndLook(Depth::Sample);
}

DiskErrors Torture::someErrors()
{
    static const std::vector<const char*> paths{"/cars/", "/catalog.sqlite", "/records/", "/data/"};
    static const std::vector<std::uint32_t> rates{0, 10, 60, 300};
    DiskErrors errors{.isOn = 1,
                      .readPerMille = rates[below(rates.size())],
                      .writePerMille = rates[below(rates.size())],
                      .syncPerMille = rates[below(rates.size())],
                      .seed = m_random()};
    std::strncpy(errors.path, paths[below(paths.size())], sizeof errors.path - 1);
    note(QByteArray("FAULT errors of ") + errors.path + ", of a thousand: read "
         + QByteArray::number(errors.readPerMille) + ", write "
         + QByteArray::number(errors.writePerMille) + ", sync "
         + QByteArray::number(errors.syncPerMille));
    return errors;
}

void Torture::diskErrors()
{
    m_badDisk.breakDown(someErrors());
    workWhile({.mayFail = true}, During::DiskErrors);
    if (below(2) == 0 && m_model.certainCars().size() > m_model.damaged.size()) {
        DiskErrors errors{.isOn = 1, .readPerMille = 1'000};
        std::strncpy(errors.path, "/cars/", sizeof errors.path - 1);
        m_badDisk.breakDown(errors);
        m_operator->checkFails();
    }
    stop(below(2) == 0);
    m_badDisk.mend();
    startAndLook(Depth::Sample);
}

void Torture::startWithErrors()
{
    m_badDisk.breakDown(someErrors());
    const bool isUp = m_daemon->tryStart();
    note(isUp ? "it started" : "it did not start: " + m_daemon->errors());
    stop(false);
    m_badDisk.mend();
}

/// While it serves.
void Torture::carsAwayMeanwhile()
{
    m_faults->takeCarsAway(false);
    workWhile({.mayFail = true}, During::CarsAway);
    if (!m_model.certainCars().empty())
        m_operator->checkFails();
    stop(below(2) == 0);
    m_faults->bringCarsBack();
    startAndLook(Depth::Sample);
}

void Torture::carsAwayAtStart()
{
    // A CAR that is certainly there and not hurt: else the service may have reason to start.
    bool mustRefuse = false;
    for (const auto& [cid, car] : m_model.certainCars())
        mustRefuse = mustRefuse || !m_model.damaged.contains(cid);
    if (!mustRefuse)
        return;
    m_faults->takeCarsAway(below(2) == 0);
    if (m_daemon->tryStart()) {
        m_complaints.push_back("it starts without its CARs");
        stop(false);
    } else if (const QByteArray words = m_daemon->errors();
               !words.contains("What is stored is not in")) {
        m_complaints.push_back("it does not say that its CARs are away: " + words);
    }
    m_operator->checkFails();
    m_faults->bringCarsBack();
}

} // namespace cairn::test
