// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carverify.h"
#include "tests/content/support.h"

#include <QDir>
#include <QFile>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

CarReport verified(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    auto report = verifyCar(file);
    REQUIRE(report);
    return *report;
}

/// Bytes this process has read so far, by any call.
qint64 bytesRead()
{
    for (const QByteArray& line : bytesOf(u"/proc/self/io"_s).split('\n')) {
        if (line.startsWith("rchar: "))
            return line.sliced(7).toLongLong();
    }
    return -1;
}

void makeSource(const Tree& tree)
{
    tree.file(u"d/a.bin"_s, generated(3'000'000));
    tree.file(u"d/same.bin"_s, generated(3'000'000));
    tree.file(u"d/sub/b.txt"_s, "b");
    tree.file(u"d/empty"_s, {});
}

} // namespace

TEST_CASE("a CAR packed to a file is complete, and the plan's blocks are the same")
{
    for (const Profile& profile : profiles()) {
        INFO(profile.name.toStdString());
        const Tree tree;
        makeSource(tree);
        const PackRequest pack = request({tree.path(u"d"_s)}, profile.name);
        const QString car = tree.path(u"out.car"_s);
        const auto packed = packToFile(pack, car);
        REQUIRE(packed);
        CHECK(text(packed->root) == rootOf(pack));
        const CarReport report = verified(car);
        CHECK(report.complete());
        CHECK(report.roots == std::vector{packed->root});
        CHECK(report.blocks == packed->totals.blocks);
        CHECK(packed->carBytes == QFile(car).size());
        const DagPlan plan = planOf(pack);
        CHECK(plan.carBytes() == packed->carBytes);
        auto written = blocksOf(bytesOf(car));
        auto planned = blocksOf(drain(*plan.openWhole()));
        CHECK(written.back().cid == packed->root); // children before parents
        const auto byCid = [](const Block& a, const Block& b) { return a.cid < b.cid; };
        std::ranges::sort(written, byCid);
        std::ranges::sort(planned, byCid);
        CHECK(written == planned);
    }
}

TEST_CASE("a CAR packed to a file is the one that ipfs-car 3 writes")
{
    // Contract §12.1.
    const Tree tree;
    const QString car = tree.path(u"out.car"_s);
    REQUIRE(packToFile(request({tree.file(u"hello.txt"_s, "hello world")}, u"ipfs-car-3"_s), car));
    CHECK(carCid(bytesOf(car)) == "bagbaieranmf3ypij7yuya6gpbuajhoub7obetnj4jlbpxh7x7fulp5otps7q");
}

TEST_CASE("packing to a file reads its input once")
{
    const Tree tree;
    const PackRequest pack = request({tree.file(u"data.bin"_s, QByteArray(8'000'000, 'x'))});
    const qint64 before = bytesRead();
    REQUIRE(packToFile(pack, tree.path(u"out.car"_s)));
    const qint64 read = bytesRead() - before;
    CHECK(read >= 8'000'000);
    CHECK(read < 8'100'000);
}

TEST_CASE("what replaces an older CAR has the rights of an ordinary file")
{
    const Tree tree;
    makeSource(tree);
    const QString car = tree.file(u"out.car"_s, "older");
    REQUIRE(packToFile(request({tree.path(u"d"_s)}), car));
    CHECK(verified(car).complete());
    const mode_t mask = ::umask(0);
    ::umask(mask);
    struct stat status;
    REQUIRE(::stat(QFile::encodeName(car).constData(), &status) == 0);
    CHECK((status.st_mode & 0777) == (0666 & ~mask));
}

TEST_CASE("a CAR that is not finished leaves nothing, and an older one as it was")
{
    const Tree tree;
    makeSource(tree);
    tree.file(u"e/a.bin"_s, generated(3'000'000));
    tree.link(u"e/dangling"_s, "nowhere");
    const QString car = tree.file(u"out/out.car"_s, "older");
    const Tree other;
    CHECK(kindOf(packToFile(request({tree.path(u"e"_s)}), car)) == Error::Kind::FileUnreadable);
    CHECK(kindOf(packToFile(request({tree.path(u"e"_s)}), other.path(u"new.car"_s)))
          == Error::Kind::FileUnreadable);
    CancelFlag cancelled = true;
    CHECK(kindOf(packToFile(request({tree.path(u"d"_s)}), car, {}, &cancelled))
          == Error::Kind::Cancelled);
    CHECK(bytesOf(car) == "older");
    CHECK(QDir(tree.path(u"out"_s)).entryList(QDir::Files | QDir::Hidden)
          == QStringList{u"out.car"_s});
    CHECK(other.names().isEmpty());
}

TEST_CASE("a CAR that does not fit leaves nothing, and an older one as it was")
{
    const Tree tree;
    makeSource(tree);
    const QString car = tree.file(u"out/out.car"_s, "older");
    rlimit before;
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    rlimit limit = before;
    limit.rlim_cur = 1'000'000;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    const auto packed = packToFile(request({tree.path(u"d"_s)}), car);
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, handler);
    REQUIRE_FALSE(packed);
    CHECK(packed.error().kind == Error::Kind::Storage);
    CHECK(packed.error().subject == car);
    CHECK(bytesOf(car) == "older");
    CHECK(QDir(tree.path(u"out"_s)).entryList(QDir::Files | QDir::Hidden)
          == QStringList{u"out.car"_s});
}

TEST_CASE("a CAR that cannot be created is an error that names it")
{
    const Tree tree;
    const QStringList source{tree.file(u"a"_s, "a")};
    const auto absent = packToFile(request(source), tree.path(u"absent/out.car"_s));
    REQUIRE_FALSE(absent);
    CHECK(absent.error().code == u"TARGET_FOLDER_MISSING"_s);
    CHECK(absent.error().subject == tree.path(u"absent"_s));
    CHECK(kindOf(packToFile(request(source), tree.folder(u"folder"_s))) == Error::Kind::Invalid);
    CHECK(kindOf(packToFile(request(source), u"/dev/null"_s)) == Error::Kind::Invalid);
    CHECK(QFile::exists(u"/dev/null"_s));
}

TEST_CASE("a CAR written into the folder it is packed from does not hold itself")
{
    const Tree tree;
    makeSource(tree);
    PackRequest pack = request({tree.path(u"d"_s)});
    pack.hidden = Hidden::Include;
    const std::string root = rootOf(pack);
    const QString car = tree.path(u"d/out.car"_s);
    for (int round = 0; round < 2; ++round) {
        const auto packed = packToFile(pack, car);
        REQUIRE(packed);
        CHECK(text(packed->root) == root);
        REQUIRE_FALSE(packed->problems.empty());
        CHECK(packed->problems.back().kind == Problem::Kind::LeftOut);
    }
    CHECK(kindOf(packToFile(request({car}), car)) == Error::Kind::Empty);
    CHECK(verified(car).complete());
}

TEST_CASE("packing says how far it has come, and stops when told")
{
    const Tree tree;
    makeSource(tree);
    qint64 hashed = 0;
    qint64 files = 0;
    const auto packed = hashOnly(request({tree.path(u"d"_s)}), [&](const PackProgress& progress) {
        CHECK(progress.bytesHashed >= hashed);
        hashed = progress.bytesHashed;
        files = progress.filesSeen;
    });
    REQUIRE(packed);
    CHECK(hashed == 6'000'001);
    CHECK(files == 4);
    CHECK(packed->totals.bytes == hashed);
    CHECK(packed->totals.files == files);
    CancelFlag cancelled = true;
    CHECK(kindOf(makeDagPlan(request({tree.path(u"d"_s)}), {}, &cancelled))
          == Error::Kind::Cancelled);
}

#if !defined(__SANITIZE_ADDRESS__) // which keeps what is freed
TEST_CASE("a file of half a million leaves is packed in the memory of a small one")
{
    const Tree tree;
    const QString path = tree.file(u"data.bin"_s, "x");
    REQUIRE(QFile::resize(path, 500'000 * 16));
    PackRequest pack = request({path});
    pack.profile.chunkSize = 16;
    const auto peak = [] {
        rusage usage;
        ::getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss; // KiB
    };
    const auto before = peak();
    REQUIRE(hashOnly(pack));
    const DagPlan plan = planOf(pack);
    CHECK(plan.totals().blocks > 500'000);
    CHECK(peak() - before < 24 * 1024); // their references alone would be 50 MiB
}
#endif
