// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/file.h"
#include "core/content/build/hashpipeline.h"
#include "tests/content/support.h"

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

// Sources that change while they are packed. Times are set, never waited for.
namespace {

QByteArray encoded(const QString& path)
{
    return QFile::encodeName(path);
}

struct stat statusOf(const QString& path)
{
    struct stat status;
    REQUIRE(::stat(encoded(path).constData(), &status) == 0);
    return status;
}

FileIdentity identityOf(const QString& path)
{
    const auto status = posix::status(encoded(path), Follow::Symlinks);
    REQUIRE(status);
    return FileIdentity(*status);
}

void setTime(const QString& path, const timespec& modified)
{
    const timespec times[2]{modified, modified};
    REQUIRE(::utimensat(AT_FDCWD, encoded(path).constData(), times, 0) == 0);
}

void append(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::Append));
    file.write("x");
}

void touch(const QString& path)
{
    timespec modified = statusOf(path).st_mtim;
    modified.tv_sec += 1;
    setTime(path, modified);
}

/// Another file of the same size and time takes its place.
void replace(const QString& path)
{
    const struct stat status = statusOf(path);
    QFile other(path + u".new"_s);
    REQUIRE(other.open(QIODevice::WriteOnly));
    other.write(QByteArray(status.st_size, 'r'));
    other.close();
    setTime(other.fileName(), status.st_mtim);
    REQUIRE(::rename(encoded(other.fileName()).constData(), encoded(path).constData()) == 0);
}

/// Other bytes, with everything else as it was.
void rewrite(const QString& path)
{
    const struct stat status = statusOf(path);
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadWrite));
    file.write(QByteArray(status.st_size, 'w'));
    file.close();
    setTime(path, status.st_mtim);
}

void shorten(const QString& path)
{
    REQUIRE(::truncate(encoded(path).constData(), statusOf(path).st_size / 2) == 0);
}

/// A pipe, which must not be waited for.
void becomePipe(const QString& path)
{
    REQUIRE(::unlink(encoded(path).constData()) == 0);
    REQUIRE(::mkfifo(encoded(path).constData(), 0600) == 0);
}

using Change = void (*)(const QString&);
const std::pair<const char*, Change> changes[]{{"append", append},
                                               {"touch", touch},
                                               {"replace", replace},
                                               {"shorten", shorten},
                                               {"becomePipe", becomePipe}};

/// One source of many leaves, so that the first are taken long before the last are read.
PackRequest longFile(const Tree& tree)
{
    PackRequest pack = request({tree.file(u"data.bin"_s, generated(2'000'000))});
    pack.profile.chunkSize = 64;
    return pack;
}

PackRequest smallFiles(const Tree& tree)
{
    for (int i = 0; i < 20; ++i)
        tree.file(u"d/f%1"_s.arg(i, 2, 10, '0'_L1), generated(5000 + i));
    PackRequest pack = request({tree.path(u"d"_s)});
    pack.partTarget = 20'000;
    return pack;
}

} // namespace

TEST_CASE("a long file that changes while it is packed ends as SourceChanged")
{
    for (const auto& [name, change] : {changes[0], changes[1], changes[3]}) {
        INFO(name);
        const Tree tree;
        const PackRequest pack = longFile(tree);
        bool changed = false;
        const auto packed = hashOnly(pack, [&, change = change](const PackProgress&) {
            if (!changed)
                change(pack.paths.front());
            changed = true;
        });
        REQUIRE_FALSE(packed);
        CHECK(packed.error().kind == Error::Kind::SourceChanged);
        CHECK(packed.error().subject == pack.paths.front());
    }
}

TEST_CASE("a file replaced while it is packed gives the CID of the file that was opened")
{
    const Tree tree;
    const PackRequest pack = longFile(tree);
    const std::string before = rootOf(pack);
    bool changed = false;
    const auto packed = hashOnly(pack, [&](const PackProgress&) {
        if (!changed)
            replace(pack.paths.front());
        changed = true;
    });
    REQUIRE(packed);
    CHECK(text(packed->root) == before);
}

TEST_CASE("a small file that changes between its listing and its reading is SourceChanged")
{
    for (const auto& [name, change] : changes) {
        INFO(name);
        const Tree tree;
        const QString path = tree.file(u"a"_s, generated(1000));
        HashPipeline pipeline(profiles().front());
        PackBatch* const batch = pipeline.free();
        batch->events.push_back({.kind = PackEvent::Leaf,
                                 .isFirst = true,
                                 .isLast = true,
                                 .follow = Follow::Symlinks,
                                 .path = encoded(path),
                                 .identity = identityOf(path),
                                 .at = *pipeline.room(*batch, 1000),
                                 .length = 1000});
        change(path);
        pipeline.submit(batch);
        REQUIRE(pipeline.oldest() == batch);
        REQUIRE(batch->error);
        CHECK(batch->error->kind == Error::Kind::SourceChanged);
        CHECK(batch->error->subject == path);
    }
}

TEST_CASE("a source that changes between plan and part ends the part as SourceChanged")
{
    auto all = std::vector(std::begin(changes), std::end(changes));
    all.emplace_back("rewrite", rewrite);
    for (const auto& [name, change] : all) {
        INFO(name);
        const Tree tree;
        const DagPlan plan = planOf(smallFiles(tree));
        REQUIRE(plan.parts().size() > 3);
        const auto before = partsOf(plan);
        const QString path = tree.path(u"d/f00"_s);
        change(path);
        const auto device = plan.openPart(0);
        const QByteArray bytes = drain(*device);
        REQUIRE(device->error());
        CHECK(device->error()->kind == Error::Kind::SourceChanged);
        CHECK(device->error()->subject == path);
        CHECK(device->atEnd());
        CHECK_FALSE(device->seek(0));
        CHECK(bytes.size() < before[0].size());
        CHECK(before[0].startsWith(bytes)); // not a byte of the changed file
        // A part that has no share of it is as it was.
        CHECK(drain(*plan.openPart(2)) == before[2]);
    }
}

TEST_CASE("a source that changes while its part is read ends the part as SourceChanged")
{
    for (const auto& [name, change] : {changes[0], changes[1], changes[3]}) {
        INFO(name);
        const Tree tree;
        PackRequest pack = longFile(tree);
        const DagPlan plan = planOf(pack);
        const auto device = plan.openWhole();
        REQUIRE(device->read(1'000'000).size() == 1'000'000);
        change(pack.paths.front());
        drain(*device);
        REQUIRE(device->error());
        CHECK(device->error()->kind == Error::Kind::SourceChanged);
    }
}

TEST_CASE("a source that is gone when its part is read is an error that names it")
{
    const Tree tree;
    const DagPlan plan = planOf(smallFiles(tree));
    const QString path = tree.path(u"d/f00"_s);
    REQUIRE(QFile::remove(path));
    const auto device = plan.openPart(0);
    drain(*device);
    REQUIRE(device->error());
    CHECK(device->error()->kind == Error::Kind::FileUnreadable);
    CHECK(device->error()->subject == path);
}
