// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/look.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace cairn::test {
using namespace Qt::StringLiterals;

Look::Look(quint16 port, Model& model, std::mt19937& random, Depth depth)
    : m_asker(port, "look", {})
    , m_model(model)
    , m_random(random)
    , m_depth(depth)
{ }

void Look::run()
{
    for (KnownUser& user : m_model.users)
        lookAtUploads(user);
    m_certain = m_model.certainBlocks();
    for (KnownUser& user : m_model.users) {
        lookAtTokens(user);
        lookAtPins(user);
        user.doubtfulNames.clear();
        lookAtContent(user);
    }
    const auto cars = m_model.certainCars();
    for (const auto& [cid, damage] : m_model.damaged) {
        if (const auto car = cars.find(cid); car != cars.end())
            lookAtBlocks(car->second->blocks);
    }
}

bool Look::isTaken(std::size_t oneOf)
{
    return m_depth == Depth::Everything || m_random() % oneOf == 0;
}

void Look::lookAtUploads(KnownUser& user)
{
    std::set<QByteArray> listed;
    for (int page = 1;; ++page) {
        const WireAnswer answer = m_asker.ask(
            "GET", "/user/uploads?size=1000&page=" + QByteArray::number(page), user.listKey);
        if (m_asker.judge(200) != Outcome::Done)
            return;
        const QJsonArray array = QJsonDocument::fromJson(answer.body).array();
        for (const QJsonValue value : array) {
            const QByteArray cid = value["cid"_L1].toString().toLatin1();
            const auto upload = user.uploads.find(cid);
            if (upload == user.uploads.end() || !upload->second.listed.maybe)
                m_asker.complain("listed for " + user.name.toUtf8() + " and must not be: " + cid);
            else
                compare(upload->second, value.toObject());
            listed.insert(cid);
        }
        if (array.size() < 1'000)
            break;
    }
    for (auto& [cid, upload] : user.uploads) {
        if (upload.listed.isCertain() && !listed.contains(cid))
            m_asker.complain("lost for " + user.name.toUtf8() + ": " + cid);
        upload.listed.settle(listed.contains(cid));
        if (!listed.contains(cid))
            upload.names.clear();
    }
}

void Look::compare(Upload& upload, const QJsonObject& seen)
{
    const QString name = seen["name"_L1].toString();
    if (!upload.names.empty() && !upload.names.contains(name))
        m_asker.complain("the name of " + upload.cid + " has become " + name.toUtf8());
    upload.names = {name};
    const QByteArray created = seen["created"_L1].toString().toLatin1();
    if (!upload.created.isEmpty() && upload.created != created)
        m_asker.complain("the date of " + upload.cid + " was " + upload.created + ", is "
                         + created);
    upload.created = created;
    upload.isKept = true;
    compareParts(upload, seen);
}

void Look::compareParts(Upload& upload, const QJsonObject& seen)
{
    std::set<QByteArray> parts;
    const QJsonArray array = seen["parts"_L1].toArray();
    for (const QJsonValue part : array)
        parts.insert(part.toString().toLatin1());
    for (const QByteArray& part : parts) {
        if (!upload.parts.contains(part) && !upload.doubtfulParts.contains(part))
            m_asker.complain(upload.cid + " has a part that it was not given: " + part);
    }
    for (const QByteArray& part : upload.parts) {
        if (!parts.contains(part) && !m_model.damaged.contains(part))
            m_asker.complain(upload.cid + " has lost its part " + part);
    }
    // A part whose file is known to be gone is not listed, so that clients send it again.
    std::erase_if(upload.parts, [&](const QByteArray& part) {
        return !parts.contains(part) && !m_model.damaged.contains(part);
    });
    upload.parts.insert(parts.begin(), parts.end());
    upload.doubtfulParts.clear();

    const bool isPinned = seen["pins"_L1][0]["status"_L1].toString() == u"Pinned"_s;
    const bool isWhole = upload.knowsDag && !upload.plan.empty()
        && std::ranges::all_of(upload.plan,
                               [&](const CarPointer& car) { return parts.contains(car->cid); });
    if (isWhole && !isPinned && !m_model.isHurt(upload))
        m_asker.complain(upload.cid + " is not pinned");
    if (isPinned)
        m_pinned.insert(upload.cid);
}

void Look::lookAtTokens(KnownUser& user)
{
    std::set<QByteArray> listed;
    if (!user.login.isEmpty()) {
        const WireAnswer answer = m_asker.ask("GET", "/user/tokens", user.login);
        if (m_asker.judge(200) != Outcome::Done)
            return;
        const QJsonArray array = QJsonDocument::fromJson(answer.body).array();
        for (const QJsonValue value : array) {
            const QByteArray id = value["_id"_L1].toString().toLatin1();
            listed.insert(id);
            const QString name = value["name"_L1].toString();
            const bool isKnown = std::ranges::any_of(user.tokens, [&](const KnownToken& token) {
                return token.id == id && token.valid.maybe && token.name == name;
            });
            if (isKnown)
                continue;
            if (!user.doubtfulNames.contains(name))
                m_asker.complain("a token that must not be: " + id + ' ' + name.toUtf8());
            user.tokens.push_back({id, {}, name, {true, false}});
        }
    }
    for (KnownToken& token : user.tokens) {
        if (user.login.isEmpty() || token.id.isEmpty())
            continue;
        if (token.valid.isCertain() && !listed.contains(token.id))
            m_asker.complain("a token is lost: " + token.name.toUtf8());
        token.valid.settle(listed.contains(token.id));
    }
    for (const KnownToken& token : user.tokens) {
        if (token.secret.isEmpty() || !isTaken(3))
            continue;
        const int status = m_asker.ask("GET", "/user/uploads?size=1", token.secret).status;
        const bool isRefused = status == 401 || status == 403;
        if (status != 429 && (token.valid.isCertain() ? status != 200 : !isRefused))
            m_asker.complain("the token " + token.name.toUtf8() + " is answered with "
                             + QByteArray::number(status));
    }
}

void Look::lookAtPins(KnownUser& user)
{
    if (user.login.isEmpty() || !user.mayPin)
        return;
    const WireAnswer answer = m_asker.ask(
        "GET", "/user/pins?size=1000&page=1&status=queued,pinning,pinned,failed", user.login);
    if (m_asker.judge(200) != Outcome::Done)
        return;
    std::map<QByteArray, QJsonObject> listed;
    const QJsonArray array = QJsonDocument::fromJson(answer.body)["results"_L1].toArray();
    for (const QJsonValue value : array)
        listed[value["requestid"_L1].toString().toLatin1()] = value.toObject();
    for (const auto& [id, seen] : listed) {
        const QString name = seen["pin"_L1]["name"_L1].toString();
        const bool isKnown = std::ranges::any_of(user.pins, [&id = id](const KnownPin& pin) {
            return pin.id == id && pin.listed.maybe;
        });
        if (isKnown)
            continue;
        if (!user.doubtfulNames.contains(name))
            m_asker.complain("a pin that must not be: " + id + ' ' + name.toUtf8());
        user.pins.push_back({id,
                             seen["pin"_L1]["cid"_L1].toString().toLatin1(),
                             name,
                             seen["created"_L1].toString().toLatin1(),
                             {true, false}});
    }
    for (KnownPin& pin : user.pins) {
        const auto seen = listed.find(pin.id);
        if (pin.listed.isCertain() && seen == listed.end())
            m_asker.complain("a pin is lost: " + pin.id + ' ' + pin.name.toUtf8());
        pin.listed.settle(seen != listed.end());
        if (seen != listed.end())
            lookAtPin(pin, seen->second);
    }
}

void Look::lookAtPin(KnownPin& pin, const QJsonObject& seen)
{
    if (seen["pin"_L1]["name"_L1].toString() != pin.name
        || seen["pin"_L1]["cid"_L1].toString().toLatin1() != pin.cid
        || seen["created"_L1].toString().toLatin1() != pin.created)
        m_asker.complain("the pin " + pin.id + " has become another one");
    const bool isPinned = seen["status"_L1].toString() == u"pinned"_s;
    if (pin.wasPinned && !isPinned && m_model.damaged.empty())
        m_asker.complain("the pin " + pin.id + " of " + pin.cid + " is no longer pinned");
    pin.wasPinned = isPinned;
    if (!isPinned || !isTaken(4))
        return;
    const WireAnswer car = m_asker.ask("GET", "/car/" + pin.cid, {});
    if (car.status == 200 ? !isWholeCar(car.body, pin.cid) : m_model.damaged.empty())
        m_asker.complain("pinned and not served whole: " + pin.cid + ", "
                         + QByteArray::number(car.status));
}

void Look::lookAtContent(const KnownUser& user)
{
    for (const auto& [cid, upload] : user.uploads) {
        if (!isTaken(m_model.isHurt(upload) ? 1 : 8))
            continue;
        lookAtCar(upload);
        if (!upload.plan.empty() && isTaken(3))
            lookAtBlocks(upload.plan[m_random() % upload.plan.size()]->blocks);
    }
}

void Look::lookAtCar(const Upload& upload)
{
    const int status = [&] {
        const WireAnswer car = m_asker.ask("GET", "/car/" + upload.cid, {});
        if (car.status == 200 && !isWholeCar(car.body, upload.cid))
            m_asker.complain("what is served is not what was sent: " + upload.cid);
        return car.status;
    }();
    const bool mustBe = upload.knowsDag
        && std::ranges::all_of(upload.dag,
                               [&](const content::Cid& cid) { return m_certain.contains(cid); });
    const bool isSound = m_model.damaged.empty();
    if (status != 200 && (mustBe || (isSound && m_pinned.contains(upload.cid))))
        m_asker.complain("not served: " + upload.cid + ", " + QByteArray::number(status));
    // An error in place of 404 is right only for what is damaged and was not found to be yet.
    if (status != 200 && status != 404 && isSound)
        m_asker.complain("an error instead of " + upload.cid);
}

void Look::lookAtBlocks(const std::vector<PlacedBlock>& blocks)
{
    for (const PlacedBlock& block : blocks) {
        const WireAnswer answer
            = m_asker.ask("GET", "/ipfs/" + block.cid.toString().toLatin1() + "?format=raw", {});
        if (answer.status == 200 && !isBlock(block.cid, answer.body))
            m_asker.complain("a block with other bytes: " + block.cid.toString().toLatin1());
        if (answer.status != 200 && m_certain.contains(block.cid))
            m_asker.complain("a block is not served: " + block.cid.toString().toLatin1() + ", "
                             + QByteArray::number(answer.status));
    }
}

} // namespace cairn::test
