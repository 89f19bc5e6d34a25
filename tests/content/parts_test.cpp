// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carverify.h"
#include "tests/content/support.h"

#include <QBuffer>
#include <QJsonArray>

#include <sys/stat.h>

#include <thread>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

// The inputs of splitVectors, which name them only by their keys.
PackRequest splitRequest(const QString& key, const Tree& tree)
{
    const auto sized
        = [&](const QString& name, qsizetype size) { return tree.file(name, generated(size)); };
    if (key.startsWith("hello"_L1)) {
        PackRequest hello = request({tree.file(u"hello.txt"_s, "hello world")});
        hello.wrap = key.endsWith("nowrap"_L1) ? Wrap::No : Wrap::Yes;
        return hello;
    }
    if (key.startsWith("empty"_L1))
        return request({tree.file(u"empty"_s, {})});
    if (key.startsWith("5MiB"_L1))
        return request({sized(u"data.bin"_s, 5 * 1024 * 1024 + 5)});
    if (key.startsWith("120MiB"_L1))
        return request({sized(u"data.bin"_s, 120 * 1024 * 1024)});
    if (key == "dup"_L1) {
        return request(
            {sized(u"one"_s, 1'500'000), sized(u"two"_s, 1'500'000), sized(u"three"_s, 1'500'000)});
    }
    REQUIRE(key.startsWith("nested"_L1));
    tree.file(u"a.txt"_s, "a");
    sized(u"sub/b.bin"_s, 2097169);
    sized(u"sub/deep/er/c.bin"_s, 1000);
    sized(u"sub/deep/empty"_s, 0);
    tree.file(u"z/y/x/w.txt"_s, "w");
    return request({tree.path(u"a.txt"_s), tree.path(u"sub"_s), tree.path(u"z"_s)});
}

/// A tree whose parts begin at every depth.
PackRequest deepRequest(const Tree& tree)
{
    for (int i = 0; i < 40; ++i)
        tree.file(u"d%1/e%2/f%3"_s.arg(i % 3).arg(i % 7).arg(i), generated(100 + 37 * i));
    PackRequest pack = request({tree.path()});
    pack.profile.chunkSize = 64;
    pack.profile.width = 4;
    pack.partTarget = 1500;
    return pack;
}

} // namespace

TEST_CASE("the parts of every split vector are the original's, byte for byte")
{
    const QJsonObject splits = vectors().value("splitVectors"_L1).toObject();
    CHECK(splits.size() == 9);
    for (const QString& key : splits.keys()) {
        INFO(key.toStdString());
        const QJsonObject split = splits[key].toObject();
        const Tree tree;
        PackRequest pack = splitRequest(key, tree);
        pack.partTarget = split["targetSize"_L1].toInteger();
        const DagPlan plan = planOf(pack);
        CHECK(text(plan.root()) == split["root"_L1].toString().toStdString());
        const QJsonArray cars = split["cars"_L1].toArray();
        const auto parts = partsOf(plan);
        REQUIRE(parts.size() == static_cast<std::size_t>(cars.size()));
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const QJsonObject car = cars[static_cast<qsizetype>(i)].toObject();
            INFO("part " << i);
            CHECK(plan.parts()[i].carBytes == parts[i].size());
            CHECK(parts[i].size() == car["bytes"_L1].toInteger());
            CHECK(carCid(parts[i]) == car["carCid"_L1].toString().toStdString());
            CHECK(plan.parts()[i].blocks == car["nblocks"_L1].toInteger());
            if (const auto hex = car["hex"_L1]; hex.isString())
                CHECK(parts[i].toHex().toStdString() == hex.toString().toStdString());
            const QJsonArray listed = car["blocks"_L1].toArray();
            if (listed.isEmpty())
                continue;
            const auto blocks = blocksOf(parts[i]);
            REQUIRE(blocks.size() == static_cast<std::size_t>(listed.size()));
            for (std::size_t j = 0; j < blocks.size(); ++j) {
                CHECK(text(blocks[j].cid)
                      == listed[static_cast<qsizetype>(j)][0].toString().toStdString());
                CHECK(blocks[j].bytes.size() == listed[static_cast<qsizetype>(j)][1].toInteger());
            }
        }
    }
}

TEST_CASE("no first part holds the root alone, which the service would refuse")
{
    // On purpose not what the original does (contract §12.2, "Quirk").
    const Tree tree;
    PackRequest pack = request({tree.file(u"data.bin"_s, generated(3 * 1024 * 1024))});
    pack.wrap = Wrap::No;
    pack.partTarget = 1024 * 1024;
    const auto parts = partsOf(planOf(pack));
    REQUIRE(parts.size() == 3);
    for (const QByteArray& part : parts)
        CHECK(blocksOf(part).size() == 2);
}

TEST_CASE("parts together hold every block of the whole, each beginning with the way to its own")
{
    const Tree tree;
    const DagPlan plan = planOf(deepRequest(tree));
    REQUIRE(plan.parts().size() > 10);
    const auto whole = blocksOf(drain(*plan.openWhole()));
    CHECK(plan.totals().blocks == static_cast<qint64>(whole.size()));
    std::vector<Block> joined;
    for (const QByteArray& part : partsOf(plan)) {
        const auto blocks = blocksOf(part);
        CHECK(blocks.front().cid == plan.root());
        // A part repeats a path of the whole, then goes on where the one before it ended.
        std::size_t repeated = 0;
        if (!joined.empty()) {
            while (repeated < blocks.size() && blocks[repeated] != whole[joined.size()])
                ++repeated;
        }
        joined.insert(joined.end(), blocks.begin() + static_cast<std::ptrdiff_t>(repeated),
                      blocks.end());
    }
    CHECK(joined == whole);
}

TEST_CASE("a part gives the same bytes each time, from wherever it is read")
{
    const Tree tree;
    const DagPlan plan = planOf(deepRequest(tree));
    for (const PartInfo& part : plan.parts()) {
        const auto device = plan.openPart(part.index);
        const QByteArray bytes = drain(*device);
        REQUIRE(bytes.size() == part.carBytes);
        CHECK(device->atEnd());
        REQUIRE(device->seek(0));
        CHECK(drain(*device) == bytes);
        const auto again = plan.openPart(part.index);
        for (qint64 at = 0; at <= bytes.size(); at += 41) {
            REQUIRE(again->seek(at));
            CHECK(again->pos() == at);
            CHECK(again->read(97) == bytes.mid(at, 97));
        }
        CHECK(again->seek(bytes.size()));
        CHECK(again->read(1).isEmpty());
        CHECK_FALSE(again->error());
        CHECK_FALSE(again->seek(bytes.size() + 1));
        CHECK_FALSE(again->seek(-1));
    }
}

TEST_CASE("a part can be read a byte at a time")
{
    const Tree tree;
    const DagPlan plan = planOf(deepRequest(tree));
    const QByteArray bytes = drain(*plan.openPart(1));
    const auto device = plan.openPart(1);
    QByteArray slowly;
    for (char byte = 0; device->getChar(&byte);)
        slowly.append(byte);
    CHECK(slowly == bytes);
}

TEST_CASE("several devices read one plan at once, and outlive it")
{
    const Tree tree;
    auto plan = std::make_optional(planOf(deepRequest(tree)));
    const auto expected = partsOf(*plan);
    std::vector<std::unique_ptr<PartDevice>> devices;
    for (int round = 0; round < 4; ++round) {
        for (const PartInfo& part : plan->parts())
            devices.push_back(plan->openPart(part.index));
    }
    plan.reset();
    std::vector<QByteArray> got(devices.size());
    {
        std::vector<std::jthread> threads;
        for (std::size_t first = 0; first < 4; ++first) {
            threads.emplace_back([&, first] {
                for (std::size_t i = first; i < devices.size(); i += 4)
                    got[i] = drain(*devices[i]);
            });
        }
    }
    for (std::size_t i = 0; i < got.size(); ++i)
        CHECK(got[i] == expected[i % expected.size()]);
}

TEST_CASE("the whole as one CAR is complete and as long as the plan says")
{
    const Tree tree;
    const DagPlan plan = planOf(deepRequest(tree));
    QBuffer car;
    car.open(QIODevice::ReadWrite);
    REQUIRE(writeCar(plan, car));
    CHECK(car.size() == plan.carBytes());
    CHECK(car.data() == drain(*plan.openWhole()));
    car.seek(0);
    const auto report = verifyCar(car);
    REQUIRE(report);
    CHECK(report->complete());
    CHECK(report->blocks == plan.totals().blocks);
    CHECK(report->roots == std::vector{plan.root()});
}

TEST_CASE("a plan keeps its records in the scratch folder it is given")
{
    const Tree tree;
    PackRequest pack = deepRequest(tree);
    pack.scratchFolder = tree.path(u"absent"_s);
    CHECK(kindOf(makeDagPlan(pack)) == Error::Kind::Storage);
    const Tree scratch;
    pack.scratchFolder = scratch.path();
    CHECK(makeDagPlan(pack));
    CHECK(scratch.names().isEmpty()); // and nothing is left there
}
