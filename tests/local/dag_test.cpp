// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "core/local/store/catalog.h"
#include "core/storage/statement.h"
#include "tests/local/client.h"
#include "tests/local/dags.h"
#include "tests/support/until.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray text(const Cid& cid)
{
    return cid.toString().toLatin1();
}

/// A service whose owner may pin.
struct Dags : Client
{
    Dags()
        : Client({.pace = local::Throttle::Pace::Unlimited})
    {
        REQUIRE(local::setUserTag(folder(), u"This computer"_s, u"HasPsaAccess"_s, u"true"_s));
        pinner = token();
    }
    void post(const std::vector<Block>& blocks)
    {
        const Answer answer = asOwner("POST", "/car", car({blocks.front().cid}, blocks));
        INFO(answer.body.toStdString());
        REQUIRE(answer.status == 200);
    }
    void remove(const Block& root)
    {
        REQUIRE(asOwner("DELETE", "/user/uploads/" + text(root.cid)).status == 200);
    }
    QByteArray pin(const Block& block)
    {
        const Answer answer = as(pinner, "POST", "/pins", "{\"cid\":\"" + text(block.cid) + "\"}");
        REQUIRE(answer.status == 202);
        return answer.object()["requestid"_L1].toString().toLatin1();
    }
    QString pinStatus(const QByteArray& id)
    {
        return as(pinner, "GET", "/pins/" + id).object()["status"_L1].toString();
    }
    QString status(const Block& block)
    {
        return ask("GET", "/status/" + text(block.cid))
            .object()["pins"_L1][0]["status"_L1]
            .toString();
    }
    BlockSet exported(const QByteArray& path)
    {
        const Answer answer = ask("GET", path);
        INFO(path.toStdString());
        REQUIRE(answer.status == 200);
        CHECK(answer.header("Content-Length") == QByteArray::number(answer.body.size()));
        return blockSet(answer.body);
    }
    BlockSet exported(const Cid& cid, const QByteArray& query)
    {
        return exported("/ipfs/" + text(cid) + "?format=car" + query);
    }
    qint64 collect()
    {
        const auto garbage = local::collectGarbage(folder(), local::DryRun::No);
        REQUIRE(garbage);
        return garbage->cars;
    }
    Secret pinner;
};

BlockSet setOf(const std::vector<Block>& blocks)
{
    BlockSet set;
    for (const Block& block : blocks)
        set.insert(block.cid, block.bytes);
    return set;
}

/// One node that a root links to as what it is and, first, as a raw block.
const Block leaf = rawBlock("a leaf of the node");
const Block node = pbBlock({leaf});
const Block nodeAsRaw = as(Codec::Raw, node);
const Block both = pbBlock({nodeAsRaw, node});

} // namespace

TEST_CASE_METHOD(Dags, "The same bytes under two codecs are two blocks of a DAG")
{
    post({both, nodeAsRaw, node});
    CHECK(status(both) == u"Pinning");
    const QByteArray id = pin(both);
    CHECK(pinStatus(id) == u"queued");
    CHECK(ask("GET", "/car/" + text(both.cid)).status == 404);

    post({leaf});
    CHECK(until([&] { return pinStatus(id) == u"pinned"; }));
    CHECK(exported("/car/" + text(both.cid)) == setOf({both, nodeAsRaw, node, leaf}));
    CHECK(exported(both.cid, {}) == setOf({both, nodeAsRaw, node, leaf}));
}

TEST_CASE_METHOD(Dags, "What is below a block under one codec stays, whatever it is under another")
{
    post({both, nodeAsRaw, node});
    post({leaf});
    const QByteArray id = pin(both);
    CHECK(pinStatus(id) == u"pinned");
    remove(leaf);
    CHECK(collect() == 0);
    CHECK(exported("/car/" + text(both.cid)).size() == 4);
    CHECK(local::checkStore(folder(), [](const local::Finding&) {})->isClean());
}

TEST_CASE_METHOD(Dags, "Bytes that are here are here as a raw block, too")
{
    // The CAR has the node only as what it is.
    post({both, node, leaf});
    CHECK(status(both) == u"Pinned");
    CHECK(pinStatus(pin(nodeAsRaw)) == u"pinned");
    CHECK(ask("GET", "/ipfs/" + text(nodeAsRaw.cid) + "?format=raw").body == node.bytes);
    CHECK(exported("/car/" + text(both.cid)) == setOf({both, nodeAsRaw, node, leaf}));
    CHECK(local::checkStore(folder(), [](const local::Finding&) {})->isClean());
    CHECK(collect() == 0);
}

TEST_CASE_METHOD(Dags, "A part that brings bytes under another codec brings a raw block")
{
    post({both, leaf});
    CHECK(status(both) == u"Pinning");
    post({both, node});
    CHECK(status(both) == u"Pinned");
}

TEST_CASE_METHOD(Dags, "Bytes that are here as a raw block are no node until they are made one")
{
    post({both, nodeAsRaw, leaf});
    CHECK(status(both) == u"Pinning");
    CHECK(ask("GET", "/car/" + text(both.cid)).status == 404);
    // A pin asks for the node; its bytes are here already.
    const QByteArray id = pin(both);
    CHECK(until([&] { return pinStatus(id) == u"pinned"; }));
    CHECK(exported("/car/" + text(both.cid)) == setOf({both, nodeAsRaw, node, leaf}));
    CHECK(local::checkStore(folder(), [](const local::Finding&) {})->isClean());
}

TEST_CASE_METHOD(Dags, "A part of a file at several places comes with all that a range needs of it")
{
    const Block a = rawBlock("0123");
    const Block b = rawBlock("4567");
    const Block twice = fileOf({{a, 4}, {b, 4}});
    const Block file = fileOf({{twice, 8}, {twice, 8}, {twice, 8}});
    post({file, twice, a, b});
    const auto range = [&](const QByteArray& bytes) {
        return exported(file.cid, "&dag-scope=entity&entity-bytes=" + bytes);
    };
    CHECK(range("4:11") == setOf({file, twice, a, b}));
    CHECK(range("7:8") == setOf({file, twice, a, b}));
    CHECK(range("4:7") == setOf({file, twice, b}));
    CHECK(range("12:19") == setOf({file, twice, a, b}));
    CHECK(range("6:*") == setOf({file, twice, a, b}));
    CHECK(range("-1:*") == setOf({file, twice, b}));
    CHECK(range("16:-5") == setOf({file, twice, a}));
    // Nothing of the file.
    for (const QByteArray bytes :
         {"24:*", "24:30", "9:8", "0:-25", "9223372036854775807:*", "0:-9223372036854775808"})
        CHECK(range(bytes) == setOf({file}));
    CHECK(range("-9223372036854775808:9223372036854775807") == setOf({file, twice, a, b}));
    CHECK(range("-99:0") == setOf({file, twice, a}));
}

TEST_CASE_METHOD(Dags, "A range in a file that doubles forty times is found without its length")
{
    const Block a = rawBlock("a");
    std::vector<Block> levels{a};
    for (int level = 0; level < 40; ++level) {
        const quint64 size = quint64(1) << level;
        levels.push_back(fileOf({{levels.back(), size}, {levels.back(), size}}));
    }
    std::ranges::reverse(levels);
    const Block& file = levels.front();
    post(levels);
    CHECK(exported("/car/" + text(file.cid)) == setOf(levels));
    for (const QByteArray bytes : {"0:*", "1:*", "1:1", "-1:*", "1:-2", "366503875925:733007751850",
                                   "549755813887:549755813888"})
        CHECK(exported(file.cid, "&entity-bytes=" + bytes) == setOf(levels));
}

TEST_CASE_METHOD(Dags, "Sizes that lie lead to more blocks, never to another end")
{
    const Block a = rawBlock("0123");
    const Block b = rawBlock("4567");
    constexpr quint64 most = std::numeric_limits<quint64>::max();
    const auto file = [&](quint64 size, const std::vector<quint64>& parts) {
        return fsNode({.fileSize = size, .blockSizes = parts},
                      {{a.cid, {}, most}, {b.cid, {}, most}});
    };
    // All of a file that contradicts itself: nobody knows where its bytes are.
    for (const Block& lie :
         {file(8, {4}), file(8, {4, 4, 4}), file(7, {4, 4}), file(9, {4, 4}), file(most, {4, 4}),
          file(2, {most, 3}), file(0, {0, 8}), file(8, {most, most})}) {
        post({lie, a, b});
        for (const QByteArray bytes : {"0:3", "2:5", "-2:*", "5:-1"})
            CHECK(exported(lie.cid, "&entity-bytes=" + bytes) == setOf({lie, a, b}));
    }
    // A part of another size than is said of it comes whole.
    const Block part = fileOf({{a, 4}, {b, 4}});
    for (const quint64 said : {quint64(1), quint64(7), quint64(9), most - 4}) {
        const Block lie = fileOf({{a, 4}, {part, said}});
        post({lie, part, a, b});
        CHECK(exported(lie.cid, "&entity-bytes=4:4") == setOf({lie, part, a, b}));
    }
    // What is said to be empty proves nothing.
    const Block empty = fileOf({{part, 0}, {a, 4}});
    post({empty, part, a, b});
    CHECK(exported(empty.cid, "&entity-bytes=1:2") == setOf({empty, a}));
    CHECK(exported(empty.cid, "&dag-scope=entity") == setOf({empty, part, a, b}));
}

TEST_CASE_METHOD(Dags, "Sizes that lie at every level do not make a walk long")
{
    // Each level says of the next that a cut goes through both of its places.
    const Block a = rawBlock("a");
    std::vector<Block> levels{a};
    for (int level = 0; level < 40; ++level)
        levels.push_back(fileOf({{levels.back(), 3}, {levels.back(), quint64(1) << (2 + level)}}));
    std::ranges::reverse(levels);
    post(levels);
    CHECK(exported(levels.front().cid, "&entity-bytes=1:5") == setOf(levels));
}

TEST_CASE_METHOD(Dags, "Sizes that add up to more than a number holds are no error of an account")
{
    constexpr quint64 most = std::numeric_limits<quint64>::max();
    const auto claiming = [](quint64 size, const QByteArray& name) {
        return fsNode({.type = UnixFs::Type::Directory}, {{leaf.cid, name, size}});
    };
    for (const quint64 size : {most >> 1, most / 2 - 1000, most - 1, most, most / 2 + 1}) {
        for (const QByteArray name : {"a", "b"}) {
            const Block folder = claiming(size, name);
            post({folder, leaf});
            pin(folder);
            const QJsonValue said
                = asOwner("GET", "/user/uploads/" + text(folder.cid)).object()["dagSize"_L1];
            CHECK((said.isNull() || said.toDouble() > 0));
        }
    }
    const Answer account = asOwner("GET", "/user/account");
    REQUIRE(account.status == 200);
    const QJsonValue used = account.object()["usedStorage"_L1];
    for (const auto sum : {"uploaded"_L1, "psaPinned"_L1, "total"_L1})
        CHECK(used[sum].toDouble() > 4e18);
    // What an earlier version stored of such a claim.
    {
        const auto catalog = std::move(*local::openCatalog(folder()));
        REQUIRE(Statement(*catalog, u"UPDATE content SET dag_size = -5"_s).run());
    }
    CHECK(asOwner("GET", "/user/account").object()["usedStorage"_L1]["total"_L1] == 0);
    const Block folder = claiming(most >> 1, "a");
    CHECK(asOwner("GET", "/user/uploads/" + text(folder.cid)).object()["dagSize"_L1].isNull());
    CHECK(ask("GET", "/status/" + text(folder.cid)).object()["dagSize"_L1].isNull());
}

TEST_CASE_METHOD(Dags, "A file that is not what it says is never sent as if it were")
{
    const Block a = rawBlock("0123");
    const Block b = rawBlock("4567");
    constexpr quint64 most = std::numeric_limits<quint64>::max();
    const auto file = [&](quint64 size, const std::vector<quint64>& parts) {
        return fsNode({.fileSize = size, .blockSizes = parts}, {{a.cid, {}, 4}, {b.cid, {}, 4}});
    };
    for (const Block& lie :
         {file(7, {4, 4}), file(9, {4, 4}), file(0, {4, 4}), file(most, {4, 4}), file(8, {5, 3}),
          file(8, {4, 4, 0}), file(most >> 1, {4, 4}), file(1 << 30, {4, (1 << 30) - 4}),
          file(most >> 1, {4, (most >> 1) - 4}), file(3, {most, 4}), file(8, {0, 8})}) {
        post({lie, a, b});
        for (const Fields& range :
             {Fields{}, Fields{{"Range", "bytes=0-1"}}, Fields{{"Range", "bytes=2-6"}},
              Fields{{"Range", "bytes=-3"}}}) {
            const Answer answer = ask("GET", "/ipfs/" + text(lie.cid), range);
            INFO(answer.status << ' ' << answer.body.toStdString());
            // Refused, or broken off where it shows.
            const bool isWhole = answer.status / 100 == 2
                && answer.header("Content-Length") == QByteArray::number(answer.body.size());
            CHECK_FALSE(isWhole);
            CHECK(answer.status != 500);
        }
        // What is true of it can be had.
        CHECK(ask("GET", "/ipfs/" + text(lie.cid) + "?format=raw").body == lie.bytes);
        CHECK(exported(lie.cid, {}) == setOf({lie, a, b}));
    }
}

TEST_CASE_METHOD(Dags, "A block inside a CID is never one of a CAR")
{
    const Block a = rawBlock("0123");
    const Block inner = inlined(rawBlock("4567"));
    const Block file = fileOf({{a, 4}, {inner, 4}});
    const Block whole = inlined(fileOf({{a, 4}, {a, 4}}));
    const Block folder = fsNode({.type = UnixFs::Type::Directory},
                                {{whole.cid, "whole", 1}, {file.cid, "file", 1}});
    post({folder, file, a});
    CHECK(status(folder) == u"Pinned");
    CHECK(exported(folder.cid, {}) == setOf({folder, file, a}));
    CHECK(exported(file.cid, "&entity-bytes=4:*") == setOf({file}));
    for (const QByteArray more :
         {"", "&dag-scope=entity", "&entity-bytes=0:*", "&entity-bytes=5:6"})
        CHECK(exported(whole.cid, more) == setOf({a}));
    CHECK(exported(whole.cid, "&dag-scope=block").isEmpty());
    CHECK(exported("/car/" + text(whole.cid)) == setOf({a}));
    CHECK(exported(inner.cid, {}).isEmpty());
    CHECK(exported("/ipfs/" + text(folder.cid) + "/whole?format=car") == setOf({folder, a}));
    CHECK(exported("/ipfs/" + text(folder.cid) + "/whole?format=car&dag-scope=block")
          == setOf({folder}));
    const Block nested = inlined(fsNode({.type = UnixFs::Type::Directory}, {{a.cid, "a", 4}}));
    CHECK(exported("/ipfs/" + text(nested.cid) + "/a?format=car") == setOf({a}));
    // The probe of a gateway.
    CHECK(exported("/ipfs/bafkqaaa?format=car").isEmpty());
    CHECK(ask("GET", "/ipfs/bafkqaaa?format=raw").status == 200);
    // What hangs on a block inside a CID can be missing.
    const Block lost = inlined(pbBlock({rawBlock("nowhere")}));
    post({pbBlock({lost, a}), a});
    CHECK(status(pbBlock({lost, a})) == u"Pinning");
}

TEST_CASE_METHOD(Dags, "Every export of a random DAG has the blocks that a plain reader needs")
{
    const auto seed = quint32(qEnvironmentVariableIsSet("CAIRN_SEED")
                                  ? qEnvironmentVariableIntValue("CAIRN_SEED")
                                  : int(std::random_device()() & 0x7fffffff));
    for (quint32 turn = 0; turn < 3; ++turn) {
        INFO("CAIRN_SEED=" << seed << ", turn " << turn);
        const RandomDag dag(seed + turn);
        post(dag.blocks());
        CHECK(status({dag.root(), {}}) == u"Pinned");
        std::mt19937 random(seed + turn);
        const auto below = [&](qint64 limit) { return qint64(random() % quint32(limit)); };
        for (const Cid& cid : dag.nodes()) {
            INFO(text(cid).toStdString());
            CHECK(exported("/car/" + text(cid)) == dag.all(cid));
            CHECK(exported(cid, {}) == dag.all(cid));
            const QByteArray repeated = "/ipfs/" + text(cid) + "?format=car&car-dups=y";
            CHECK(cidsOf(ask("GET", repeated).body) == dag.everyPlace(cid));
            CHECK(exported(cid, "&dag-scope=entity") == dag.entity(cid));
            CHECK(exported(cid, "&dag-scope=block") == dag.block(cid));
            if (!dag.files().contains(cid)) {
                CHECK(exported(cid, "&entity-bytes=1:1") == dag.entity(cid));
                continue;
            }
            const qint64 size = dag.files()[cid].size();
            for (int i = 0; i < 4; ++i) {
                const qint64 from = below(size);
                const qint64 to = from + below(size - from);
                const BlockSet wanted = dag.range(cid, quint64(from), quint64(to) + 1);
                const auto range = [&](qint64 first, qint64 last) {
                    return exported(cid,
                                    "&entity-bytes=" + QByteArray::number(first) + ':'
                                        + QByteArray::number(last));
                };
                CHECK(range(from, to) == wanted);
                CHECK(range(from - size, to) == wanted);
                CHECK(range(from, to - size) == wanted);
                CHECK(exported(cid, "&entity-bytes=" + QByteArray::number(from) + ":*")
                      == dag.range(cid, quint64(from), quint64(size)));
            }
            CHECK(ask("GET", "/ipfs/" + text(cid)).body == dag.files()[cid]);
        }
    }
}
