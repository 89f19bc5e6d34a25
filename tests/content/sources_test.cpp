// SPDX-License-Identifier: MIT OR Apache-2.0
// What packing believes of its sources, and what it says of them beforehand.
#include "core/base/filepath.h"
#include "core/content/plan/pack.h"
#include "core/content/source/packinput.h"
#include "core/content/unixfs/portable.h"
#include "tests/content/support.h"

#include <QDir>
#include <QFile>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using Kind = Problem::Kind;

namespace {

QStringList namedAs(Kind kind, const Packed& packed)
{
    QStringList paths;
    for (const Problem& problem : packed.problems) {
        if (problem.kind == kind)
            paths << problem.path;
    }
    CHECK(packed.totals.count(kind) == paths.size());
    return paths;
}

Packed packedWith(const QString& path, Profile::Symlinks symlinks)
{
    PackRequest pack = request({path});
    pack.profile.symlinks = symlinks;
    const auto packed = hashOnly(pack);
    REQUIRE(packed);
    return *packed;
}

} // namespace

TEST_CASE("a path leads where the system takes it, behind links too")
{
    const Tree tree;
    tree.file(u"far/away/file"_s, "the right one");
    tree.file(u"near/file"_s, "the wrong one");
    tree.folder(u"far/away/in"_s);
    tree.link(u"near/link"_s, QFile::encodeName(tree.path(u"far/away/in"_s)));
    const QString real = QFileInfo(tree.path()).canonicalFilePath();
    CHECK(absolutePath(tree.path(u"near/link/../file"_s)) == real + u"/far/away/file"_s);
    CHECK(absolutePath(tree.path(u"near/./link//file"_s)) == tree.path(u"near/link/file"_s));
    CHECK(absolutePath(tree.path(u"near/link"_s)) == tree.path(u"near/link"_s));
    CHECK(absolutePath(tree.path(u"near/link/"_s)) == real + u"/far/away/in"_s);
    CHECK(absolutePath(tree.path(u"near/link/.."_s)) == real + u"/far/away"_s);
    CHECK(absolutePath(tree.path(u"near/none/../file"_s)) == tree.path(u"near/file"_s));
    CHECK(absolutePath(u"/.."_s) == u"/"_s);
    CHECK(absolutePath(u"/"_s) == u"/"_s);
    CHECK(absolutePath(u"."_s) == QDir::currentPath());
    CHECK(absolutePath(u"a/b"_s) == QDir::currentPath() + u"/a/b"_s);
    // And so does packing.
    CHECK(rootOf(request({tree.path(u"near/link/../file"_s)}))
          == rootOf(request({tree.path(u"far/away/file"_s)})));
}

TEST_CASE("both inputs of one name are named before anything is read")
{
    const Tree tree;
    const QString one = tree.file(u"a/x"_s, "1");
    const QString other = tree.path(u"b/x"_s); // It need not even be there.
    const auto packed = hashOnly(request({one, other}));
    REQUIRE_FALSE(packed);
    CHECK(packed.error().code == sameNameCode);
    CHECK(packed.error().subject == one);
    CHECK(packed.error().more == QStringList{other});
}

TEST_CASE("links that lead out of the folder are named, followed or kept")
{
    const Tree tree;
    tree.file(u"secret"_s, "outside");
    tree.file(u"top/a"_s, "a");
    tree.file(u"top/deep/b"_s, "b");
    tree.link(u"top/in"_s, "deep/b");
    tree.link(u"top/deep/up"_s, "../a");
    tree.link(u"top/deep/out"_s, "../../secret");
    tree.link(u"top/absolute"_s, QFile::encodeName(tree.path(u"top/a"_s)));
    tree.link(u"top/away"_s, QFile::encodeName(tree.path(u"secret"_s)));
    const auto paths = [&](const QStringList& names) {
        QStringList all;
        for (const QString& name : names)
            all << tree.path(name);
        return all;
    };
    using Symlinks = Profile::Symlinks;
    CHECK(namedAs(Kind::LinkLeavesFolder, packedWith(tree.path(u"top"_s), Symlinks::Follow))
          == paths({u"top/away"_s, u"top/deep/out"_s}));
    // Kept, an absolute one leads to where the folder was.
    CHECK(namedAs(Kind::LinkLeavesFolder, packedWith(tree.path(u"top"_s), Symlinks::Keep))
          == paths({u"top/absolute"_s, u"top/away"_s, u"top/deep/out"_s}));
    const Packed skipped = packedWith(tree.path(u"top"_s), Symlinks::Skip);
    CHECK(namedAs(Kind::LinkLeavesFolder, skipped).isEmpty());
    CHECK(namedAs(Kind::SymlinkSkipped, skipped).size() == 5);
    // What a person names is meant.
    CHECK(namedAs(Kind::LinkLeavesFolder, packedWith(tree.path(u"top/away"_s), Symlinks::Follow))
              .isEmpty());
}

TEST_CASE("where nothing can be packed, what is there is named")
{
    const Tree tree;
    const auto errorOf = [&](const QString& name) {
        PackRequest pack = request({tree.path(name)});
        pack.unreadable = Unreadable::IsLeftOut;
        pack.profile.symlinks = Profile::Symlinks::Skip;
        const auto packed = hashOnly(pack);
        REQUIRE_FALSE(packed);
        return packed.error();
    };
    tree.folder(u"empty"_s);
    CHECK(errorOf(u"empty"_s).kind == Error::Kind::Empty);
    CHECK(errorOf(u"empty"_s).code.isEmpty());
    tree.folder(u"links"_s);
    tree.link(u"links/a"_s, "b");
    CHECK(errorOf(u"links"_s).code == u"ONLY_LINKS"_s);
    CHECK(errorOf(u"links"_s).subject == tree.path(u"links/a"_s));
    tree.file(u"hidden/.a"_s, "a");
    CHECK(errorOf(u"hidden"_s).code == u"ONLY_HIDDEN"_s);
    tree.file(u"names/a\\b"_s, "a");
    CHECK(errorOf(u"names"_s).code == u"NAME_LEFT_OUT"_s);
    CHECK(errorOf(u"names"_s).subject == tree.path(u"names/a\\b"_s));
}

TEST_CASE("names that not every system can have are named, and packed")
{
    const Tree tree;
    for (const auto& name : {u"plain"_s, u"a:b"_s, u"nul.txt"_s, u"Same"_s, u"same"_s,
                             u"new\nline"_s, u"e\u0301"_s, u"\u00e9"_s, u"日本語"_s})
        tree.file(u"d/"_s + name, "x");
    const auto packed = hashOnly(request({tree.path(u"d"_s)}));
    REQUIRE(packed);
    CHECK(packed->totals.files == 9);
    const QStringList named = namedAs(Kind::NameNotPortable, *packed);
    CHECK(named.size() == 5); // Of two that differ in case, or in how é is written, one.
    for (const auto& name : {u"d/a:b"_s, u"d/nul.txt"_s, u"d/new\nline"_s})
        CHECK(named.contains(tree.path(name)));
    for (const char* name : {"CON", "com1.txt", "x.", "x ", "a\\b", "a?", "\xff", ""})
        CHECK_FALSE(isPortableName(name));
    for (const char* name : {"a", "CONSOLE", ".x", "x y", "e\u0301", "日本語"})
        CHECK(isPortableName(name));
}

TEST_CASE("a file whose size is given as none is read to its end")
{
    const QString version = u"/proc/version"_s;
    QFile file(version);
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    REQUIRE(!bytes.isEmpty());
    REQUIRE(QFileInfo(version).size() == 0);
    const Tree tree;
    const QString copy = tree.file(u"version"_s, bytes);
    CHECK(rootOf(request({version})) == rootOf(request({copy})));
    // In several leaves, too, and read again to be sent.
    for (const qint64 chunk : {qint64(16), qint64(1) << 20}) {
        PackRequest pack = request({version});
        pack.profile.chunkSize = chunk;
        const DagPlan plan = planOf(pack);
        CHECK(plan.totals().bytes == bytes.size());
        CHECK(partsOf(plan).size() == 1);
    }
    // What really is empty stays empty.
    CHECK(rootOf(request({tree.file(u"empty"_s, {})})).starts_with("bafy"));
}

TEST_CASE("a file that is shorter than the file system says is read to its end")
{
    // Files of sysfs are said to have a page each.
    const QString path = u"/sys/kernel/mm/transparent_hugepage/enabled"_s;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        WARN("skipped: no sysfs here");
        return;
    }
    const QByteArray bytes = file.readAll();
    REQUIRE(bytes.size() < QFileInfo(path).size());
    const Tree tree;
    const QString copy = tree.file(u"enabled"_s, bytes);
    CHECK(rootOf(request({path})) == rootOf(request({copy})));
    CHECK(planOf(request({path})).totals().bytes == bytes.size());
    CHECK(partsOf(planOf(request({path}))).size() == 1);
}
