// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/model.h"

#include "core/content/car/carparser.h"

#include <algorithm>

namespace cairn::test {
using namespace content;

CarPointer SentCar::of(const QByteArray& bytes)
{
    auto car = std::make_shared<SentCar>();
    car->bytes = bytes;
    Sha256 hash;
    hash.add(bytes);
    car->cid = Cid::ofCar(hash.finish()).toString().toLatin1();
    CarParser parser(
        {}, [](const std::vector<Cid>&) { return Done(); },
        [&](const CarBlock& block) {
            car->blocks.push_back({block.cid, block.offset, block.size});
            return Done();
        });
    std::ignore = parser.feed(bytes);
    std::ignore = parser.finish();
    return car;
}

void Presence::begin(Outcome outcome)
{
    if (outcome == Outcome::Done)
        *this = {true, false};
    if (outcome == Outcome::InDoubt)
        maybe = true;
}

void Presence::end(Outcome outcome)
{
    if (outcome == Outcome::Done)
        *this = {false, true};
    if (outcome == Outcome::InDoubt)
        maybeNot = true;
}

void Presence::settle(bool isThere)
{
    *this = {isThere, !isThere};
}

void Upload::sent(const CarPointer& car, const QString& name, Outcome outcome)
{
    if (outcome == Outcome::Refused)
        return;
    const bool hasAnyName = listed.maybe && names.empty();
    listed.begin(outcome);
    if (outcome == Outcome::Done) {
        parts.insert(car->cid);
        names.clear();
        isKept = true;
    } else {
        doubtfulParts.insert(car->cid);
    }
    if (name.isEmpty() || (outcome == Outcome::InDoubt && hasAnyName))
        names.clear();
    else
        names.insert(name);
}

void Upload::deleted(Outcome outcome)
{
    listed.end(outcome);
}

void Upload::renamed(const QString& name, Outcome outcome)
{
    if (outcome == Outcome::Done)
        names = {name};
    else if (outcome == Outcome::InDoubt && !names.empty())
        names.insert(name);
}

/// A deleted one is a new one when it comes again.
void Upload::collected()
{
    if (listed.isCertain())
        return;
    isKept = false;
    created.clear();
    if (listed.maybe)
        return;
    doubtfulParts.insert(parts.begin(), parts.end());
    parts.clear();
}

CarPointer Upload::car(const QByteArray& wanted) const
{
    const auto found
        = std::ranges::find_if(plan, [&](const CarPointer& car) { return car->cid == wanted; });
    return found == plan.end() ? nullptr : *found;
}

QString KnownUser::newName(const QString& what)
{
    return what + u' ' + name + u' ' + QString::number(++counter);
}

void Model::heal()
{
    for (KnownUser& user : users) {
        for (const QByteArray& car : user.sentAgain)
            damaged.erase(car);
        for (const QByteArray& car : user.doubtfulAgain) {
            if (const auto found = damaged.find(car); found != damaged.end())
                found->second.mayBeHealed = true;
        }
        user.sentAgain.clear();
        user.doubtfulAgain.clear();
    }
}

std::set<Cid> Model::certainBlocks() const
{
    std::set<Cid> blocks;
    for (const auto& [cid, car] : certainCars()) {
        const auto hurt = damaged.find(cid);
        for (const PlacedBlock& block : car->blocks) {
            if (hurt == damaged.end()
                || (!hurt->second.isUnclear && !hurt->second.lost.contains(block.cid.toV1())))
                blocks.insert(block.cid);
        }
    }
    return blocks;
}

bool Model::isHurt(const Upload& upload) const
{
    return std::ranges::any_of(upload.plan,
                               [&](const CarPointer& car) { return damaged.contains(car->cid); });
}

std::map<QByteArray, CarPointer> Model::certainCars() const
{
    std::map<QByteArray, CarPointer> cars;
    for (const KnownUser& user : users) {
        for (const auto& [cid, upload] : user.uploads) {
            if (!upload.listed.isCertain() && !upload.isKept)
                continue;
            for (const QByteArray& part : upload.parts) {
                if (const CarPointer car = upload.car(part))
                    cars[part] = car;
            }
        }
    }
    return cars;
}

} // namespace cairn::test
