// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/local/history.h"

#include "core/local/housekeeping.h"
#include "tests/local/cars.h"
#include "tests/support/until.h"

#include <QFile>
#include <QJsonDocument>

#include <catch2/catch.hpp>

#include <algorithm>

namespace cairn::test {
using namespace Qt::StringLiterals;
using content::Block;

namespace {

QByteArray text(const content::Cid& cid)
{
    return cid.toString().toLatin1();
}

QByteArray number(std::mt19937& random, unsigned below)
{
    return QByteArray::number(random() % below);
}

} // namespace

History::History(unsigned seed)
    : History(seed, std::make_shared<FakeClock>())
{ }

History::History(unsigned seed, std::shared_ptr<FakeClock> clock)
    : Client({.pace = local::Throttle::Pace::Unlimited, .clock = clock.get()})
    , m_clock(std::move(clock))
    , m_random(seed)
{
    REQUIRE(local::setUserTag(folder(), u"This computer"_s, u"HasPsaAccess"_s, u"true"_s));
    m_pinner = token(u"pinner"_s);
    m_ada = *service().addUser(u"Ada"_s);
}

/// Of one of the two users.
Secret History::login()
{
    return m_random() % 3 == 0 ? m_ada : service().sessionLogin();
}

/// Often one that other uploads have too.
Block History::leaf()
{
    if (!m_leaves.empty() && m_random() % 3 == 0)
        return m_leaves[m_random() % m_leaves.size()];
    m_leaves.push_back(rawBlock(QByteArray::number(int(m_leaves.size())) + " leaf"));
    return m_leaves.back();
}

void History::upload()
{
    const std::vector<Block> children{leaf(), leaf()};
    const Block root = pbBlock(children);
    m_roots.push_back(root.cid);
    const Answer answer = as(login(), "POST", "/car", completeCar(root, children),
                             {{"X-Name", "name-" + number(m_random, 20)}});
    REQUIRE(answer.status == 200);
}

/// Sometimes a part stays out.
void History::uploadInParts()
{
    const std::vector<Block> children{leaf(), leaf(), leaf()};
    const Block root = pbBlock(children);
    m_roots.push_back(root.cid);
    const Secret who = login();
    const std::size_t parts = 2 + m_random() % 2;
    for (std::size_t part = 0; part < parts; ++part)
        REQUIRE(as(who, "POST", "/car", completeCar(root, {children[part]})).status == 200);
}

void History::remove()
{
    if (!m_roots.empty())
        as(login(), "DELETE", "/user/uploads/" + text(m_roots[m_random() % m_roots.size()]));
}

void History::rename()
{
    if (!m_roots.empty())
        as(login(), "POST",
           "/user/uploads/" + text(m_roots[m_random() % m_roots.size()]) + "/rename",
           "{\"name\":\"renamed " + number(m_random, 1000) + "\"}");
}

void History::makeToken()
{
    m_tokens.push_back(token(u"token %1"_s.arg(m_tokens.size())));
    REQUIRE(as(m_tokens.back(), "GET", "/user/uploads").status == 200);
}

void History::revokeToken()
{
    const QJsonArray tokens = asOwner("GET", "/user/tokens").array();
    // The first one pins.
    if (tokens.size() > 1)
        asOwner("DELETE", "/user/tokens/" + tokens.last()["_id"_L1].toString().toLatin1());
}

void History::pin()
{
    const bool isKnown = !m_roots.empty() && m_random() % 3 != 0;
    const content::Cid cid = isKnown ? m_roots[m_random() % m_roots.size()] : leaf().cid;
    const Answer answer = as(m_pinner, "POST", "/pins",
                             "{\"cid\":\"" + text(cid) + "\",\"name\":\"pin " + number(m_random, 9)
                                 + "\",\"meta\":{\"a\":\"b\"}}");
    REQUIRE(answer.status == 202);
}

void History::unpin()
{
    const QJsonArray pins = as(m_pinner, "GET", "/pins").object()["results"_L1].toArray();
    if (!pins.isEmpty())
        as(m_pinner, "DELETE", "/pins/" + pins.last()["requestid"_L1].toString().toLatin1());
}

void History::collect()
{
    REQUIRE(local::collectGarbage(folder(), local::DryRun::No));
}

void History::propose()
{
    as(m_ada, "POST", "/user/request",
       R"({"tagName":"HasSuperHotAccess","requestedTagValue":"true","userProposalForm":"[]"})");
}

void History::step()
{
    m_clock->advance(std::chrono::milliseconds(m_random() % 3));
    switch (m_random() % 16) {
    case 0:
    case 1:
    case 2:
    case 3:
        return upload();
    case 4:
    case 5:
        return uploadInParts();
    case 6:
    case 7:
        return remove();
    case 8:
        return rename();
    case 9:
        return makeToken();
    case 10:
        return revokeToken();
    case 11:
    case 12:
        return pin();
    case 13:
        return unpin();
    case 14:
        return propose();
    default:
        return collect();
    }
}

void History::live(int steps)
{
    for (int i = 0; i < steps; ++i)
        step();
}

/// A pin is looked at in the background: one whose blocks are all here will be pinned.
bool History::isSettled()
{
    const QJsonValue queued
        = asOwner("GET", "/user/pins?status=queued,pinning&size=1000").object()["results"_L1];
    return std::ranges::none_of(queued.toArray(), [&](const QJsonValue& pin) {
        const QByteArray cid = pin["pin"_L1]["cid"_L1].toString().toLatin1();
        return ask("GET", "/car/" + cid).status == 200;
    });
}

QMap<QString, QByteArray> History::answers()
{
    REQUIRE(until([this] { return isSettled(); }));
    QMap<QString, QByteArray> answers;
    const auto ask = [&](const QString& who, const Secret& credential, const QByteArray& path) {
        const Answer answer = as(credential, "GET", path);
        const QString asked = who + ' '_L1 + QString::fromLatin1(path);
        if (path == "/user/tokens") {
            QJsonArray tokens;
            for (const QJsonValue value : answer.array()) {
                QJsonObject token = value.toObject();
                token.remove(u"lastUsed"_s);
                tokens.append(token);
            }
            answers[asked] = QJsonDocument(tokens).toJson();
        } else if (path.contains("pins")) {
            QJsonArray pins;
            const QJsonValue all = answer.object()["results"_L1];
            for (const QJsonValue value : all.toArray()) {
                QJsonObject pin = value.toObject();
                pin.remove(u"info"_s);
                pins.append(pin);
            }
            answers[asked] = QByteArray::number(answer.status) + ' ' + QJsonDocument(pins).toJson();
        } else {
            answers[asked] = QByteArray::number(answer.status) + ' ' + answer.header("Count") + ' '
                + answer.body;
        }
    };
    for (const auto& [who, credential] :
         {std::pair(u"owner"_s, service().sessionLogin()), std::pair(u"Ada"_s, m_ada)}) {
        for (const QByteArray path :
             {"/user/uploads?size=1000", "/user/uploads?page=1&size=1000&sortBy=Name",
              "/user/account", "/user/info", "/user/tokens",
              "/user/pins?status=queued,pinning,pinned,failed&size=1000"})
            ask(who, credential, path);
        for (const content::Cid& root : m_roots)
            ask(who, credential, "/user/uploads/" + text(root));
    }
    ask(u"pinner"_s, m_pinner, "/pins?status=queued,pinning,pinned,failed&limit=1000");
    for (std::size_t i = 0; i < m_tokens.size(); ++i)
        ask(u"token %1"_s.arg(i), m_tokens[i], "/user/uploads?size=1");
    for (const content::Cid& root : m_roots) {
        ask(u"anybody"_s, {}, "/status/" + text(root));
        ask(u"anybody"_s, {}, "/car/" + text(root));
    }
    for (const Block& block : m_leaves) {
        ask(u"anybody"_s, {}, "/status/" + text(block.cid));
        ask(u"anybody"_s, {}, "/car/" + text(block.cid));
    }
    return answers;
}

void History::loseCatalog()
{
    stop();
    for (const auto& suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(catalogFile() + suffix);
}

} // namespace cairn::test
