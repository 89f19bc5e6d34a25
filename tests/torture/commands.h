// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/app/daemon.h"
#include "tests/torture/model.h"

#include <random>

namespace cairn::test {

/// What `cairnd check` said. Its words are known to parseCheck() alone.
struct CheckWords
{
    std::set<QByteArray> damaged; ///< CARs.
    std::set<QByteArray> missing;
    std::set<QByteArray> unassigned;
    std::set<QByteArray>
        wholeAgain; ///< The catalog calls them damaged or missing, and they are not.
    std::vector<std::pair<QByteArray, QByteArray>> blocks; ///< A damaged CAR, a block of it.
    std::vector<QByteArray> others; ///< All else but the last line: nothing that should be.
    bool isClean = false;
    int code = -1;

    bool namesFaults() const
    {
        return !damaged.empty() || !missing.empty() || !blocks.empty() || !wholeAgain.empty();
    }
};
CheckWords parseCheck(const Daemon::Ended& ended);

/// Commands of an operator, and whether they say and do what the model knows.
class Operator
{
public:
    Operator(Daemon& daemon, Model& model, std::mt19937& random, std::vector<QByteArray>& log);

    void check();
    void repair(); ///< `check --repair`: the same words, and what it finds is marked.
    void checkFails(); ///< While CARs cannot be read.
    void collect();
    void collectKilled();
    void putUnassigned(); ///< A CAR comes into the folder from elsewhere.
    void adopt();
    void rebuild(); ///< While nobody serves the folder.

    std::vector<QByteArray> complaints;

private:
    Daemon::Ended run(const QStringList& words);
    void complain(const QByteArray& what);
    void compare(const CheckWords& words, const QByteArray& out);
    void compareNamed(const CheckWords& words, const QByteArray& out); ///< No more than is so.
    std::set<content::Cid> neededBlocks() const;

    Daemon& m_daemon;
    Model& m_model;
    std::mt19937& m_random;
    std::vector<QByteArray>& m_log;
};

} // namespace cairn::test
