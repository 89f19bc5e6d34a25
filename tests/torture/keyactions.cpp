// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/actions.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace cairn::test {
using namespace Qt::StringLiterals;

// What a worker does with tokens and pins.

void Worker::makeToken()
{
    const QString name = m_user.newName(u"token"_s);
    const WireAnswer answer
        = m_asker.ask("POST", "/user/tokens", m_user.login, "{\"name\":\"" + name.toUtf8() + "\"}");
    const Outcome outcome = m_asker.judge(201);
    if (outcome == Outcome::InDoubt) {
        m_user.doubtfulNames.insert(name);
        m_isGone = m_asker.conditions.mayDie;
    }
    if (outcome != Outcome::Done)
        return;
    const QJsonObject json = QJsonDocument::fromJson(answer.body).object();
    m_user.tokens.push_back({json["_id"_L1].toString().toLatin1(),
                             json["secret"_L1].toString().toLatin1(),
                             name,
                             {true, false}});
}

/// The first one stays, since it pins.
void Worker::revokeToken()
{
    if (m_user.tokens.size() < 2)
        return;
    KnownToken& token = m_user.tokens[1 + below(m_user.tokens.size() - 1)];
    if (!token.valid.isCertain() || token.id.isEmpty())
        return;
    m_asker.ask("DELETE", "/user/tokens/" + token.id, m_user.login);
    const Outcome outcome = m_asker.judge(200);
    token.valid.end(outcome);
    m_isGone = outcome == Outcome::InDoubt && m_asker.conditions.mayDie;
}

void Worker::useToken()
{
    if (m_user.tokens.empty())
        return;
    const KnownToken& token = m_user.tokens[below(m_user.tokens.size())];
    if (token.secret.isEmpty() || token.valid.maybe == token.valid.maybeNot)
        return;
    const int status = m_asker.ask("GET", "/user/uploads?size=1", token.secret).status;
    const bool isBlocked = status == 403 && token.valid.isCertainlyNot(); // By an operator.
    const Outcome outcome
        = isBlocked ? Outcome::Done : m_asker.judge(token.valid.isCertain() ? 200 : 401);
    m_isGone = outcome == Outcome::InDoubt && m_asker.conditions.mayDie;
}

void Worker::pin()
{
    const bool canPin = m_user.mayPin && !m_user.tokens.empty();
    Upload* upload = anyUpload([](const Upload& candidate) {
        return candidate.listed.maybe && candidate.knowsDag; // Else of a codec that is refused.
    });
    if (!upload || !canPin)
        return;
    const QString name = m_user.newName(u"pin"_s);
    const WireAnswer answer
        = m_asker.ask("POST", "/pins", m_user.tokens.front().secret,
                      "{\"cid\":\"" + upload->cid + "\",\"name\":\"" + name.toUtf8() + "\"}");
    const Outcome outcome = m_asker.judge(202);
    if (outcome == Outcome::InDoubt) {
        m_user.doubtfulNames.insert(name);
        m_isGone = m_asker.conditions.mayDie;
    }
    if (outcome != Outcome::Done)
        return;
    const QJsonObject json = QJsonDocument::fromJson(answer.body).object();
    m_user.pins.push_back({json["requestid"_L1].toString().toLatin1(),
                           upload->cid,
                           name,
                           json["created"_L1].toString().toLatin1(),
                           {true, false}});
}

void Worker::unpin()
{
    if (m_user.pins.empty())
        return;
    KnownPin& pin = m_user.pins[below(m_user.pins.size())];
    if (!pin.listed.isCertain())
        return;
    m_asker.ask("DELETE", "/user/pins/" + pin.id, m_user.login);
    const Outcome outcome = m_asker.judge(202);
    pin.listed.end(outcome);
    m_isGone = outcome == Outcome::InDoubt && m_asker.conditions.mayDie;
}

} // namespace cairn::test
