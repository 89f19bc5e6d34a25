// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"
#include "tests/local/client.h"

#include <QMap>

#include <random>

namespace cairn::test {

/// A service with two users, pins allowed, to which things happen at random from a seed.
class History : public Client
{
public:
    explicit History(unsigned seed);
    ~History() { stop(); } ///< Its threads ask the clock.
    History(const History&) = delete;
    History& operator=(const History&) = delete;

    void live(int steps);
    void upload();
    void uploadInParts();
    void remove();
    void rename();
    void makeToken();
    void revokeToken();
    void pin();
    void unpin();
    void collect();
    void propose();

    /// What every read endpoint answers to everybody who can ask, by what was asked; without the
    /// last use of a token, which no record has, and what is said of a pin while it is worked on.
    QMap<QString, QByteArray> answers();

    void loseCatalog();
    QString catalogFile() const { return folder() + QStringLiteral("/catalog.sqlite"); }
    QString recordFile() const { return folder() + QStringLiteral("/records/000001.jsonl"); }

    FakeClock& clock() { return *m_clock; }

private:
    History(unsigned seed, std::shared_ptr<FakeClock> clock);
    Secret login();
    content::Block leaf();
    void step();
    bool isSettled();

    std::shared_ptr<FakeClock> m_clock;
    std::mt19937 m_random;
    Secret m_ada;
    Secret m_pinner;
    std::vector<content::Cid> m_roots;
    std::vector<content::Block> m_leaves;
    std::vector<Secret> m_tokens;
};

} // namespace cairn::test
