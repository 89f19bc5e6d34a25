// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/torture/commands.h"
#include "tests/torture/faults.h"
#include "tests/torture/look.h"

#include <QElapsedTimer>

#include <optional>

namespace cairn::test {

/// Rounds of a real cairnd: start, look at everything, work with it, a fault, and again.
///
/// All is chosen by the seed. What is not: how the requests of several threads lie in each other,
/// and where a kill meets them.
class Torture
{
public:
    explicit Torture(unsigned seed);

    /// A data folder with nothing in it, and users.
    void beginNew();
    /// A copy of a folder of an earlier version.
    void beginOld(const QString& origin);
    void round(int number);
    /// The last look at this folder.
    void end();

    /// What was done how often, for whoever reads the output.
    QByteArray summary() const;

private:
    enum class During { Term, Kill, FullDisk, DiskErrors, CarsAway, Collecting };
    enum class After {
        Nothing,
        CatalogLost,
        CatalogOlder,
        CatalogCut,
        LogEmptied,
        RecordsTorn,
        KeyLost,
        CarFlipped,
        CarCut,
        CarRemoved,
        CarsAway,
        Rebuild,
        GcKilled,
        StartWithErrors,
        Count,
    };
    void makeDaemon(const QString& dataFolder);
    void addUser(const QString& name);
    void makeFirstTokens();
    void fillCommon();

    void startAndLook(Depth depth);
    During chooseDuring();
    void work(During during);
    void workWhile(Conditions conditions, During during);
    void quietCommands();
    void stop(bool kindly);
    void befall(After fault);

    void fullDisk();
    void diskErrors();
    void carsAwayMeanwhile();
    void carsAwayAtStart();
    void startWithErrors();
    DiskErrors someErrors();

    std::size_t below(std::size_t end) { return m_random() % end; }
    void note(const QByteArray& what) { m_log.push_back(what); }
    void take(std::vector<QByteArray>& log, std::vector<QByteArray>& complaints);
    /// Ends the test case if there was any.
    void judge();

    const unsigned m_seed;
    std::mt19937 m_random;
    int m_round = 0;
    Model m_model;
    std::unique_ptr<SmallDisk> m_disk;
    std::unique_ptr<QTemporaryDir> m_folder;
    BadDisk m_badDisk;
    std::unique_ptr<Daemon> m_daemon;
    std::unique_ptr<FolderFaults> m_faults;
    std::unique_ptr<Operator> m_operator;
    std::vector<QByteArray> m_log;
    std::vector<QByteArray> m_complaints;
    std::map<QByteArray, int> m_counts;
    bool m_wasKilled = false;
};

} // namespace cairn::test
