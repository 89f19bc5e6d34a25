// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/commands.h"

#include "tests/local/cars.h"
#include "tests/torture/asker.h"

#include <QFile>

#include <algorithm>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

QString fileOf(const Daemon& daemon, const QByteArray& car)
{
    return daemon.folder() + u"/cars/"_s + QString::fromLatin1(car) + u".car"_s;
}

} // namespace

CheckWords parseCheck(const Daemon::Ended& ended)
{
    CheckWords words;
    words.code = ended.code;
    QList<QByteArray> lines = ended.out.split('\n');
    words.isClean = lines.takeLast().endsWith(": clean");
    for (const QByteArray& line : lines) {
        if (line.startsWith("  in upload "))
            continue;
        const qsizetype colon = line.indexOf(": ");
        const QByteArray kind = line.left(colon);
        const QList<QByteArray> rest = line.mid(colon + 2).replace(",", "").split(' ');
        if (kind == "damaged" && rest.size() >= 3 && rest[1] == "block")
            words.blocks.emplace_back(rest[0], rest[2]);
        else if (kind == "damaged")
            words.damaged.insert(rest[0]);
        else if (kind == "missing")
            words.missing.insert(rest[0]);
        else if (kind == "wrong" && line.contains(" is whole, and the catalog"))
            words.wholeAgain.insert(rest[0]);
        else if (kind == "unassigned")
            words.unassigned.insert(rest[0]);
        else
            words.others.push_back(line);
    }
    return words;
}

Operator::Operator(Daemon& daemon, Model& model, std::mt19937& random, std::vector<QByteArray>& log)
    : m_daemon(daemon)
    , m_model(model)
    , m_random(random)
    , m_log(log)
{ }

void Operator::complain(const QByteArray& what)
{
    complaints.push_back(what);
    m_log.push_back("COMPLAINT " + what);
}

Daemon::Ended Operator::run(const QStringList& words)
{
    const Daemon::Ended ended = m_daemon.run(words);
    m_log.push_back("cairnd " + words.join(u' ').toUtf8() + " -> " + QByteArray::number(ended.code)
                    + '\n' + ended.out + '\n' + ended.err);
    return ended;
}

void Operator::check()
{
    const Daemon::Ended ended = run({u"check"_s});
    const CheckWords words = parseCheck(ended);
    compare(words, ended.out);
    if ((words.code == 0) != !words.namesFaults() || words.isClean != (words.code == 0))
        complain("check ends with " + QByteArray::number(words.code) + ": " + ended.out);
}

void Operator::repair()
{
    const Daemon::Ended ended = run({u"check"_s, u"--repair"_s});
    CheckWords words = parseCheck(ended);
    // Marking what it found is what it is for.
    std::erase_if(words.others,
                  [](const QByteArray& line) { return line.endsWith(" (repaired)"); });
    compare(words, ended.out);
}

void Operator::compareNamed(const CheckWords& words, const QByteArray& out)
{
    std::set<QByteArray> named = words.damaged;
    named.insert(words.missing.begin(), words.missing.end());
    for (const auto& [car, block] : words.blocks) {
        named.insert(car);
        const auto damage = m_model.damaged.find(car);
        const auto cid = content::Cid::parse(QString::fromLatin1(block));
        if (damage != m_model.damaged.end()
            && (!cid || (!damage->second.isUnclear && !damage->second.lost.contains(cid->toV1()))))
            complain("check names a block that is not damaged: " + out);
    }
    for (const QByteArray& car : named) {
        const auto damage = m_model.damaged.find(car);
        if (damage == m_model.damaged.end())
            complain("check names what is not damaged: " + car + '\n' + out);
        else if (damage->second.isRemoved != words.missing.contains(car))
            complain("check takes damaged for missing, or the reverse: " + car + '\n' + out);
    }
    for (const QByteArray& car : words.wholeAgain) {
        const auto damage = m_model.damaged.find(car);
        if (damage == m_model.damaged.end() || !damage->second.mayBeHealed)
            complain("check takes for whole what is not: " + car + '\n' + out);
    }
}

void Operator::compare(const CheckWords& words, const QByteArray& out)
{
    compareNamed(words, out);
    std::set<QByteArray> named = words.damaged;
    named.insert(words.missing.begin(), words.missing.end());
    const auto cars = m_model.certainCars();
    for (const auto& [car, damage] : m_model.damaged) {
        if (cars.contains(car) && !damage.mayBeHealed && !named.contains(car))
            complain("check does not name " + car + '\n' + out);
    }
    if (!words.others.empty())
        complain("check says what should not be: " + out);
}

/// What it told before it met a file that cannot be read is true all the same.
void Operator::checkFails()
{
    const Daemon::Ended ended = run({u"check"_s});
    const CheckWords words = parseCheck(ended);
    if (words.code == 0 || words.isClean)
        complain("check does not say that CARs cannot be read: " + ended.out);
    compareNamed(words, ended.out);
}

/// Blocks for whose sake a CAR stays without being a part of a live upload.
std::set<content::Cid> Operator::neededBlocks() const
{
    std::set<content::Cid> needed;
    for (const KnownUser& user : m_model.users) {
        for (const KnownPin& pin : user.pins) {
            if (!pin.listed.maybe)
                continue;
            if (const auto cid = content::Cid::parse(QString::fromLatin1(pin.cid)))
                needed.insert(*cid);
            for (const KnownUser& other : m_model.users) {
                if (const auto upload = other.uploads.find(pin.cid); upload != other.uploads.end())
                    needed.insert(upload->second.dag.begin(), upload->second.dag.end());
            }
        }
        for (const auto& [cid, upload] : user.uploads) {
            const bool isWhole = upload.knowsDag && upload.parts.size() == upload.plan.size();
            if (upload.listed.maybe && (!isWhole || m_model.isHurt(upload)))
                needed.insert(upload.dag.begin(), upload.dag.end());
        }
    }
    return needed;
}

void Operator::collect()
{
    std::map<QByteArray, CarPointer> doomed;
    for (KnownUser& user : m_model.users) {
        for (auto& [cid, upload] : user.uploads) {
            if (!upload.listed.isCertainlyNot() || !upload.isKept)
                continue;
            for (const QByteArray& part : upload.parts) {
                if (!QFile::exists(fileOf(m_daemon, part)) && !m_model.damaged.contains(part))
                    complain("gone before it was collected: " + part);
                if (const CarPointer car = upload.car(part))
                    doomed[part] = car;
            }
        }
    }
    if (const Daemon::Ended ended = run({u"gc"_s}); ended.code != 0)
        return complain("gc failed: " + ended.err);
    for (KnownUser& user : m_model.users) {
        for (auto& [cid, upload] : user.uploads)
            upload.collected();
    }
    const auto cars = m_model.certainCars();
    const auto needed = neededBlocks();
    for (const auto& [cid, car] : doomed) {
        const bool isNeeded
            = cars.contains(cid) || std::ranges::any_of(car->blocks, [&](const PlacedBlock& block) {
                  return needed.contains(block.cid);
              });
        if (!isNeeded && QFile::exists(fileOf(m_daemon, cid)))
            complain("gc left what nothing needs: " + cid);
        if (!isNeeded)
            m_model.damaged.erase(cid);
    }
}

void Operator::collectKilled()
{
    m_daemon.runAndKill({u"gc"_s}, int(m_random() % 60));
    m_log.push_back("cairnd gc, killed");
    for (KnownUser& user : m_model.users) {
        for (auto& [cid, upload] : user.uploads) {
            if (!upload.listed.isCertain())
                upload.collected();
        }
    }
}

void Operator::putUnassigned()
{
    const content::Block leaf = rawBlock(randomBytes(m_random, 20 + m_random() % 3'000));
    const CarPointer car = SentCar::of(completeCar(pbBlock({leaf}), {leaf}));
    QFile file(fileOf(m_daemon, car->cid));
    if (!file.open(QIODevice::WriteOnly) || file.write(car->bytes) != car->bytes.size())
        return;
    m_model.unassigned[car->cid] = car;
    m_log.push_back("put into the folder: " + car->cid);
}

void Operator::adopt()
{
    const Daemon::Ended list = run({u"adopt"_s});
    for (const auto& [cid, car] : m_model.unassigned) {
        if (list.code != 0 || !list.out.split('\n').contains(cid))
            complain("adopt does not list " + cid);
    }
    if (m_model.unassigned.empty())
        return;
    std::vector<KnownUser*> users;
    for (KnownUser& user : m_model.users) {
        if (!user.login.isEmpty() && user.mayWrite)
            users.push_back(&user);
    }
    KnownUser& user = *users[m_random() % users.size()];
    const auto [cid, car] = *m_model.unassigned.begin();
    const Daemon::Ended ended = run({u"adopt"_s, QString::fromLatin1(cid), user.name});
    if (ended.code != 0)
        return complain("adopt failed: " + ended.err);
    m_model.unassigned.erase(cid);
    const QByteArray root = car->blocks.front().cid.toString().toLatin1();
    Upload& upload = user.uploads[root];
    upload.cid = root;
    upload.plan = {car};
    for (const PlacedBlock& block : car->blocks)
        upload.dag.insert(block.cid);
    upload.sent(car, {}, Outcome::Done);
}

void Operator::rebuild()
{
    const Daemon::Ended ended = run({u"rebuild"_s});
    for (const QByteArray& line : ended.out.split('\n')) {
        const QByteArray car = line.mid(line.indexOf(": ") + 2);
        const bool isFault = line.startsWith("missing: ") || line.startsWith("damaged: ");
        if (isFault && !m_model.damaged.contains(car))
            complain("rebuild names what is not damaged: " + line);
        if (line.startsWith("a record"))
            complain("rebuild cannot read what was written: " + line);
    }
    if (ended.code != 0 && m_model.damaged.empty())
        complain("rebuild failed: " + ended.out + ended.err);
}

} // namespace cairn::test
