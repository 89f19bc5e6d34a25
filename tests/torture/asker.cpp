// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/asker.h"

#include "core/content/car/carverify.h"

#include <QBuffer>

#include <algorithm>

namespace cairn::test {

Asker::Asker(quint16 port, QByteArray who, Conditions given)
    : conditions(given)
    , m_port(port)
    , m_who(std::move(who))
{ }

WireAnswer Asker::ask(const QByteArray& method, const QByteArray& path, const QByteArray& key,
                      const QByteArray& body, const QByteArray& headers)
{
    const WireAnswer answer = askOverWire(m_port, method, path, key, body, headers);
    note(method + ' ' + path + ' ' + headers.simplified(), answer);
    return answer;
}

void Asker::note(const QByteArray& what, const WireAnswer& answer)
{
    m_status = answer.status;
    m_last = m_who + ": " + what + " -> " + QByteArray::number(m_status)
        + (m_status >= 400 ? ' ' + answer.body.left(200) : QByteArray());
    log.push_back(m_last);
}

Outcome Asker::judge(const QByteArray& what, const WireAnswer& answer, int wanted)
{
    note(what, answer);
    return judge(wanted);
}

Outcome Asker::judge(int wanted)
{
    if (m_status == wanted)
        return Outcome::Done;
    if (m_status == 429)
        return Outcome::Refused;
    if (m_status == 507 && conditions.mayBeFull)
        return Outcome::Refused;
    const bool isBroken = m_status == 0 && (conditions.mayDie || conditions.mayFail);
    // A service on a full disk may answer before it has read all; the connection then breaks.
    const bool isCutShort = m_status == 0 && conditions.mayBeFull;
    const bool isError = (m_status == 500 || m_status == 503) && conditions.mayFail;
    if (!isBroken && !isCutShort && !isError)
        complain("wanted " + QByteArray::number(wanted) + " for " + m_last);
    return Outcome::InDoubt;
}

void Asker::complain(const QByteArray& what)
{
    complaints.push_back(m_who + ": " + what);
    log.push_back("COMPLAINT " + complaints.back());
}

bool isWholeCar(QByteArray body, const QByteArray& root)
{
    QBuffer buffer(&body);
    buffer.open(QIODevice::ReadOnly);
    const auto report = content::verifyCar(buffer);
    const auto cid = content::Cid::parse(QString::fromLatin1(root));
    // What is of a codec without known links is all that is asked for.
    return report && cid && report->missing == 0 && report->roots == std::vector{*cid};
}

bool isBlock(const content::Cid& cid, const QByteArray& bytes)
{
    return bool(content::verifyHash(cid.hash(), bytes));
}

QByteArray randomBytes(std::mt19937& random, std::size_t length)
{
    QByteArray bytes(qsizetype(length), Qt::Uninitialized);
    std::ranges::generate(bytes, [&random] { return char(random()); });
    return bytes;
}

} // namespace cairn::test
