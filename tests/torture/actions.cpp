// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/actions.h"

#include "tests/local/cars.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>
#include <thread>

namespace cairn::test {
using namespace Qt::StringLiterals;
using content::Block;

namespace {

constexpr unsigned commonLeaves = 8; // Blocks that CARs of many uploads have.

QByteArray nameLine(const QString& name)
{
    return name.isEmpty() ? QByteArray() : "X-Name: " + QUrl::toPercentEncoding(name) + "\r\n";
}

bool isThere(const Upload& upload)
{
    return upload.listed.isCertain();
}

} // namespace

Worker::Worker(quint16 port, KnownUser& user, const Model& model, Conditions conditions,
               unsigned seed)
    : m_asker(port, user.name.toUtf8(), conditions)
    , m_user(user)
    , m_model(model)
    , m_random(seed)
    , m_port(port)
{ }

void Worker::run(int actions)
{
    for (int i = 0; i < actions && !m_isGone; ++i)
        step();
}

void Worker::step()
{
    struct Choice
    {
        unsigned weight;
        void (Worker::*action)();
    };
    static const std::vector<Choice> choices{
        {5, &Worker::uploadWhole}, {4, &Worker::uploadParts}, {2, &Worker::completeParts},
        {2, &Worker::uploadFile},  {2, &Worker::sendCommon},  {1, &Worker::sendAgain},
        {2, &Worker::remove},      {1, &Worker::sendWrong},   {1, &Worker::sendDeletedAgain},
        {1, &Worker::healDamaged}, {2, &Worker::rename},      {2, &Worker::readBack},
        {1, &Worker::look},        {1, &Worker::makeToken},   {1, &Worker::revokeToken},
        {1, &Worker::useToken},    {2, &Worker::pin},         {1, &Worker::unpin}};
    unsigned sum = 0;
    for (const Choice& choice : choices)
        sum += choice.weight;
    auto at = unsigned(below(sum));
    for (const Choice& choice : choices) {
        if (at < choice.weight)
            return (this->*choice.action)();
        at -= choice.weight;
    }
}

Upload* Worker::anyUpload(const std::function<bool(const Upload&)>& fits)
{
    std::vector<Upload*> fitting;
    for (auto& [cid, upload] : m_user.uploads) {
        if (fits(upload))
            fitting.push_back(&upload);
    }
    return fitting.empty() ? nullptr : fitting[below(fitting.size())];
}

Block Worker::leaf()
{
    if (below(4) == 0) {
        std::mt19937 common{unsigned(below(commonLeaves))};
        return rawBlock(randomBytes(common, 1 + common() % 4'000));
    }
    const std::size_t longest = below(12) == 0 ? 150'000 : 12'000;
    return rawBlock(randomBytes(m_random, 1 + below(longest)));
}

Upload& Worker::newUpload(const Block& root, const std::vector<Block>& children, std::size_t parts)
{
    const QByteArray cid = root.cid.toString().toLatin1();
    Upload& upload = m_user.uploads[cid];
    upload.cid = cid;
    upload.dag = {root.cid};
    std::vector<std::vector<Block>> shares(parts);
    for (std::size_t i = 0; i < children.size(); ++i) {
        upload.dag.insert(children[i].cid);
        shares[i % parts].push_back(children[i]);
    }
    for (const auto& share : shares)
        upload.plan.push_back(SentCar::of(completeCar(root, share)));
    return upload;
}

/// The login, or sometimes a token.
QByteArray Worker::credential()
{
    if (below(4) == 0) {
        for (const KnownToken& token : m_user.tokens) {
            if (token.valid.isCertain() && !token.secret.isEmpty() && below(2) == 0)
                return token.secret;
        }
    }
    return m_user.login;
}

QString Worker::uploadName()
{
    return below(8) == 0 ? QString() : m_user.newName(u"Äpfel & Birnen"_s);
}

void Worker::post(Upload& upload, const CarPointer& car, const QByteArray& path)
{
    const QString name = uploadName();
    const QByteArray body
        = path == "/car" ? car->bytes : car->bytes.sliced(car->blocks.front().offset);
    const WireAnswer answer = m_asker.ask("POST", path, credential(), body, nameLine(name));
    took(upload, car, name, m_asker.judge(200), answer.body);
}

void Worker::took(Upload& upload, const CarPointer& car, const QString& name, Outcome outcome,
                  const QByteArray& receipt)
{
    m_asker.log.push_back("    " + car->cid + " of " + upload.cid);
    upload.sent(car, name, outcome);
    m_isGone = m_isGone || (outcome == Outcome::InDoubt && m_asker.conditions.mayDie);
    // A refused one may have put good bytes in the place of damaged ones, too.
    if (outcome != Outcome::Done)
        m_user.doubtfulAgain.insert(car->cid);
    if (outcome != Outcome::Done)
        return;
    m_user.sentAgain.insert(car->cid);
    const QJsonObject json = QJsonDocument::fromJson(receipt).object();
    if (json["cid"_L1].toString().toLatin1() != upload.cid
        || json["carCid"_L1].toString().toLatin1() != car->cid)
        m_asker.complain("the receipt is of something else: " + receipt);
}

/// Several parts at the same time, as clients do.
void Worker::postTogether(Upload& upload, const std::vector<CarPointer>& cars)
{
    const QString name = uploadName();
    const QByteArray key = credential();
    std::vector<WireAnswer> answers(cars.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < cars.size(); ++i) {
        threads.emplace_back([&, i] {
            answers[i] = askOverWire(m_port, "POST", "/car", key, cars[i]->bytes, nameLine(name));
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (std::size_t i = 0; i < cars.size(); ++i)
        took(upload, cars[i], name, m_asker.judge("POST /car, a part", answers[i], 200),
             answers[i].body);
}

void Worker::uploadWhole()
{
    std::vector<Block> children{rawBlock(randomBytes(m_random, 16 + below(3'000)))};
    const std::size_t more = below(6);
    for (std::size_t i = 0; i < more; ++i)
        children.push_back(leaf());
    Upload& upload = newUpload(pbBlock(children), children, 1);
    post(upload, upload.plan.front());
}

/// Sometimes one stays out for now.
void Worker::uploadParts()
{
    const std::size_t parts = 2 + below(2);
    std::vector<Block> children{rawBlock(randomBytes(m_random, 16 + below(3'000)))};
    while (children.size() < parts + below(3))
        children.push_back(leaf());
    Upload& upload = newUpload(pbBlock(children), children, parts);
    std::vector<CarPointer> cars = upload.plan;
    if (below(3) == 0)
        cars.pop_back();
    if (below(2) == 0)
        return postTogether(upload, cars);
    for (const CarPointer& car : cars) {
        if (!m_isGone)
            post(upload, car);
    }
}

void Worker::completeParts()
{
    Upload* upload = anyUpload([](const Upload& candidate) {
        return isThere(candidate) && candidate.parts.size() < candidate.plan.size();
    });
    if (!upload)
        return uploadParts();
    for (const CarPointer& car : upload->plan) {
        if (!upload->parts.contains(car->cid) && !m_isGone)
            post(*upload, car);
    }
}

/// As one raw file.
void Worker::uploadFile()
{
    const Block root = rawBlock(randomBytes(m_random, 16 + below(20'000)));
    Upload& upload = newUpload(root, {}, 1);
    post(upload, upload.plan.front(), "/upload");
}

/// What other users may have, too.
void Worker::sendCommon()
{
    const CarPointer car = m_model.common[below(m_model.common.size())];
    const QByteArray cid = car->blocks.front().cid.toString().toLatin1();
    Upload& upload = m_user.uploads[cid];
    if (m_asker.conditions.isCollecting && !isThere(upload) && !upload.cid.isEmpty())
        return;
    if (upload.cid.isEmpty()) {
        upload.cid = cid;
        upload.plan = {car};
        for (const PlacedBlock& block : car->blocks)
            upload.dag.insert(block.cid);
    }
    post(upload, car);
}

void Worker::sendAgain()
{
    if (Upload* upload = anyUpload(isThere); upload && !upload->plan.empty())
        post(*upload, upload->plan[below(upload->plan.size())]);
}

void Worker::sendDeletedAgain()
{
    if (m_asker.conditions.isCollecting)
        return;
    Upload* upload
        = anyUpload([](const Upload& candidate) { return candidate.listed.isCertainlyNot(); });
    if (upload && !upload->plan.empty())
        post(*upload, upload->plan[below(upload->plan.size())]);
}

/// A CAR in which a byte of a block is another one.
void Worker::sendWrong()
{
    const Block child = rawBlock(randomBytes(m_random, 100 + below(5'000)));
    const Block root = pbBlock({child});
    QByteArray bytes = completeCar(root, {child});
    char& byte = bytes[bytes.size() - 1 - qsizetype(below(std::size_t(child.bytes.size())))];
    byte = char(byte ^ 1);
    m_asker.ask("POST", "/car", m_user.login, bytes);
    if (m_asker.judge(400) == Outcome::InDoubt && m_asker.conditions.mayDie)
        m_isGone = true;
}

void Worker::healDamaged()
{
    for (const auto& [cid, damage] : m_model.damaged) {
        Upload* upload = anyUpload([&cid = cid](const Upload& candidate) {
            return isThere(candidate) && candidate.car(cid) != nullptr;
        });
        if (upload && below(2) == 0)
            return post(*upload, upload->car(cid));
    }
}

void Worker::remove()
{
    Upload* upload = anyUpload(isThere);
    if (!upload)
        return;
    m_asker.ask("DELETE", "/user/uploads/" + upload->cid, m_user.login);
    const Outcome outcome = m_asker.judge(200);
    upload->deleted(outcome);
    m_isGone = outcome == Outcome::InDoubt && m_asker.conditions.mayDie;
}

void Worker::rename()
{
    Upload* upload = anyUpload(isThere);
    if (!upload)
        return;
    const QString name = m_user.newName(u"renamed"_s);
    m_asker.ask("POST", "/user/uploads/" + upload->cid + "/rename", m_user.login,
                "{\"name\":\"" + name.toUtf8() + "\"}");
    const Outcome outcome = m_asker.judge(200);
    upload->renamed(name, outcome);
    m_isGone = outcome == Outcome::InDoubt && m_asker.conditions.mayDie;
}

void Worker::readBack()
{
    Upload* upload = anyUpload([](const Upload&) { return true; });
    if (!upload)
        return;
    const WireAnswer answer = m_asker.ask("GET", "/car/" + upload->cid, {});
    if (answer.status == 200 && !isWholeCar(answer.body, upload->cid))
        m_asker.complain("what is served is not what was sent: " + upload->cid);
}

/// Remembers the date, so that a later look can tell whether it is the same.
void Worker::look()
{
    Upload* upload = anyUpload(isThere);
    if (!upload)
        return;
    const WireAnswer answer = m_asker.ask("GET", "/user/uploads/" + upload->cid, m_user.login);
    if (m_asker.judge(200) != Outcome::Done)
        return;
    const QByteArray created
        = QJsonDocument::fromJson(answer.body)["created"_L1].toString().toLatin1();
    if (!upload->created.isEmpty() && upload->created != created)
        m_asker.complain("the date of " + upload->cid + " has become " + created);
    upload->created = created;
}

} // namespace cairn::test
