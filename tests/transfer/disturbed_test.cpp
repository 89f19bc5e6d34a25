// SPDX-License-Identifier: MIT OR Apache-2.0
// Downloads that are disturbed from this side: a full disk, another boot, a budget of requests.
#include "tests/transfer/downloadfixture.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using transfer::SuspensionReason;

namespace {

/// The first of thirty may reach the other end that much later than it was let go.
constexpr std::chrono::milliseconds lateness{500};

constexpr auto mebibyte = 1024 * 1024;

/// Downloads into a disk of its own; empty where none may be mounted.
struct SmallDisk : Downloads
{
    bool isThere = mount(u"size=17m"_s);
    ~SmallDisk()
    {
        queue.reset();
        if (isThere)
            QProcess::execute(u"umount"_s, {u"-l"_s, place({})});
    }
    bool mount(const QString& options)
    {
        return QProcess::execute(u"mount"_s,
                                 {u"-t"_s, u"tmpfs"_s, u"-o"_s, options, u"tmpfs"_s, place({})})
            == 0;
    }
};

struct Rebooted : Downloads
{
    QByteArray bytes = pattern(40'000'000);
    content::CidString root = stored({file(u"a.bin"_s, bytes)}, 0);
    TransferId id = 0;

    QString workFile(const QString& name) const
    {
        QDirIterator all(place({}), {name}, QDir::Files | QDir::Hidden,
                         QDirIterator::Subdirectories);
        return all.hasNext() ? all.next() : QString();
    }
    QJsonObject record() const
    {
        QFile file(workFile(u"record"_s));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return QJsonDocument::fromJson(file.readAll()).object();
    }
    static void write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(text) == text.size());
    }
    void stopHalfway()
    {
        queue->setLimits({.bytesPerSecond = 40'000'000});
        id = get(root, u"back"_s);
        REQUIRE(until([&] { return queue->find(id)->acknowledgedBytes > 20'000'000; }));
        queue.reset();
    }
    /// What a crash of the system leaves: a record that was written, and content that was not.
    void crash()
    {
        QJsonObject json = record();
        REQUIRE(json["fileBytes"_L1].toInteger() > 8'000'000);
        json["boot"_L1] = u"6e57b0a7-0000-4000-8000-000000000000"_s;
        write(workFile(u"record"_s), QJsonDocument(json).toJson());
        QFile content(workFile(u"content"_s));
        REQUIRE(content.open(QIODevice::ReadWrite));
        REQUIRE(content.seek(5'000'000));
        content.write(QByteArray(qsizetype(content.size() - 5'000'000), '\0'));
    }
    void goOn()
    {
        proxy.asked.clear();
        restart();
        queue->start();
        REQUIRE(comesTo(id, State::Saved));
        CHECK(bytesAt(u"back"_s) == bytes);
    }
};

} // namespace

TEST_CASE_METHOD(SmallDisk, "a full disk holds a download, and room lets it go on where it was")
{
    if (!isThere) {
        WARN("skipped: only root may mount a small disk");
        return;
    }
    REQUIRE(mount(u"remount,size=40m"_s));
    const QByteArray bytes = pattern(20 * mebibyte);
    const content::CidString root = stored({file(u"a.bin"_s, bytes)});
    queue->setLimits({.bytesPerSecond = 20 * mebibyte});
    const TransferId id = get(root, u"back"_s);
    // There is room for it at first; then others take it.
    REQUIRE(until([&] { return queue->find(id)->acknowledgedBytes > 5 * mebibyte; }));
    QFile others(place(u"others"_s));
    REQUIRE(others.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    others.write(QByteArray(28 * mebibyte, 'x'));
    queue->setLimits({});
    REQUIRE(comesTo(id, State::Suspended));
    CHECK(queue->find(id)->suspension == SuspensionReason::DiskFull);
    CHECK(queue->find(id)->error->code == u"TARGET_DISK_FULL"_s);
    const qint64 kept = queue->find(id)->acknowledgedBytes;
    CHECK(kept > 4 * mebibyte);
    CHECK_FALSE(names().contains(u"back"_s));

    // Asked now and then, it is still full.
    clock.push(std::chrono::seconds(20));
    queue->tick();
    REQUIRE(comesTo(id, State::Suspended));
    CHECK(queue->find(id)->acknowledgedBytes >= kept);

    proxy.asked.clear();
    REQUIRE(mount(u"remount,size=64m"_s));
    REQUIRE(until([&] {
        clock.push(std::chrono::seconds(20));
        queue->tick();
        return state(id) == State::Saved;
    }));
    CHECK(bytesAt(u"back"_s) == bytes);
    CHECK(gets("entity-bytes=") == 1); // Nothing came twice.
    REQUIRE(others.remove());
    CHECK(isAlone(u"back"_s));
}

TEST_CASE_METHOD(SmallDisk, "a disk too small for what the root says is not filled first")
{
    if (!isThere) {
        WARN("skipped: only root may mount a small disk");
        return;
    }
    const QByteArray bytes = pattern(20 * mebibyte);
    const content::CidString root = stored({file(u"a.bin"_s, bytes)});
    proxy.asked.clear();
    const TransferId id = get(root, u"back"_s);
    REQUIRE(comesTo(id, State::Suspended));
    CHECK(queue->find(id)->suspension == SuspensionReason::DiskFull);
    CHECK(queue->find(id)->error->code == u"TARGET_TOO_SMALL"_s);
    CHECK(queue->find(id)->acknowledgedBytes == 0);
    CHECK(names().isEmpty());
    REQUIRE(mount(u"remount,size=64m"_s));
    REQUIRE(until([&] {
        clock.push(std::chrono::seconds(20));
        queue->tick();
        return state(id) == State::Saved;
    }));
    CHECK(bytesAt(u"back"_s) == bytes);
}

TEST_CASE_METHOD(SmallDisk, "what is more than the root says leaves the last space of a disk alone")
{
    if (!isThere) {
        WARN("skipped: only root may mount a small disk");
        return;
    }
    FakeGateway gateway;
    BlockBox& box = gateway.box;
    std::vector<std::pair<QByteArray, content::Cid>> leaves;
    for (int i = 0; i < 20; ++i)
        leaves.emplace_back(QByteArray::number(i), box.raw(pattern(mebibyte, i)));
    // A folder whose entries claim no size.
    const content::Cid root = box.folder(leaves, BlockBox::Sizes::Hidden);
    useGateways({&gateway});
    const TransferId id = get(root, u"back"_s);
    REQUIRE(comesTo(id, State::Suspended));
    CHECK(queue->find(id)->error->code == u"TARGET_DISK_FULL"_s);
    CHECK(queue->find(id)->acknowledgedBytes < 3 * mebibyte);
    CHECK(queue->find(id)->totalBytes >= queue->find(id)->acknowledgedBytes);
}

TEST_CASE_METHOD(SmallDisk, "a folder held by a full disk comes back whole")
{
    if (!isThere) {
        WARN("skipped: only root may mount a small disk");
        return;
    }
    REQUIRE(QDir(folder.path()).mkpath(u"many"_s));
    for (int i = 0; i < 3'000; ++i)
        file(u"many/%1.txt"_s.arg(i), pattern(5'000, i));
    const content::CidString root = stored({folder.filePath(u"many"_s)});
    const TransferId id = get(root, u"back"_s);
    REQUIRE(comesTo(id, State::Suspended));
    CHECK(queue->find(id)->suspension == SuspensionReason::DiskFull);
    CHECK(queue->find(id)->files > 500);
    REQUIRE(mount(u"remount,size=64m"_s));
    REQUIRE(until([&] {
        clock.push(std::chrono::seconds(20));
        queue->tick();
        return state(id) == State::Saved;
    }));
    for (int i = 0; i < 3'000; ++i)
        REQUIRE(bytesAt(u"back/many/%1.txt"_s.arg(i)) == pattern(5'000, i));
}

TEST_CASE_METHOD(Rebooted, "what was written down before another boot is not believed")
{
    stopHalfway();
    QFile::remove(QFileInfo(workFile(u"record"_s)).path() + u"/synced"_s);
    crash();
    goOn();
    CHECK(gets("entity-bytes=") == 0);
}

TEST_CASE_METHOD(Rebooted, "after another boot a download goes on from what had reached the disk")
{
    stopHalfway();
    QJsonObject synced = record();
    synced["fileBytes"_L1] = 4'000'000;
    synced["boot"_L1] = u"6e57b0a7-0000-4000-8000-000000000000"_s;
    write(QFileInfo(workFile(u"record"_s)).path() + u"/synced"_s, QJsonDocument(synced).toJson());
    crash();
    goOn();
    CHECK(gets("entity-bytes=4000000:") == 1);
}

TEST_CASE_METHOD(Downloads, "a sharded folder that goes on asks for all its shards at once")
{
    REQUIRE(QDir(folder.path()).mkpath(u"many"_s));
    const auto text = [](int i) { return QByteArray::number(i).rightJustified(500, '.'); };
    for (int i = 0; i < 3'000; ++i)
        file(u"many/%1.txt"_s.arg(i), text(i));
    const content::CidString root = stored({folder.filePath(u"many"_s)});
    bool isCut = false;
    proxy.plan = [&](const auto& request) {
        if (!request.path.contains("format="))
            return FaultProxy::Fault();
        if (std::exchange(isCut, isCut || request.path.contains("format=car")))
            return FaultProxy::say("503 Service Unavailable", "later");
        return isCut ? FaultProxy::Fault{FaultProxy::Fault::CutAnswer, 1'000'000}
                     : FaultProxy::Fault();
    };
    const TransferId id = get(root, u"back"_s);
    REQUIRE(comesTo(id, State::Waiting));
    REQUIRE(queue->find(id)->acknowledgedBytes > 500'000);
    proxy.plan = {};
    proxy.asked.clear();
    REQUIRE(hurriesTo(id, State::Saved));
    for (int i = 0; i < 3'000; ++i)
        REQUIRE(bytesAt(u"back/many/%1.txt"_s.arg(i)) == text(i));
    CHECK(gets("dag-scope=entity") == 1);
    WARN(gets("format=raw") << " single blocks, " << gets("format=car") << " CARs");
    CHECK(gets("format=raw") < 5);
}

TEST_CASE_METHOD(Downloads,
                 "a download asks its own service no more often than the contract allows")
{
    REQUIRE(QDir(folder.path()).mkpath(u"some"_s));
    for (int i = 0; i < 40; ++i)
        file(u"some/%1.txt"_s.arg(i), QByteArray::number(i));
    const content::CidString root = stored({folder.filePath(u"some"_s)});
    ApiClient paced(network, proxy.url(), ApiClient::Pace::AsContract, clock);
    paced.setCredentials(service->sessionLogin(), {});
    TransferQueue slow(paced, *store, clock);
    std::vector<std::chrono::milliseconds> times;
    proxy.plan = [&](const auto& request) {
        times.push_back(clock.elapsed());
        const bool isCar = request.path.contains("format=car") || request.path.startsWith("/car/");
        return isCar ? FaultProxy::say("406 Not Acceptable", "single blocks only")
                     : FaultProxy::Fault();
    };
    REQUIRE(slow.add(DownloadRequest{root, {}, place(u"back"_s), {}}));
    REQUIRE(until([&] { return !slow.isBusy(); }, std::chrono::seconds(60)));
    CHECK(bytesAt(u"back/some/39.txt"_s) == "39");
    REQUIRE(times.size() > 40);
    for (size_t i = 30; i < times.size(); ++i)
        CHECK(times[i] - times[i - 30] >= std::chrono::seconds(10) - lateness);
}
