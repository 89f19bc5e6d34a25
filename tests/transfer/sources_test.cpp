// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/source/sourceanswer.h"
#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"
#include "core/content/unixfs/dagreader.h"
#include "core/download/sourcefault.h"
#include "tests/transfer/downloadfixture.h"

#include <random>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using transfer::SuspensionReason;

namespace {

constexpr qsizetype chunk = 1'000;

/// Bytes that no block has twice.
QByteArray noise(qsizetype size)
{
    std::mt19937 random(20261125);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char& byte : bytes)
        byte = char(random());
    return bytes;
}

struct Thousand : BlockBox
{
    QByteArray bytes = noise(1'000 * chunk + 1);
    content::Cid root = file(bytes, chunk);
    content::Cid block(int number) const
    {
        return content::Cid::v1(content::Codec::Raw,
                                content::sha256(bytes.mid(number * chunk, chunk)));
    }
};

} // namespace

TEST_CASE_METHOD(Downloads,
                 "a byte flipped in block 500 of 1000: the source is named and dropped, "
                 "the next goes on at that block")
{
    const Thousand file;
    FakeGateway bad(file);
    FakeGateway good(file);
    bad.wrong = {file.block(500)};
    useGateways({&bad, &good});
    const Transfer saved = ended(get(file.root, u"back"_s));
    REQUIRE(saved.state == State::Saved);
    CHECK(bytesAt(u"back"_s) == file.bytes);
    REQUIRE(saved.dropped.size() == 1);
    CHECK(saved.dropped[0].source == bad.name());
    CHECK(saved.dropped[0].error.kind == Error::Kind::Corrupt);
    CHECK(saved.dropped[0].error.subject == file.block(500).toString());
    // It was asked for the rest of the file, from the first byte that was not right.
    REQUIRE(good.asked.size() == 1);
    CHECK(good.asked[0].contains("entity-bytes=500000:*"));
}

TEST_CASE_METHOD(Downloads, "the same from sources that send single blocks only")
{
    const Thousand file;
    FakeGateway bad(file);
    FakeGateway good(file);
    bad.sendsCars = good.sendsCars = false;
    bad.wrong = {file.block(500)};
    useGateways({&bad, &good});
    const Transfer saved = ended(get(file.root, u"back"_s));
    REQUIRE(saved.state == State::Saved);
    CHECK(bytesAt(u"back"_s) == file.bytes);
    CHECK(saved.dropped.size() == 1);
    CHECK(good.askedFor("format=raw") == 501);
    CHECK(good.askedFor(file.block(499).toString().toLatin1()) == 0);
}

TEST_CASE_METHOD(Downloads,
                 "without a next source the result names the source and the block, and "
                 "keeps what was right")
{
    const Thousand file;
    FakeGateway bad(file);
    bad.wrong = {file.block(500)};
    useGateways({&bad});
    const TransferId id = get(file.root, u"back"_s);
    const Transfer failed = ended(id);
    CHECK(failed.state == State::Failed);
    CHECK(failed.error->code == fault::wrongBytes);
    CHECK(failed.error->subject == file.block(500).toString());
    REQUIRE(failed.dropped.size() == 1);
    CHECK(failed.dropped[0].source == bad.name());
    CHECK(answersOf(*failed.error).front()
          == SourceAnswer{bad.name(), answer::wrongBytes, file.block(500).toString()});
    CHECK_FALSE(QFile::exists(place(u"back"_s)));

    // Retried with another source it goes on, not anew.
    FakeGateway good(file);
    useGateways({&bad, &good});
    queue->retry(id);
    REQUIRE(ended(id).state == State::Saved);
    CHECK(bytesAt(u"back"_s) == file.bytes);
    CHECK(good.askedFor(file.root.toString().toLatin1()) >= 1);
    CHECK(good.askedFor("entity-bytes=500000") == 1);
}

TEST_CASE_METHOD(Downloads, "nobody knows the CID")
{
    Thousand file;
    FakeGateway empty;
    useGateways({&empty});
    const Transfer failed = ended(get(file.root, u"back"_s));
    CHECK(failed.state == State::Failed);
    CHECK(failed.error->kind == Error::Kind::NotFound);
    CHECK(failed.error->code == fault::noRecord);
    CHECK(failed.error->subject == file.root.toString());
    CHECK(names().size() <= 1);
}

TEST_CASE_METHOD(Downloads, "a source that is offline holds a download, and it goes on by itself")
{
    const Thousand file;
    auto gone = std::make_unique<FakeGateway>(file);
    useGateways({gone.get()});
    const quint16 port = gone->serverPort();
    gone.reset();
    const TransferId id = get(file.root, u"back"_s);
    const Transfer held = ended(id);
    CHECK(held.state == State::Suspended);
    CHECK(held.suspension == SuspensionReason::SourceOffline);
    CHECK(held.error->code == fault::sourceOffline);
    CHECK_FALSE(queue->accountSuspension()); // Uploads are not held for it.

    FakeGateway back(file);
    back.close();
    REQUIRE(back.listen(QHostAddress::LocalHost, port));
    clock.push(std::chrono::seconds(16));
    queue->tick();
    REQUIRE(comesTo(id, State::Saved));
}

TEST_CASE_METHOD(Downloads,
                 "a source that lacks a block: the next has it, or the result says which")
{
    const Thousand file;
    FakeGateway part(file);
    part.box.blocks.erase(file.block(700));
    FakeGateway whole(file);
    useGateways({&part, &whole});
    CHECK(ended(get(file.root, u"one"_s)).state == State::Saved);
    CHECK(bytesAt(u"one"_s) == file.bytes);

    useGateways({&part});
    const Transfer failed = ended(get(file.root, u"two"_s));
    CHECK(failed.state == State::Failed);
    CHECK(failed.error->code == fault::lacksBlock);
    CHECK(failed.error->subject == file.block(700).toString());
    CHECK(failed.acknowledgedBytes == 700 * chunk);
}

TEST_CASE_METHOD(Downloads, "a source that refuses is named, whatever the status it does it with")
{
    const Thousand file;
    for (const QByteArray status : {"401 Unauthorized", "403 Forbidden", "451 No"}) {
        CAPTURE(status);
        FakeGateway closed(file);
        closed.refusal = status;
        useGateways({&closed});
        const Transfer failed = ended(get(file.root, QString::fromLatin1(status)));
        CHECK(failed.state == State::Failed);
        CHECK(failed.error->code == fault::refused);
        REQUIRE(failed.dropped.size() == 1);
        CHECK(failed.dropped[0].source == closed.name());
        // And what it refuses another one gives.
        FakeGateway open(file);
        useGateways({&closed, &open});
        CHECK(ended(get(file.root, u"open "_s + QString::fromLatin1(status))).state
              == State::Saved);
    }
}

TEST_CASE_METHOD(Downloads, "a source that asks for patience gets it")
{
    const Thousand file;
    FakeGateway busy(file);
    busy.refusal = "429 Too Many Requests";
    busy.headers = "Retry-After: 77\r\n";
    useGateways({&busy});
    const TransferId id = get(file.root, u"back"_s);
    REQUIRE(comesTo(id, State::Waiting));
    const Transfer waiting = *queue->find(id);
    CHECK(waiting.error->code == fault::sourceBusy);
    CHECK(*waiting.nextAttempt - clock.now() > std::chrono::seconds(60));
    busy.refusal.clear();
    clock.push(std::chrono::seconds(80));
    queue->tick();
    CHECK(comesTo(id, State::Saved));
}

TEST_CASE("our own network is told from a source that is down")
{
    const SourceFailure away{{Error::Kind::Offline, {}, u"far.example"_s}, false};
    const SourceFailure here{{Error::Kind::Offline, {}, u"127.0.0.1"_s}, true};
    CHECK(verdict({away}, u"b"_s, true, false).code == fault::ownNetwork);
    CHECK(verdict({away}, u"b"_s, true, true).code == fault::sourceOffline);
    CHECK(verdict({here}, u"b"_s, true, false).code == fault::sourceOffline);
}

TEST_CASE("of several failures the one that passes by itself comes first")
{
    using Kind = Error::Kind;
    const auto code = [](std::vector<Kind> kinds) {
        std::vector<SourceFailure> failures;
        for (const Kind kind : kinds)
            failures.push_back({{kind, {}}, true});
        return verdict(failures, u"b"_s, false, true).code;
    };
    CHECK(code({}) == fault::lacksBlock);
    CHECK(code({Kind::NotFound}) == fault::lacksBlock);
    CHECK(code({Kind::NotFound, Kind::Forbidden}) == fault::refused);
    CHECK(code({Kind::Forbidden, Kind::Corrupt, Kind::NotFound}) == fault::wrongBytes);
    CHECK(code({Kind::Corrupt, Kind::Timeout}) == fault::sourceOffline);
    CHECK(code({Kind::Offline, Kind::RateLimited}) == fault::sourceBusy);
}

TEST_CASE_METHOD(Downloads, "repeated blocks, identity CIDs and empty files come out right")
{
    FakeGateway gateway;
    BlockBox& box = gateway.box;
    const QByteArray twice = pattern(50'000, 1) + pattern(50'000, 2) + pattern(50'000, 1);
    const content::Cid file = box.file(twice, 50'000);
    const content::Cid small
        = content::Cid::v1(content::Codec::Raw, {content::HashCode::Identity, "inline bytes"_ba});
    const content::Cid root = box.folder({{"again", file},
                                          {"empty", box.file({}, 1)},
                                          {"first", file},
                                          {"inline", small},
                                          {"raw", box.raw("raw")},
                                          {"second", box.folder({{"first", file}})}});
    useGateways({&gateway});
    REQUIRE(ended(get(root, u"back"_s)).state == State::Saved);
    for (const auto& name : {u"again"_s, u"first"_s, u"second/first"_s})
        CHECK(bytesAt(u"back/"_s + name) == twice);
    CHECK(bytesAt(u"back/empty"_s).isEmpty());
    CHECK(bytesAt(u"back/inline"_s) == "inline bytes");
    CHECK(bytesAt(u"back/raw"_s) == "raw");
}

TEST_CASE_METHOD(Downloads,
                 "sizes that lie change neither what is written nor the sign of a figure")
{
    FakeGateway gateway;
    BlockBox& box = gateway.box;
    const content::Cid leaf = box.raw("some bytes");
    const auto claiming = [&](quint64 size) {
        content::PbNode node;
        for (const QByteArray name : {"a", "b", "c"})
            node.links.push_back({leaf, name, size});
        node.data = content::encodeUnixFs({.type = content::UnixFs::Type::Directory});
        return box.node(content::encodePbNode(node));
    };
    useGateways({&gateway});
    int count = 0;
    for (const quint64 size : {quint64(0), quint64(1), (quint64(1) << 61), ~quint64(0) >> 2,
                               ~quint64(0) >> 1, ~quint64(0)}) {
        const QString name = QString::number(++count);
        const Transfer transfer = ended(get(claiming(size), name));
        INFO(size);
        CHECK(transfer.state == State::Saved);
        CHECK(bytesAt(name + u"/c"_s) == "some bytes");
        CHECK(transfer.sourceBytes == 30);
        for (const qint64 figure :
             {transfer.totalBytes, transfer.sentBytes, transfer.acknowledgedBytes}) {
            CHECK(figure >= 0);
            CHECK(figure <= qint64(1) << 60);
        }
    }
}

TEST_CASE_METHOD(Downloads, "a service that has no gateway is asked for CARs the old way")
{
    const QByteArray bytes = pattern(5'000'000);
    const content::CidString root = stored({file(u"a.bin"_s, bytes)});
    proxy.plan = [](const auto& request) {
        return request.path.startsWith("/ipfs/")
            ? FaultProxy::say("404 Not Found", R"({"message":"no"})")
            : FaultProxy::Fault();
    };
    REQUIRE(ended(get(root, u"back"_s)).state == State::Saved);
    CHECK(bytesAt(u"back"_s) == bytes);
}

TEST_CASE_METHOD(Downloads, "a node that contradicts itself is nobody's lie but its maker's")
{
    FakeGateway gateway;
    const content::Cid broken = gateway.box.node("not a node at all");
    const content::Cid root = gateway.box.folder({{"x", broken}});
    useGateways({&gateway});
    const Transfer failed = ended(get(root, u"back"_s));
    CHECK(failed.dropped.empty());
    REQUIRE(failed.state == State::Saved);
    CHECK(failed.leftOut
          == std::vector<LeftOut>{{u"x"_s, LeftOut::Reason::Contradicts, broken.toString()}});
    const Transfer alone = ended(get(broken, u"alone"_s));
    CHECK(alone.state == State::Failed);
    CHECK(alone.dropped.empty());
    CHECK(alone.error->code == content::dagContradicts);
}
