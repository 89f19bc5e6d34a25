// SPDX-License-Identifier: MIT OR Apache-2.0
// What is put comes back: the same by diff, or with every difference named and counted. The trees
// are made from seeds; CAIRN_ROUNDTRIP_SEED runs one of them, CAIRN_ROUNDTRIPS says how many.
#include "core/base/posix/folder.h"
#include "core/content/unixfs/portable.h"
#include "tests/app/machine.h"
#include "tests/roundtrip/randomtree.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>
#include <thread>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int usualSeeds = 25; // Each program starts ten times slower.
#else
constexpr int usualSeeds = 190;
#endif

struct Options
{
    QString profile;
    LinkMode links = LinkMode::Follow;

    QStringList arguments() const
    {
        const QStringList words{u"follow"_s, u"keep"_s, u"skip"_s};
        return {u"--json"_s,  u"--hidden"_s,     u"--allow-secrets"_s, u"--wrap"_s,
                u"--links"_s, words[int(links)], u"--profile"_s,       profile};
    }
    bool keepsEmptyFolders() const { return profile.startsWith("unixfs"_L1); }
};

Options randomOptions(std::mt19937& random)
{
    const QStringList profiles{u"web3.storage"_s, u"unixfs-v1-2025"_s, u"unixfs-v0-2015"_s};
    return {profiles[int(random() % 3)], LinkMode(random() % 3)};
}

struct RoundTrip : Machine
{
    RoundTrip() { start(); }

    Ended put(const QByteArray& top, const Options& options)
    {
        return ctl(QStringList{u"put"_s} + options.arguments()
                   + QStringList{QFile::decodeName(top)});
    }

    /// What @p tree has that @p back has not, or otherwise; as "get" would name it.
    static std::set<QString> differences(const TreeEntries& tree, const TreeEntries& back)
    {
        std::set<QString> paths;
        const auto note = [&](const QByteArray& path) { paths.insert(QString::fromUtf8(path)); };
        for (const auto& [path, entry] : tree) {
            const auto found = back.find(path);
            if (found == back.end() || !(found->second == entry))
                note(path);
        }
        for (const auto& [path, entry] : back) {
            if (!tree.contains(path))
                note(path);
        }
        return paths;
    }

    /// Links that are kept and would lead out are what may be missing.
    static std::set<QString> expectedMissing(const TreeEntries& tree)
    {
        std::set<QString> paths;
        for (const auto& [path, entry] : tree) {
            // One folder is around the tree.
            if (entry.kind == 'l' && !content::staysInside(entry.bytes, entry.depth + 1))
                paths.insert(QString::fromUtf8(path));
        }
        return paths;
    }

    void comesBack(const QString& cid, const RandomTree& tree, const Options& options)
    {
        const QString target = folder.filePath(u"back"_s);
        const Ended got = ctl({u"get"_s, u"--json"_s, cid, u"-o"_s, target});
        INFO(got.err.toStdString());
        TreeEntries wanted = entriesOf(tree.top(), options.links);
        if (!options.keepsEmptyFolders())
            wanted = withoutEmptyFolders(wanted);
        const QString name = QFileInfo(QFile::decodeName(tree.top())).fileName();
        const QByteArray back = QFile::encodeName(target + u'/' + name);
        const TreeEntries found = QFileInfo(QFile::decodeName(back)).isDir()
            ? entriesOf(back, LinkMode::Keep)
            : TreeEntries();
        std::set<QString> named;
        const QJsonObject json = QJsonDocument::fromJson(got.out).object();
        for (const QJsonValue entry : json["leftOut"_L1].toArray()) {
            named.insert(entry["path"_L1].toString().mid(name.size() + 1));
            CHECK_FALSE(entry["reason"_L1].toString().isEmpty());
        }
        CHECK(json["leftOutCount"_L1].toInteger() == qint64(named.size()));
        CHECK(differences(wanted, found) == named);
        CHECK(named == expectedMissing(wanted));
        CHECK(got.code == (named.empty() ? 0 : 6));
        CHECK(QDir(target).removeRecursively());
        CHECK(QDir(folder.path())
                  .entryList({u".cairn-*"_s}, QDir::AllEntries | QDir::Hidden)
                  .isEmpty());
    }

    static void refusedWhole(const Ended& ended, const QByteArray& top,
                             const std::set<QByteArray>& refused)
    {
        constexpr std::size_t namedAtMost = 100;
        CHECK(ended.code == 1);
        CHECK(ended.out.isEmpty());
        if (refused.size() > namedAtMost)
            return;
        QString said;
        for (const QByteArray& line : ended.err.split('\n')) {
            const QJsonObject json = QJsonDocument::fromJson(line).object();
            said += json["message"_L1].toString() + u'\n'
                + json["error"_L1]["subject"_L1].toString() + u'\n';
        }
        for (const QByteArray& path : refused) {
            const QString name = QString::fromUtf8(top + '/' + path);
            CAPTURE(name.toStdString(), ended.err.toStdString());
            CHECK(said.contains(name));
        }
    }

    void goesRound(unsigned seed, int most)
    {
        std::mt19937 random(seed);
        const Options options = randomOptions(random);
        CAPTURE(seed, options.profile.toStdString(), int(options.links));
        RandomTree tree(QFile::encodeName(folder.filePath(u"tree"_s)), random, most);
        if (const auto refused = tree.refused(options.links); !refused.empty()) {
            refusedWhole(put(tree.top(), options), tree.top(), refused);
            tree.removeRefused(options.links);
        }
        TreeEntries entries = entriesOf(tree.top(), options.links);
        if (!options.keepsEmptyFolders())
            entries = withoutEmptyFolders(entries);
        const Ended stored = put(tree.top(), options);
        INFO(stored.err.toStdString());
        if (stored.code == 0) {
            const QString cid = QJsonDocument::fromJson(stored.out).object()["cid"_L1].toString();
            comesBack(cid, tree, options);
        } else {
            CHECK(entries.empty()); // There is nothing in it to store.
        }
        const auto base
            = posix::openFolder(QFile::encodeName(folder.path()), posix::Follow::Nothing);
        REQUIRE(base);
        posix::removeTreeIn(base->number(), "tree");
    }
};

int entriesFor(unsigned seed)
{
    // Most are small; some have thousands.
    return seed % 20 == 0 ? 2'000 : seed % 5 == 0 ? 300 : int(seed % 40);
}

} // namespace

TEST_CASE_METHOD(RoundTrip, "what is put comes back, or what is not is named")
{
    if (qEnvironmentVariableIsSet("CAIRN_ROUNDTRIP_SEED")) {
        const auto seed = qEnvironmentVariable("CAIRN_ROUNDTRIP_SEED").toUInt();
        return goesRound(seed, entriesFor(seed));
    }
    bool isSet = false;
    const int asked = qEnvironmentVariableIntValue("CAIRN_ROUNDTRIPS", &isSet);
    for (unsigned seed = 1; seed <= unsigned(isSet ? asked : usualSeeds); ++seed)
        goesRound(seed, entriesFor(seed));
}

TEST_CASE_METHOD(RoundTrip, "seventy thousand entries come back", "[.long]")
{
    for (const unsigned seed : {7'001U, 7'002U, 7'003U})
        goesRound(seed, 70'000);
}

TEST_CASE_METHOD(RoundTrip,
                 "files that grow or go while they are put are stored whole or not at all")
{
    bool wasStored = false;
    bool wasRefused = false;
    for (unsigned seed = 500; seed < 520 && !(wasStored && wasRefused); ++seed) {
        std::mt19937 random(seed);
        const Options options{u"unixfs-v1-2025"_s, LinkMode::Skip};
        CAPTURE(seed);
        RandomTree tree(QFile::encodeName(folder.filePath(u"tree"_s)), random, 200);
        tree.removeRefused(options.links);
        const QString growing = folder.filePath(u"tree/growing"_s);
        const QString going = folder.filePath(u"tree/going"_s);
        std::atomic_bool isOver = false;
        std::thread changes([&] {
            // In some rounds from the start, in others only at times.
            const auto pause = std::chrono::milliseconds(1 + seed % 7 * 40);
            while (!isOver) {
                QFile file(growing);
                if (file.open(QIODevice::Append))
                    file.write("more");
                QFile other(going);
                if (!other.remove() && other.open(QIODevice::WriteOnly))
                    other.write("here");
                std::this_thread::sleep_for(pause);
            }
        });
        const Ended stored = put(tree.top(), options);
        isOver = true;
        changes.join();
        INFO(stored.err.toStdString());
        if (stored.code == 0) {
            wasStored = true;
            const QString cid = QJsonDocument::fromJson(stored.out).object()["cid"_L1].toString();
            const QString target = folder.filePath(u"back"_s);
            CHECK(ctl({u"get"_s, cid, u"-o"_s, target}).code == 0);
            TreeEntries wanted = entriesOf(tree.top(), LinkMode::Skip);
            TreeEntries found = entriesOf(QFile::encodeName(target + u"/tree"_s), LinkMode::Skip);
            if (found.contains("growing"))
                CHECK(wanted["growing"].bytes.startsWith(found["growing"].bytes));
            for (const char* changing : {"growing", "going"}) {
                wanted.erase(changing);
                found.erase(changing);
            }
            CHECK(differences(wanted, found).empty());
            CHECK(QDir(target).removeRecursively());
        } else {
            wasRefused = true;
            CHECK(stored.code == 1);
            CHECK(stored.out.isEmpty());
            CHECK((stored.err.contains("growing") || stored.err.contains("going")));
        }
        CHECK(QDir(folder.filePath(u"tree"_s)).removeRecursively());
    }
}
