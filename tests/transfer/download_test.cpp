// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/transfer/downloadfixture.h"

#include <random>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using transfer::SuspensionReason;

TEST_CASE_METHOD(Downloads, "what was uploaded comes back, byte for byte, under one request")
{
    const QByteArray bytes = pattern(7'000'001);
    const content::CidString root = stored({file(u"a.bin"_s, bytes)});
    proxy.asked.clear();
    const TransferId id = get(root, u"back"_s);
    REQUIRE(comesTo(id, State::Saved));
    CHECK(bytesAt(u"back"_s) == bytes);
    CHECK(isAlone(u"back"_s)); // Nothing left beside it.
    const auto saved = queue->find(id);
    CHECK(saved->root == root);
    CHECK(saved->files == 1);
    CHECK(saved->sourceBytes == bytes.size());
    CHECK(saved->acknowledgedBytes == saved->totalBytes);
    CHECK(saved->finished);
    CHECK_FALSE(saved->error);
    CHECK(gets("format=car") == 1);
    CHECK(gets("format=raw") == 1); // The root, to see what it is.
}

TEST_CASE_METHOD(Downloads, "a path leads to one file, and nothing else is fetched")
{
    REQUIRE(QDir(folder.path()).mkpath(u"tree/in"_s));
    file(u"tree/large.bin"_s, pattern(9'000'000));
    file(u"tree/in/small.bin"_s, pattern(3'000, 5));
    const content::CidString root = stored({folder.filePath(u"tree"_s)});
    const TransferId id = get(root, u"small.bin"_s, u"tree/in/small.bin"_s);
    REQUIRE(comesTo(id, State::Saved));
    CHECK(bytesAt(u"small.bin"_s) == pattern(3'000, 5));
    CHECK(queue->find(id)->totalBytes < 4'000);

    const Transfer lost = ended(get(root, u"nothing"_s, u"tree/in/nothing"_s));
    CHECK(lost.state == State::Failed);
    CHECK(lost.error->code == u"NO_SUCH_PATH"_s);
}

TEST_CASE_METHOD(Downloads, "a sharded folder of two thousand files comes back whole")
{
    REQUIRE(QDir(folder.path()).mkpath(u"many"_s));
    for (int i = 0; i < 2'000; ++i)
        file(u"many/%1.txt"_s.arg(i), QByteArray::number(i * 7));
    const content::CidString root = stored({folder.filePath(u"many"_s)});
    proxy.asked.clear();
    const TransferId id = get(root, u"back"_s);
    REQUIRE(comesTo(id, State::Saved));
    CHECK(QDir(place(u"back/many"_s)).entryList(QDir::Files).size() == 2'000);
    for (const int i : {0, 1, 999, 1'999})
        CHECK(bytesAt(u"back/many/%1.txt"_s.arg(i)) == QByteArray::number(i * 7));
    CHECK(queue->find(id)->files == 2'000);
    CHECK(proxy.asked.size() == 2);
}

TEST_CASE_METHOD(Downloads, "an existing target is an error, and stays as it is")
{
    const content::CidString root = stored({file(u"a.bin"_s, pattern(1'000))});
    QFile there(place(u"mine"_s));
    REQUIRE(there.open(QIODevice::WriteOnly));
    there.write("precious");
    there.close();
    const auto refused = queue->add(DownloadRequest{root, {}, place(u"mine"_s), {}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Error::Kind::Conflict);
    CHECK(refused.error().code == u"TARGET_EXISTS"_s);
    CHECK(bytesAt(u"mine"_s) == "precious");
    CHECK(queue->add(DownloadRequest{root, {}, place(u"no/such/folder"_s), {}}).error().code
          == u"TARGET_FOLDER_MISSING"_s);
    CHECK(queue->add(DownloadRequest{content::CidString(u"nonsense"_s), {}, place(u"x"_s), {}})
              .error()
              .kind
          == Error::Kind::Invalid);
}

TEST_CASE_METHOD(Downloads, "a target that appears meanwhile is not overwritten")
{
    const content::CidString root = stored({file(u"a.bin"_s, pattern(3'000'000))});
    proxy.plan = [&](const auto& request) {
        if (request.path.contains("format=car")) {
            QFile there(place(u"mine"_s));
            std::ignore = there.open(QIODevice::WriteOnly);
            there.write("precious");
        }
        return FaultProxy::Fault();
    };
    const Transfer failed = ended(get(root, u"mine"_s));
    CHECK(failed.state == State::Failed);
    CHECK(failed.error->code == u"TARGET_EXISTS"_s);
    CHECK(bytesAt(u"mine"_s) == "precious");
}

TEST_CASE_METHOD(Downloads, "a download cut off goes on where the last verified byte lies")
{
    const QByteArray bytes = pattern(60'000'000);
    const content::CidString root = stored({file(u"a.bin"_s, bytes)});
    proxy.asked.clear();
    int cut = 0;
    proxy.plan = [&](const auto& request) {
        if (request.path.contains("format=car") && cut++ == 0)
            return FaultProxy::Fault{FaultProxy::Fault::CutAnswer, 30'000'000};
        return FaultProxy::Fault();
    };
    const TransferId id = get(root, u"back"_s);
    REQUIRE(hurriesTo(id, State::Saved));
    CHECK(bytesAt(u"back"_s) == bytes);
    CHECK(gets("entity-bytes=") == 1);
    CHECK(gets("format=car") == 2);
}

TEST_CASE_METHOD(Downloads, "a restart goes on with what is verified on disk")
{
    const QByteArray bytes = pattern(80'000'000);
    const content::CidString root = stored({file(u"a.bin"_s, bytes)});
    queue->setLimits({.bytesPerSecond = 40'000'000});
    const TransferId id = get(root, u"back"_s);
    REQUIRE(until([&] { return queue->find(id)->acknowledgedBytes > 20'000'000; }));
    CHECK(names().size() == 1);
    CHECK_FALSE(names().contains(u"back"_s)); // Half a download does not look whole.
    restart();
    queue->start();
    REQUIRE(comesTo(id, State::Saved));
    CHECK(bytesAt(u"back"_s) == bytes);
    CHECK(gets("entity-bytes=") == 1);
    CHECK(isAlone(u"back"_s));
}

TEST_CASE_METHOD(Downloads, "a folder interrupted at any point comes back the same")
{
    REQUIRE(QDir(folder.path()).mkpath(u"tree/b/c"_s));
    for (int i = 0; i < 40; ++i)
        file(u"tree/%1%2.bin"_s.arg(i % 3 == 0       ? u"b/"_s
                                        : i % 3 == 1 ? u"b/c/"_s
                                                     : QString())
                 .arg(i),
             pattern(100'000 + i * 20'000, i));
    const content::CidString root = stored({folder.filePath(u"tree"_s)});
    std::mt19937 random(7);
    const TransferId id = get(root, u"back"_s);
    for (int i = 0; i < 12 && state(id) != State::Saved; ++i) {
        queue->setLimits({.bytesPerSecond = 20'000'000});
        queue->start();
        const auto pause = std::chrono::milliseconds(random() % 120);
        std::ignore = until([&] { return state(id) == State::Saved; }, pause);
        restart();
    }
    queue->start();
    REQUIRE(comesTo(id, State::Saved));
    for (int i = 0; i < 40; ++i) {
        const QString name
            = u"tree/%1%2.bin"_s.arg(i % 3 == 0       ? u"b/"_s
                                         : i % 3 == 1 ? u"b/c/"_s
                                                      : QString())
                  .arg(i);
        CHECK(bytesAt(u"back/"_s + name) == pattern(100'000 + i * 20'000, i));
    }
    CHECK(queue->find(id)->files == 40);
    CHECK(queue->find(id)->acknowledgedBytes == queue->find(id)->totalBytes);
    CHECK(isAlone(u"back"_s));
}

TEST_CASE_METHOD(Downloads, "a paused download stops, keeps what it has, and goes on when resumed")
{
    const QByteArray bytes = pattern(60'000'000);
    const content::CidString root = stored({file(u"a.bin"_s, bytes)});
    queue->setLimits({.bytesPerSecond = 40'000'000});
    const TransferId id = get(root, u"back"_s);
    REQUIRE(until([&] { return queue->find(id)->acknowledgedBytes > 10'000'000; }));
    queue->pause(id);
    CHECK(state(id) == State::Paused);
    queue->setLimits({});
    queue->resume(id);
    REQUIRE(comesTo(id, State::Saved));
    CHECK(bytesAt(u"back"_s) == bytes);
}

TEST_CASE_METHOD(Downloads, "a cancelled download leaves nothing behind")
{
    const content::CidString root = stored({file(u"a.bin"_s, pattern(60'000'000))});
    queue->setLimits({.bytesPerSecond = 40'000'000});
    const TransferId id = get(root, u"back"_s);
    REQUIRE(until([&] { return queue->find(id)->acknowledgedBytes > 1'000'000; }));
    queue->cancel(id);
    CHECK(state(id) == State::Cancelled);
    CHECK(until([&] { return names().isEmpty(); }));
}

TEST_CASE_METHOD(Downloads, "a download keeps to the bandwidth that uploads keep to")
{
    const content::CidString root = stored({file(u"a.bin"_s, pattern(3'000'000))});
    queue->setLimits({.bytesPerSecond = 1});
    const TransferId id = get(root, u"back"_s);
    CHECK_FALSE(until([&] { return state(id) == State::Saved; }, std::chrono::milliseconds(400)));
    CHECK(queue->find(id)->acknowledgedBytes == 0);
    queue->setLimits({});
    CHECK(comesTo(id, State::Saved));
}

TEST_CASE_METHOD(Downloads, "what keeps the account from sending does not keep it from reading")
{
    const content::CidString root = stored({file(u"a.bin"_s, pattern(100'000))});
    queue->suspend(SuspensionReason::LoginExpired, {Error::Kind::Unauthorized, {}});
    const auto upload = queue->add(UploadRequest{.paths = {file(u"b.bin"_s, pattern(10))}});
    const TransferId id = get(root, u"back"_s);
    CHECK(comesTo(id, State::Saved));
    CHECK(state(*upload) == State::Queued);
}

TEST_CASE_METHOD(Downloads, "the same request again goes on, and one that ended in place is saved")
{
    const QByteArray bytes = pattern(40'000'000);
    const content::CidString root = stored({file(u"a.bin"_s, bytes)});
    queue->setLimits({.bytesPerSecond = 40'000'000});
    const DownloadRequest request{root, {}, place(u"back"_s), {}};
    const auto id = queue->add(request);
    REQUIRE(id);
    REQUIRE(until([&] { return queue->find(*id)->acknowledgedBytes > 10'000'000; }));
    restart();
    CHECK_FALSE(queue->takeUp(DownloadRequest{root, {}, place(u"other"_s), {}}));
    REQUIRE(queue->takeUp(request) == *id);
    REQUIRE(comesTo(*id, State::Saved));
    CHECK(bytesAt(u"back"_s) == bytes);
}
