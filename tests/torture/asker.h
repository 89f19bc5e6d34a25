// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/app/wireclient.h"
#include "tests/torture/model.h"

#include <random>

namespace cairn::test {

/// What may happen to a request just now.
struct Conditions
{
    bool mayDie = false; ///< The service is killed or told to end meanwhile.
    bool mayFail = false; ///< Its disk has errors, or its CARs are away.
    bool mayBeFull = false;
    bool isCollecting = false; ///< `cairnd gc` runs meanwhile.
};

/// Asks the service, remembers what was asked, and complains of answers that must not be. Of one
/// thread.
class Asker
{
public:
    Asker(quint16 port, QByteArray who, Conditions conditions);

    WireAnswer ask(const QByteArray& method, const QByteArray& path, const QByteArray& key,
                   const QByteArray& body = {}, const QByteArray& headers = {});
    /// What the last answer means where @p wanted is the good one.
    Outcome judge(int wanted);
    /// The same for an answer that was asked for otherwise.
    Outcome judge(const QByteArray& what, const WireAnswer& answer, int wanted);
    void complain(const QByteArray& what);

    const Conditions conditions;
    std::vector<QByteArray> complaints;
    std::vector<QByteArray> log; ///< What was asked, and how it was answered.

private:
    void note(const QByteArray& what, const WireAnswer& answer);

    const quint16 m_port;
    const QByteArray m_who;
    QByteArray m_last;
    int m_status = 0;
};

/// Whether @p body is a sound CAR of the whole DAG below @p root.
bool isWholeCar(QByteArray body, const QByteArray& root);
bool isBlock(const content::Cid& cid, const QByteArray& bytes);

QByteArray randomBytes(std::mt19937& random, std::size_t length);

} // namespace cairn::test
