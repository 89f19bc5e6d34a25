// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"
#include "tests/content/support.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

// Folders as they are on a real disk.
namespace {

PackRequest unwrapped(const QString& path, const QString& profile = u"web3.storage"_s)
{
    PackRequest pack = request({path}, profile);
    pack.wrap = Wrap::No;
    return pack;
}

const QString w = u"web3.storage"_s;
const QString c3 = u"ipfs-car-3"_s;
const QString v1 = u"unixfs-v1-2025"_s;
const QString v0 = u"unixfs-v0-2015"_s;

} // namespace

TEST_CASE("a symbolic link is followed by web3.storage, as if it were what it points to")
{
    const Tree tree;
    tree.file(u"linked/a.txt"_s, "a");
    tree.file(u"linked/sub/b.txt"_s, "b");
    tree.link(u"linked/file"_s, "a.txt");
    tree.link(u"linked/folder"_s, "sub");
    tree.link(u"linked/sub/again"_s, "b.txt");
    for (const auto* name : {"a.txt", "file"})
        tree.file(u"copied/"_s + QLatin1StringView(name), "a");
    for (const auto* folder : {"sub/", "folder/"}) {
        for (const auto* name : {"b.txt", "again"})
            tree.file(u"copied/"_s + QLatin1StringView(folder) + QLatin1StringView(name), "b");
    }
    CHECK(rootOf(unwrapped(tree.path(u"linked"_s))) == rootOf(unwrapped(tree.path(u"copied"_s))));
}

TEST_CASE("a symbolic link is skipped by ipfs-car 3, and said to be")
{
    const Tree tree;
    tree.file(u"d/a.txt"_s, "a");
    tree.link(u"d/link"_s, "a.txt");
    tree.link(u"d/dangling"_s, "nowhere");
    tree.link(u"d/loop"_s, ".");
    tree.file(u"plain/a.txt"_s, "a");
    const auto packed = hashOnly(request({tree.path(u"d"_s)}, c3));
    REQUIRE(packed);
    CHECK(text(packed->root) == rootOf(request({tree.path(u"plain"_s)}, c3)));
    REQUIRE(packed->problems.size() == 3);
    CHECK(packed->totals.problems == 3);
    for (const Problem& problem : packed->problems)
        CHECK(problem.kind == Problem::Kind::SymlinkSkipped);
    CHECK(packed->problems.front().path == tree.path(u"d/dangling"_s));
}

TEST_CASE("a symbolic link is kept by the IPIP profiles, wherever it points")
{
    const Tree tree;
    tree.folder(u"d"_s);
    tree.link(u"d/loop"_s, ".");
    tree.link(u"d/dangling"_s, "no/where");
    for (const QString& profile : {v1, v0}) {
        const DagPlan plan = planOf(request({tree.path(u"d"_s)}, profile));
        const auto blocks = blocksOf(drain(*plan.openWhole()));
        REQUIRE(blocks.size() == 3);
        const auto dangling = decodeUnixFs(*decodePbNode(blocks[1].bytes)->data);
        REQUIRE(dangling);
        CHECK(dangling->type == UnixFs::Type::Symlink);
        CHECK(dangling->data == "no/where");
        CHECK(plan.totals().files == 2);
        CHECK(plan.problems().empty());
    }
}

TEST_CASE("a symbolic link named as an input is followed where links inside are skipped")
{
    const Tree tree;
    tree.file(u"real/a.txt"_s, "a");
    tree.link(u"link"_s, "real");
    CHECK(rootOf(request({tree.path(u"link"_s)}, c3))
          == rootOf(request({tree.path(u"real"_s)}, c3)));
}

TEST_CASE("a link that leads nowhere or back to its own folder is an error that names it")
{
    for (const QByteArray target : {".", "..", "loop", "nowhere", "../../d/sub"}) {
        INFO(target.toStdString());
        const Tree tree;
        tree.file(u"d/a.txt"_s, "a");
        tree.folder(u"d/sub"_s);
        tree.link(u"d/sub/loop"_s, target);
        const auto packed = hashOnly(request({tree.path(u"d"_s)}));
        REQUIRE_FALSE(packed);
        CHECK(packed.error().kind == Error::Kind::FileUnreadable);
        CHECK(packed.error().subject.startsWith(tree.path(u"d/sub/loop"_s)));
    }
}

TEST_CASE("two links to one folder are no loop")
{
    const Tree tree;
    tree.file(u"d/real/a.txt"_s, "a");
    tree.link(u"d/one"_s, "real");
    tree.link(u"d/two"_s, "real");
    const auto packed = hashOnly(request({tree.path(u"d"_s)}));
    REQUIRE(packed);
    CHECK(packed->totals.files == 3);
}

TEST_CASE("what is neither file nor folder is an error that names it")
{
    const Tree tree;
    tree.file(u"d/a.txt"_s, "a");
    REQUIRE(::mkfifo(QFile::encodeName(tree.path(u"d/pipe"_s)).constData(), 0600) == 0);
    for (const QString& profile : {w, c3, v1, v0}) {
        const auto packed = hashOnly(request({tree.path(u"d"_s)}, profile));
        REQUIRE_FALSE(packed);
        CHECK(packed.error().kind == Error::Kind::FileUnreadable);
        CHECK(packed.error().subject == tree.path(u"d/pipe"_s));
    }
}

TEST_CASE("a file or folder that may not be read is an error that names it")
{
    const Tree tree;
    ::chmod(QFile::encodeName(tree.path()).constData(), 0755);
    tree.file(u"a/secret"_s, "a");
    tree.file(u"b/secret"_s, QByteArray(3'000'000, 'b'));
    tree.folder(u"c/secret"_s);
    const bool isRoot = ::geteuid() == 0;
    for (const auto* folder : {"a", "b", "c"}) {
        const QString path = tree.path(QLatin1StringView(folder) + u"/secret"_s);
        ::chmod(QFile::encodeName(path).constData(), 0);
        if (isRoot) // whom nothing stops
            REQUIRE(::seteuid(65534) == 0);
        const auto packed = hashOnly(request({tree.path(QLatin1StringView(folder))}, v1));
        if (isRoot)
            REQUIRE(::seteuid(0) == 0);
        ::chmod(QFile::encodeName(path).constData(), 0700);
        REQUIRE_FALSE(packed);
        CHECK(packed.error().kind == Error::Kind::FileUnreadable);
        CHECK(packed.error().subject == path);
    }
}

TEST_CASE("an input that is not there is an error that names it")
{
    const Tree tree;
    const auto packed = hashOnly(request({tree.path(u"absent"_s)}));
    REQUIRE_FALSE(packed);
    CHECK(packed.error().kind == Error::Kind::FileUnreadable);
    CHECK(packed.error().subject == tree.path(u"absent"_s));
}

TEST_CASE("empty folders are dropped and said to be, or kept, as the profile has it")
{
    const Tree tree;
    tree.file(u"d/a.txt"_s, "a");
    tree.folder(u"d/empty/inner"_s);
    tree.file(u"plain/a.txt"_s, "a");
    for (const QString& profile : {w, c3}) {
        const auto packed = hashOnly(unwrapped(tree.path(u"d"_s), profile));
        REQUIRE(packed);
        CHECK(text(packed->root) == rootOf(unwrapped(tree.path(u"plain"_s), profile)));
        REQUIRE(packed->problems.size() == 2);
        CHECK(packed->problems[0].kind == Problem::Kind::EmptyDirectoryDropped);
        CHECK(packed->problems[0].path == tree.path(u"d/empty/inner"_s));
        CHECK(packed->problems[1].path == tree.path(u"d/empty"_s));
        CHECK(kindOf(hashOnly(request({tree.path(u"d/empty"_s)}, profile))) == Error::Kind::Empty);
    }
    for (const QString& profile : {v1, v0}) {
        const auto packed = hashOnly(request({tree.path(u"d"_s)}, profile));
        REQUIRE(packed);
        CHECK(text(packed->root) != rootOf(request({tree.path(u"plain"_s)}, profile)));
        CHECK(packed->problems.empty());
    }
}

TEST_CASE("the IPIP profiles give the roots that are known of them")
{
    const Tree tree;
    const QStringList hello{tree.file(u"hello.txt"_s, "hello world")};
    const QStringList empty{tree.folder(u"empty"_s)};
    CHECK(rootOf(request(hello, v1))
          == "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    CHECK(rootOf(request(hello, v0)) == "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD");
    CHECK(rootOf(request(empty, v1))
          == "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
    CHECK(rootOf(request(empty, v0)) == "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
}

TEST_CASE("hidden entries are packed only when asked for, or when named")
{
    const Tree tree;
    tree.file(u"d/a.txt"_s, "a");
    tree.file(u"d/.file"_s, "h");
    tree.file(u"d/.folder/b.txt"_s, "b");
    for (const QString& profile : {w, c3, v1, v0}) {
        PackRequest pack = request({tree.path(u"d"_s)}, profile);
        CHECK(hashOnly(pack)->totals.files == 1);
        pack.hidden = Hidden::Include;
        CHECK(hashOnly(pack)->totals.files == 3);
        pack = request({tree.path(u"d/.folder"_s)}, profile);
        CHECK(hashOnly(pack)->totals.files == 1);
    }
}

TEST_CASE("names in any Unicode are kept as they are, composed and decomposed apart")
{
    const Tree tree;
    const std::vector<QByteArray> names{" blank ",         "a\nb",     "e\xcc\x81",
                                        "na\xc3\xafve",    "\xc3\xa9", "\xef\xbd\x9e",
                                        "\xf0\x9f\x98\x80"};
    for (const QByteArray& name : names)
        tree.file(u"d/"_s + QString::fromUtf8(name), name);
    PackRequest pack = unwrapped(tree.path(u"d"_s));
    const auto root = blocksOf(drain(*planOf(pack).openWhole())).front();
    std::vector<QByteArray> found;
    const auto node = decodePbNode(root.bytes);
    REQUIRE(node);
    for (const PbLink& link : node->links)
        found.push_back(link.name);
    CHECK(found == names); // which are in byte order
}

TEST_CASE("a name that other packers would read differently is an error that shows it")
{
    for (const QByteArray name : {"back\\slash", "broken \xff"}) {
        const Tree tree;
        tree.folder(u"d"_s);
        const QByteArray path = QFile::encodeName(tree.path(u"d/"_s)) + name;
        FILE* const made = ::fopen(path.constData(), "w");
        REQUIRE(made);
        ::fclose(made);
        const auto packed = hashOnly(request({tree.path(u"d"_s)}));
        ::unlink(path.constData()); // QTemporaryDir cannot
        REQUIRE_FALSE(packed);
        CHECK(packed.error().kind == Error::Kind::Invalid);
        CHECK(packed.error().subject.startsWith(tree.path(u"d/b"_s)));
    }
}

TEST_CASE("a folder is the same however its path is spelled")
{
    const Tree tree;
    tree.file(u"d/sub/a.txt"_s, "a");
    const QString plain = tree.path(u"d"_s);
    for (const QString& profile : {w, c3, v1}) {
        const std::string root = rootOf(request({plain}, profile));
        CHECK(root.starts_with("bafy"));
        for (const QString& suffix : {u"/"_s, u"/."_s, u"//"_s, u"/sub/.."_s})
            CHECK(rootOf(request({plain + suffix}, profile)) == root);
        CHECK(rootOf(request({QDir::current().relativeFilePath(plain)}, profile)) == root);
    }
}

TEST_CASE("wrapping keeps the name of an input, not wrapping makes it the root")
{
    const Tree tree;
    tree.file(u"d/a.txt"_s, "a");
    tree.file(u"around/d/a.txt"_s, "a");
    const QStringList folder{tree.path(u"d"_s)};
    const std::string bare = rootOf(unwrapped(tree.path(u"d"_s)));
    const std::string wrapped = rootOf(unwrapped(tree.path(u"around"_s)));
    CHECK(bare != wrapped);
    const auto rootWhen = [&](const QString& profile, Wrap wrap) {
        PackRequest pack = request(folder, profile);
        pack.wrap = wrap;
        return rootOf(pack);
    };
    CHECK(rootWhen(w, Wrap::Default) == wrapped);
    CHECK(rootWhen(w, Wrap::Yes) == wrapped);
    CHECK(rootWhen(v1, Wrap::Default) == bare);
    CHECK(rootWhen(v1, Wrap::Yes) == wrapped);
    // ipfs-car 3 strips what all files share; --no-wrap matters only for a single file.
    CHECK(rootWhen(c3, Wrap::Default) == bare);
    CHECK(rootWhen(c3, Wrap::Yes) == bare);
    CHECK(rootWhen(c3, Wrap::No) == rootOf(unwrapped(tree.path(u"d/a.txt"_s))));
}

TEST_CASE("ipfs-car 3 strips what its inputs share, however deep, and nothing more")
{
    const Tree tree;
    const QString one = tree.file(u"x/y/one"_s, "1");
    const QString two = tree.file(u"x/z/two"_s, "2");
    tree.file(u"expected/y/one"_s, "1");
    tree.file(u"expected/z/two"_s, "2");
    tree.file(u"sole/one"_s, "1");
    const auto folder = [&](const QString& name) { return rootOf(unwrapped(tree.path(name))); };
    CHECK(rootOf(request({one, two}, c3)) == folder(u"expected"_s));
    CHECK(rootOf(request({tree.path(u"x"_s)}, c3)) == folder(u"expected"_s));
    CHECK(rootOf(request({one}, c3)) == folder(u"sole"_s));
    CHECK(rootOf(unwrapped(one, c3)) == rootOf(unwrapped(one)));
}

TEST_CASE("without a folder around them the original keeps the last of several inputs")
{
    const Tree tree;
    for (const auto* name : {"b", "10", "9", "a"})
        tree.file(QLatin1StringView(name) + u"/x"_s, name);
    tree.file(u"z.txt"_s, "z");
    tree.file(u"1.txt"_s, "1");
    const auto rootOfLast = [&](const QStringList& names) {
        PackRequest pack = request({});
        pack.wrap = Wrap::No;
        for (const QString& name : names)
            pack.paths.append(tree.path(name));
        CHECK(hashOnly(pack)->problems.size() == static_cast<std::size_t>(names.size() - 1));
        return rootOf(pack);
    };
    const auto sole = [&](const QString& name) { return rootOf(unwrapped(tree.path(name))); };
    // Folders before files; among folders those named by numbers come first, by number.
    CHECK(rootOfLast({u"b"_s, u"a"_s}) == sole(u"a"_s));
    CHECK(rootOfLast({u"a"_s, u"b"_s}) == sole(u"b"_s));
    CHECK(rootOfLast({u"b"_s, u"z.txt"_s}) == sole(u"b"_s));
    CHECK(rootOfLast({u"10"_s, u"9"_s}) == sole(u"10"_s));
    CHECK(rootOfLast({u"b"_s, u"10"_s}) == sole(u"b"_s));
    CHECK(rootOfLast({u"z.txt"_s, u"1.txt"_s}) == sole(u"1.txt"_s));
}

TEST_CASE("the IPIP profiles put several inputs in a folder, and refuse to choose one")
{
    const Tree tree;
    const QString one = tree.file(u"d/one"_s, "1");
    const QString two = tree.file(u"d/two"_s, "2");
    PackRequest pack = request({one, two}, v1);
    CHECK(rootOf(pack) == rootOf(request({tree.path(u"d"_s)}, v1)));
    pack.wrap = Wrap::No;
    CHECK(kindOf(hashOnly(pack)) == Error::Kind::Invalid);
}

TEST_CASE("two inputs of one name are a conflict, unless their folders tell them apart")
{
    const Tree tree;
    const QString one = tree.file(u"x/a"_s, "1");
    const QString two = tree.file(u"y/a"_s, "2");
    for (const QString& profile : {w, v1, v0}) {
        const auto packed = hashOnly(request({one, two}, profile));
        REQUIRE_FALSE(packed);
        CHECK(packed.error().kind == Error::Kind::Conflict);
        CHECK(packed.error().subject == one);
        CHECK(packed.error().more == QStringList{two});
    }
    CHECK(hashOnly(request({one, two}, c3)));
    for (const QString& profile : {w, c3, v1, v0})
        CHECK(kindOf(hashOnly(request({one, one}, profile))) == Error::Kind::Conflict);
    CHECK(kindOf(hashOnly(request({tree.path(u"x"_s), one}, c3))) == Error::Kind::Conflict);
}

TEST_CASE("names given for files are checked like those on disk")
{
    const Tree tree;
    const QString path = tree.file(u"a"_s, "a");
    const auto kindOfNames = [&](const QStringList& names) {
        PackRequest pack = request({});
        for (const QString& name : names)
            pack.files.push_back({path, name});
        return kindOf(hashOnly(pack));
    };
    CHECK_FALSE(kindOfNames({u"./x//y"_s}));
    CHECK(kindOfNames({u"../x"_s}) == Error::Kind::Invalid);
    CHECK(kindOfNames({u"x/.."_s}) == Error::Kind::Invalid);
    CHECK(kindOfNames({u"x\\y"_s}) == Error::Kind::Invalid);
    CHECK(kindOfNames({u"x"_s + QChar(0)}) == Error::Kind::Invalid);
    CHECK(kindOfNames({u"/"_s}) == Error::Kind::Invalid);
    CHECK(kindOfNames({{}}) == Error::Kind::Invalid);
    CHECK(kindOfNames({u"x"_s, u"x/y"_s}) == Error::Kind::Conflict);
    CHECK(kindOfNames({u"x/y"_s, u"x"_s}) == Error::Kind::Conflict);
}

TEST_CASE("nothing to pack is Empty, and an empty path Invalid")
{
    CHECK(kindOf(hashOnly(request({}))) == Error::Kind::Empty);
    CHECK(kindOf(hashOnly(request({QString()}))) == Error::Kind::Invalid);
    CHECK(kindOf(hashOnly(request({u"/"_s}))) == Error::Kind::Invalid);
}

TEST_CASE("a profile is found by its name, the default first")
{
    CHECK(profiles().front().name == w);
    CHECK(profiles().size() == 4);
    for (const Profile& profile : profiles())
        CHECK(Profile::named(profile.name).value() == profile);
    CHECK(kindOf(Profile::named(u"other"_s)) == Error::Kind::NotFound);
}
