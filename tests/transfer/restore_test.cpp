// SPDX-License-Identifier: MIT OR Apache-2.0
// What a download makes of the forms that a DAG may have: the whole of it, or what is not is named.
#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"
#include "core/download/fetcher.h"
#include "tests/transfer/downloadfixture.h"

#include <QDateTime>
#include <QFileInfo>

#include <sys/stat.h>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using content::Cid;
using content::UnixFs;
using content::UnixFsTime;
using transfer::State;
using Reason = LeftOut::Reason;

namespace {

Cid node(BlockBox& box, const UnixFs& fs, std::vector<content::PbLink> links = {})
{
    return box.node(content::encodePbNode({std::move(links), content::encodeUnixFs(fs)}));
}

struct stat statusOf(const QString& path)
{
    struct stat raw = {};
    REQUIRE(::lstat(QFile::encodeName(path).constData(), &raw) == 0);
    return raw;
}

} // namespace

TEST_CASE_METHOD(Downloads, "one wrapped file is a file under any name, and only that")
{
    FakeGateway gateway;
    useGateways({&gateway});
    BlockBox& box = gateway.box;
    const Cid file = box.file(QByteArray(5'000, 'f'), 1'000);
    const Cid one = box.folder({{"report.txt", file}});
    CHECK(ended(get(one, u"got.txt"_s)).state == State::Saved);
    CHECK(bytesAt(u"got.txt"_s) == QByteArray(5'000, 'f'));
    CHECK(gateway.askedFor("format=car") == 1);
    CHECK(gateway.askedFor("format=raw") == 1);
    CHECK(ended(get(one, u"got"_s)).root == content::CidString(one));
    CHECK(QFileInfo(place(u"got"_s)).isFile());
    // A folder in a folder, two files, a link, nothing at all: folders.
    const std::vector<std::pair<QString, Cid>> folders{
        {u"deep"_s, box.folder({{"in", one}})},
        {u"two"_s, box.folder({{"a", file}, {"b", file}})},
        {u"link"_s, box.folder({{"a", box.link("b")}})},
        {u"none"_s, box.folder({})}};
    for (const auto& [name, cid] : folders) {
        CHECK(ended(get(cid, name)).state == State::Saved);
        CHECK(QFileInfo(place(name)).isDir());
    }
    CHECK(QFileInfo(place(u"deep/in/report.txt"_s)).isFile());
    // Who names a folder by its path means the folder.
    CHECK(ended(get(folders.front().second, u"named"_s, u"in"_s)).state == State::Saved);
    CHECK(QFileInfo(place(u"named/report.txt"_s)).isFile());
}

TEST_CASE_METHOD(Downloads, "rights and times come back, and no right beyond nine")
{
    FakeGateway gateway;
    useGateways({&gateway});
    BlockBox& box = gateway.box;
    const UnixFsTime early{-86'400, 500'000'000};
    const Cid file
        = node(box, {.data = QByteArray("x"), .fileSize = 1, .mode = 06755, .modified = early});
    const Cid closed = node(
        box, {.type = UnixFs::Type::Directory, .mode = 0500, .modified = UnixFsTime{1'000, 0}},
        {{file, "in", 1}});
    const Cid link = node(box,
                          {.type = UnixFs::Type::Symlink,
                           .data = QByteArray("file"),
                           .modified = UnixFsTime{2'000, 0}});
    const Cid root = node(
        box, {.type = UnixFs::Type::Directory, .mode = 0750, .modified = UnixFsTime{3'000, 0}},
        {{closed, "closed", 1}, {file, "file", 1}, {link, "link", 1}});
    REQUIRE(ended(get(root, u"back"_s)).state == State::Saved);
    const auto back = statusOf(place(u"back/file"_s));
    CHECK((back.st_mode & 07777) == 0755);
    CHECK(back.st_mtim.tv_sec == early.seconds);
    CHECK(back.st_mtim.tv_nsec == 500'000'000);
    CHECK((statusOf(place(u"back/closed"_s)).st_mode & 07777) == 0500);
    CHECK(statusOf(place(u"back/closed"_s)).st_mtim.tv_sec == 1'000);
    CHECK(statusOf(place(u"back/closed/in"_s)).st_mtim.tv_sec == early.seconds);
    CHECK(statusOf(place(u"back/link"_s)).st_mtim.tv_sec == 2'000);
    CHECK((statusOf(place(u"back"_s)).st_mode & 07777) == 0750);
    CHECK(statusOf(place(u"back"_s)).st_mtim.tv_sec == 3'000);
    // Alone as well.
    REQUIRE(ended(get(file, u"alone"_s)).state == State::Saved);
    CHECK((statusOf(place(u"alone"_s)).st_mode & 07777) == 0755);
    CHECK(statusOf(place(u"alone"_s)).st_mtim.tv_sec == early.seconds);
}

TEST_CASE_METHOD(Downloads, "a file with wrong sizes comes back whole, and is named")
{
    FakeGateway gateway;
    useGateways({&gateway});
    BlockBox& box = gateway.box;
    const Cid leaf = box.raw("leaf");
    const Cid wrong
        = node(box, {.fileSize = 3, .blockSizes = {1, 0}}, {{leaf, {}, 4}, {leaf, {}, 4}});
    const Cid root = box.folder({{"good", leaf}, {"wrong", wrong}, {"z", leaf}});
    const Transfer saved = ended(get(root, u"back"_s));
    REQUIRE(saved.state == State::Saved);
    CHECK(bytesAt(u"back/wrong"_s) == "leafleaf");
    CHECK(bytesAt(u"back/z"_s) == "leaf");
    CHECK(saved.leftOut
          == std::vector<LeftOut>{{u"wrong"_s, Reason::SizesDiffer, wrong.toString()}});
    CHECK(saved.acknowledgedBytes == 16);
    CHECK(saved.totalBytes == 16);
    const Transfer alone = ended(get(wrong, u"alone"_s));
    REQUIRE(alone.state == State::Saved);
    CHECK(bytesAt(u"alone"_s) == "leafleaf");
    CHECK(alone.leftOut
          == std::vector<LeftOut>{{QString(), Reason::SizesDiffer, wrong.toString()}});
}

TEST_CASE_METHOD(Downloads, "what no source can have better is named, and the rest comes back")
{
    FakeGateway gateway;
    useGateways({&gateway});
    BlockBox& box = gateway.box;
    const Cid leaf = box.raw("leaf");
    const Cid blake3 = Cid::v1(content::Codec::Raw, {content::HashCode(0x1e), QByteArray(32, 'h')});
    const Cid folderInFile
        = node(box, {.fileSize = 4, .blockSizes = {4}}, {{box.folder({}), {}, 4}});
    const Cid metadata = node(box, {.type = UnixFs::Type::Metadata});
    const Cid otherShards = node(box, {.type = UnixFs::Type::Shard, .hashType = 1, .fanout = 8});
    Cid deep = leaf;
    for (int i = 0; i < 1'100; ++i)
        deep = node(box, {.fileSize = 4, .blockSizes = {4}}, {{deep, {}, 4}});
    const Cid root = box.folder({{"a", leaf},
                                 {"blake3", blake3},
                                 {"broken", box.node("no node")},
                                 {"deep", deep},
                                 {"file", folderInFile},
                                 {"metadata", metadata},
                                 {"shards", otherShards},
                                 {"z", leaf}},
                                BlockBox::Sizes::Hidden);
    const Transfer saved = ended(get(root, u"back"_s));
    REQUIRE(saved.state == State::Saved);
    CHECK(bytesAt(u"back/a"_s) == "leaf");
    CHECK(bytesAt(u"back/z"_s) == "leaf");
    CHECK(QDir(place(u"back"_s)).entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot).size()
          == 2);
    std::vector<std::pair<QString, Reason>> named;
    for (const LeftOut& entry : saved.leftOut) {
        CHECK_FALSE(entry.block.isEmpty());
        named.emplace_back(entry.path, entry.reason);
    }
    CHECK(named
          == std::vector<std::pair<QString, Reason>>{{u"blake3"_s, Reason::HashUnknown},
                                                     {u"broken"_s, Reason::Contradicts},
                                                     {u"deep"_s, Reason::TooDeep},
                                                     {u"file"_s, Reason::NotAFile},
                                                     {u"metadata"_s, Reason::NotAFile},
                                                     {u"shards"_s, Reason::NotAFile}});
    CHECK(saved.dropped.empty()); // Nobody was blamed for it.
}

TEST_CASE_METHOD(Downloads, "more than is kept one by one is counted all the same")
{
    FakeGateway gateway;
    useGateways({&gateway});
    std::vector<std::pair<QByteArray, Cid>> entries{{"good", gateway.box.raw("good")}};
    for (std::size_t i = 0; i < mostLeftOut + 7; ++i)
        entries.emplace_back("a/" + QByteArray::number(qint64(i)), gateway.box.raw("x"));
    const Transfer saved = ended(get(gateway.box.folder(entries), u"back"_s));
    REQUIRE(saved.state == State::Saved);
    CHECK(saved.leftOut.size() == mostLeftOut);
    CHECK(saved.leftOutCount == qint64(mostLeftOut) + 7);
    // As it is in the store.
    const auto found = store->find(saved.id);
    CHECK(found->leftOut == saved.leftOut);
    CHECK(found->leftOutCount == saved.leftOutCount);
}

TEST_CASE("blocks read last are found with one comparison, however many there are")
{
    RecentBlocks blocks(1'000'000);
    constexpr int count = 100'000;
    std::vector<Cid> cids;
    for (int i = 0; i < count; ++i) {
        const QByteArray bytes = QByteArray::number(i);
        cids.push_back(Cid::v1(content::Codec::Raw, content::sha256(bytes)));
        blocks.add(cids.back(), bytes);
    }
    const qint64 before = blocks.compared();
    CHECK(before < 4 * count); // Adding looks, too.
    for (int i = 0; i < count; ++i) {
        const QByteArray* found = blocks.find(cids[size_t(i)]);
        REQUIRE(found);
        CHECK(*found == QByteArray::number(i));
    }
    CHECK(blocks.compared() - before < 2 * count);
    CHECK_FALSE(blocks.find(Cid::v1(content::Codec::Raw, content::sha256("other"))));
}

TEST_CASE("of blocks beyond the bound those read first are gone, the last one never")
{
    RecentBlocks blocks(10);
    const auto cid
        = [](char c) { return Cid::v1(content::Codec::Raw, content::sha256(QByteArray(1, c))); };
    blocks.add(cid('a'), "aaaa");
    blocks.add(cid('b'), "bbbb");
    blocks.add(cid('a'), "aaaa");
    blocks.add(cid('c'), "cccc");
    CHECK_FALSE(blocks.find(cid('a')));
    CHECK(blocks.find(cid('b')));
    blocks.add(cid('d'), QByteArray(100, 'd'));
    CHECK_FALSE(blocks.find(cid('b')));
    CHECK(*blocks.find(cid('d')) == QByteArray(100, 'd'));
}
