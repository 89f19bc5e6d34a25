// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/plan/pack.h"
#include "core/content/source/excludepatterns.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cairn::content;
using namespace Qt::StringLiterals;

TEST_CASE("a wildcard is compared with names, one with a slash with paths")
{
    struct Row
    {
        QString wildcard;
        QByteArray path;
        bool matches;
    };
    for (const auto& [wildcard, path, matches] :
         {Row{u"*.log"_s, "a.log", true}, Row{u"*.log"_s, "sub/dir/a.log", true},
          Row{u"*.log"_s, "a.log.gz", false}, Row{u"*.log"_s, "x.log/a", false},
          Row{u"node_modules"_s, "sub/node_modules", true},
          Row{u"node_modules/"_s, "node_modules", true}, Row{u"sub/*.log"_s, "sub/a.log", true},
          Row{u"sub/*.log"_s, "other/sub/a.log", false}, Row{u"sub/*"_s, "sub/a/b", false},
          Row{u"/a"_s, "a", true}, Row{u"/a"_s, "b/a", false}, Row{u"?"_s, "a", true},
          Row{u"?"_s, "ab", false}, Row{u"[ab]"_s, "b", true}, Row{u"[!ab]"_s, "b", false},
          Row{u"a+b"_s, "a+b", true}, Row{u"ä*"_s, "äöü", true}, Row{u"*"_s, "line\nbreak", true},
          Row{u"*.LOG"_s, "a.log", false}}) {
        INFO(wildcard.toStdString() << " " << path.toStdString());
        CHECK(ExcludePatterns({wildcard}).matches(path) == matches);
    }
    CHECK_FALSE(ExcludePatterns({}).matches("a"));
    CHECK_FALSE(ExcludePatterns::isPattern(u""_s));
    CHECK_FALSE(ExcludePatterns::isPattern(u"/"_s));
    CHECK_FALSE(ExcludePatterns::isPattern(u"[a"_s));
}

TEST_CASE("what is excluded is in no block and is named, and what a person named is not excluded")
{
    const QTemporaryDir folder;
    const auto write = [&](const QString& path) {
        REQUIRE(QDir(folder.path()).mkpath(QFileInfo(folder.filePath(path)).path()));
        QFile file(folder.filePath(path));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(path.toUtf8());
    };
    for (const QString& path :
         {u"with/a.txt"_s, u"with/b.log"_s, u"with/sub/c.log"_s, u"with/sub/d.txt"_s,
          u"with/build/e"_s, u"without/a.txt"_s, u"without/sub/d.txt"_s})
        write(path);
    const auto packed = [&](const QString& name, const QStringList& exclude) {
        PackRequest request{.paths = {folder.filePath(name)}, .wrap = Wrap::No};
        request.exclude = exclude;
        return hashOnly(request).value();
    };
    QFile::remove(folder.filePath(u"without/a.txt"_s));
    QFile::copy(folder.filePath(u"with/a.txt"_s), folder.filePath(u"without/a.txt"_s));
    QFile::remove(folder.filePath(u"without/sub/d.txt"_s));
    QFile::copy(folder.filePath(u"with/sub/d.txt"_s), folder.filePath(u"without/sub/d.txt"_s));

    const Packed some = packed(u"with"_s, {u"*.log"_s, u"/build"_s, u"with"_s});
    CHECK(some.root == packed(u"without"_s, {}).root);
    CHECK(some.totals.files == 2);
    QStringList named;
    for (const Problem& problem : some.problems) {
        CHECK(problem.kind == Problem::Kind::LeftOut);
        named << QDir(folder.path()).relativeFilePath(problem.path);
    }
    named.sort();
    CHECK(named == QStringList{u"with/b.log"_s, u"with/build"_s, u"with/sub/c.log"_s});
}
