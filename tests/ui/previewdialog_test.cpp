// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/plan/pack.h"
#include "tests/ui/world.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QMimeData>
#include <QTreeWidget>

using namespace cairn;
using namespace cairn::test;
using transfer::State;

namespace {

const QString helloRoot = u"bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74"_s;

struct PreviewWorld : World
{
    AccountSession& account = local();

    void drop(const QStringList& paths) { window.open(paths); }
    static bool isReady()
    {
        return until([] { return !cid().isEmpty(); });
    }
    static bool mayStart()
    {
        return until([] { return isEnabled(u"previewStart"_s); });
    }
    static QString cid() { return test::text(u"previewCid"_s); }
    bool becomes(State state)
    {
        return until([&] {
            const auto all = account.transfers().all();
            return !all.empty() && all.back().state == state;
        });
    }
    bool startedNothing() const
    {
        QCoreApplication::processEvents();
        return account.transfers().all().empty();
    }
    static QStringList problems()
    {
        QStringList texts;
        const auto* list = find<QTreeWidget>(u"previewProblems"_s);
        for (int at = 0; list && at < list->topLevelItemCount(); ++at) {
            const auto* group = list->topLevelItem(at);
            texts << group->text(0);
            for (int child = 0; child < group->childCount(); ++child)
                texts << u"- "_s + group->child(child)->text(0);
        }
        return texts;
    }
    static void choose(const QString& box, int index)
    {
        find<QComboBox>(box)->setCurrentIndex(index);
    }
};

} // namespace

TEST_CASE_METHOD(PreviewWorld, "a drop opens its plan, and nothing is sent until Start")
{
    drop({file(u"hello.txt"_s, "hello world")});
    REQUIRE(dialog());
    CHECK(test::text(u"previewTitle"_s) == u"Upload “hello.txt”?"_s);
    REQUIRE(isReady());
    CHECK(cid() == helloRoot);
    CHECK(test::text(u"previewNumbers"_s) == u"1 file, 11 bytes, sent in one part"_s);
    CHECK(until([] { return test::text(u"previewListed"_s).startsWith(u"Not stored"_s); }));
    CHECK(test::text(u"previewNotice"_s).contains(u"is public"_s));
    CHECK(test::text(u"previewNotice"_s).contains(u"the sign-in of this computer"_s));
    CHECK(startedNothing());
    checkControls();
    press(Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(isBack());
    REQUIRE(becomes(State::Stored));
    CHECK(account.transfers().all().back().root == helloRoot);
    CHECK(currentRow(u"transferList"_s) == 0);
}

TEST_CASE_METHOD(PreviewWorld, "Return starts a plan under the name typed, Escape gives it up")
{
    const QString path = file(u"hello.txt"_s, "hello world");
    drop({path});
    REQUIRE(mayStart());
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    CHECK(startedNothing());
    drop({path});
    REQUIRE(mayStart());
    CHECK(focused() == u"previewName"_s);
    type(u"Greeting"_s);
    press(Qt::Key_Return);
    REQUIRE(isBack());
    REQUIRE(becomes(State::Stored));
    CHECK(account.transfers().all().back().name == u"Greeting"_s);
}

TEST_CASE_METHOD(PreviewWorld, "a likely secret needs a tick of its own before anything starts")
{
    QDir(folder.path()).mkdir(u"site"_s);
    file(u"site/index.html"_s, "<p>hello</p>");
    file(u"site/server.key"_s, "not really");
    drop({folder.filePath(u"site"_s)});
    REQUIRE(isReady());
    CHECK(problems()
          == QStringList{u"1 file looks like a secret"_s, u"- site/server.key: private key"_s});
    CHECK_FALSE(isEnabled(u"previewStart"_s));
    press(Qt::Key_Return);
    press(Qt::Key_Return, Qt::ControlModifier);
    CHECK(dialog());
    CHECK(startedNothing());
    checkControls();
    press(Qt::Key_U, Qt::AltModifier);
    REQUIRE(isEnabled(u"previewStart"_s));
    press(Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(isBack());
    CHECK(becomes(State::Stored));
}

TEST_CASE_METHOD(PreviewWorld, "a tick is for what was shown: another run asks again")
{
    QDir(folder.path()).mkdir(u"site"_s);
    file(u"site/index.html"_s, "<p>hello</p>");
    file(u"site/server.key"_s, "not really");
    file(u"site/.env"_s, "A=1");
    drop({folder.filePath(u"site"_s)});
    REQUIRE(isReady());
    CHECK(problems().contains(u"1 hidden file or folder is left out"_s));
    press(Qt::Key_U, Qt::AltModifier);
    REQUIRE(isEnabled(u"previewStart"_s));
    const QString before = cid();
    press(Qt::Key_H, Qt::AltModifier);
    CHECK_FALSE(isEnabled(u"previewStart"_s));
    REQUIRE(until([&] { return !cid().isEmpty() && cid() != before; }));
    CHECK(problems().front() == u"2 files look like secrets"_s);
    CHECK_FALSE(isEnabled(u"previewStart"_s));
    CHECK(startedNothing());
}

TEST_CASE_METHOD(PreviewWorld, "what cannot be read is named and left out only when that is ticked")
{
    QDir(folder.path()).mkdir(u"d"_s);
    file(u"d/a.txt"_s, "a");
    REQUIRE(QFile::link(folder.filePath(u"nowhere"_s), folder.filePath(u"d/gone"_s)));
    drop({folder.filePath(u"d"_s)});
    REQUIRE(isReady());
    CHECK(problems() == QStringList{u"1 entry cannot be read"_s, u"- d/gone"_s});
    CHECK_FALSE(isEnabled(u"previewStart"_s));
    checkControls();
    press(Qt::Key_L, Qt::AltModifier);
    press(Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(isBack());
    REQUIRE(becomes(State::Stored));
    CHECK(account.transfers().all().back().notes == QStringList{folder.filePath(u"d/gone"_s)});
}

TEST_CASE_METHOD(PreviewWorld, "links that lead out are named, and done with as chosen")
{
    QDir(folder.path()).mkdir(u"site"_s);
    file(u"site/index.html"_s, "<p>hello</p>");
    drop({folder.filePath(u"site"_s)});
    REQUIRE(isReady());
    CHECK_FALSE(find<QComboBox>(u"previewLinks"_s));
    const QString without = cid();
    press(Qt::Key_Escape);
    REQUIRE(isBack());

    REQUIRE(QFile::link(file(u"far.txt"_s, "far"), folder.filePath(u"site/link"_s)));
    drop({folder.filePath(u"site"_s)});
    REQUIRE(isReady());
    auto* links = find<QComboBox>(u"previewLinks"_s);
    REQUIRE(links->isVisible());
    CHECK(problems() == QStringList{u"1 link leads out of the folder"_s, u"- site/link"_s});
    checkControls();
    const QString followed = cid();
    press(Qt::Key_I, Qt::AltModifier);
    press(Qt::Key_End);
    REQUIRE(links->currentIndex() == int(UploadRequest::Links::Skip));
    CHECK(until([&] { return cid() == without; }));
    CHECK(links->isVisible());
    press(Qt::Key_Home);
    CHECK(until([&] { return cid() == followed; }));
    links->setCurrentIndex(int(UploadRequest::Links::Keep));
    CHECK(until([&] { return !cid().isEmpty() && cid() != followed && cid() != without; }));
}

TEST_CASE_METHOD(PreviewWorld, "a profile by name gives another CID, the one it stands for")
{
    const QString path = file(u"hello.txt"_s, "hello world");
    drop({path});
    REQUIRE(isReady());
    choose(u"previewProfile"_s, 3);
    content::PackRequest pack;
    pack.paths = {path};
    pack.profile = content::profiles()[3];
    const QString expected = content::hashOnly(pack)->root.toString();
    REQUIRE(until([&] { return cid() == expected; }));
    CHECK(expected.startsWith(u"Qm"_s));
    REQUIRE(mayStart());
    press(Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(becomes(State::Stored));
    CHECK(account.transfers().all().back().root == expected);
    CHECK(account.transfers().all().back().request.profile == u"unixfs-v0-2015"_s);
}

TEST_CASE_METHOD(PreviewWorld, "without a folder around it a file has the CID of its bytes")
{
    drop({file(u"hello.txt"_s, "hello world")});
    REQUIRE(isReady());
    press(Qt::Key_W, Qt::AltModifier);
    CHECK(until(
        [] { return cid() == u"bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"_s; }));
}

TEST_CASE_METHOD(PreviewWorld,
                 "what is stored already is said with its date, and may be sent again")
{
    stored(account, u"hello.txt"_s, "hello world");
    drop({folder.filePath(u"hello.txt"_s)});
    REQUIRE(mayStart());
    CHECK(until([] { return test::text(u"previewListed"_s).startsWith(u"Already stored on"_s); }));
    CHECK(test::text(u"previewListed"_s).contains(u"as “hello.txt”"_s));
    press(Qt::Key_Return, Qt::ControlModifier);
    CHECK(becomes(State::Stored));
}

TEST_CASE_METHOD(World, "whether it is stored is unknown when the service will not say")
{
    settled();
    server.refuse("GET /user/uploads/" + helloRoot.toLatin1(), "403 Forbidden", "ERROR_FORBIDDEN");
    window.open({file(u"hello.txt"_s, "hello world")});
    REQUIRE(until([] { return isEnabled(u"previewStart"_s); }));
    CHECK(until([] { return test::text(u"previewListed"_s).startsWith(u"It is not known"_s); }));
}

TEST_CASE_METHOD(PreviewWorld, "several drops are planned one after another")
{
    const QString first = file(u"a.txt"_s, "a");
    const QString second = file(u"b.txt"_s, "b");
    drop({first});
    drop({second});
    REQUIRE(mayStart());
    CHECK(test::text(u"previewTitle"_s).contains(u"a.txt"_s));
    press(Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(until([] { return test::text(u"previewTitle"_s).contains(u"b.txt"_s); }));
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    REQUIRE(becomes(State::Stored));
    CHECK(account.transfers().all().size() == 1);
}

TEST_CASE_METHOD(PreviewWorld,
                 "Start at once is kept, starts without asking, and stops at a secret")
{
    drop({file(u"a.txt"_s, "a")});
    REQUIRE(mayStart());
    press(Qt::Key_O, Qt::AltModifier);
    press(Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(isBack());
    REQUIRE(becomes(State::Stored));
    drop({file(u"b.txt"_s, "b")});
    REQUIRE(until([&] { return account.transfers().all().size() == 2; }));
    CHECK_FALSE(QApplication::activeModalWidget());
    REQUIRE(becomes(State::Stored));

    drop({file(u"id_rsa"_s, "not really")});
    REQUIRE(dialog());
    CHECK_FALSE(isEnabled(u"previewStart"_s));
    CHECK(account.transfers().all().size() == 2);
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    drop({folder.filePath(u"missing.txt"_s)});
    REQUIRE(dialog());
    CHECK(test::text(u"messageText"_s).startsWith(u"There is no “"_s));
    press(Qt::Key_Escape);
    REQUIRE(isBack());

    // Back again, from the menu.
    press(Qt::Key_F, Qt::AltModifier);
    REQUIRE(menuIsOpen());
    press(Qt::Key_S);
    drop({file(u"c.txt"_s, "c")});
    CHECK(dialog());
    CHECK(account.transfers().all().size() == 2);
}

TEST_CASE_METHOD(PreviewWorld, "a CAR is sent as its blocks under their own root, or as a file")
{
    const QString source = file(u"hello.txt"_s, "hello world");
    const QString car = folder.filePath(u"hello.car"_s);
    content::PackRequest pack;
    pack.paths = {source};
    REQUIRE(content::packToFile(pack, car));
    drop({car});
    REQUIRE(isReady());
    CHECK(cid() == helloRoot);
    CHECK_FALSE(isEnabled(u"previewProfile"_s));
    CHECK(test::text(u"previewMeaning"_s).contains(u"stay as they are"_s));
    checkControls();
    choose(u"previewSendAs"_s, 1);
    CHECK_FALSE(test::text(u"previewMeaning"_s).contains(u"stay as they are"_s));
    CHECK(isEnabled(u"previewProfile"_s));
    REQUIRE(until([] { return !cid().isEmpty() && cid() != helloRoot; }));
    choose(u"previewSendAs"_s, 0);
    REQUIRE(until([] { return cid() == helloRoot; }));
    REQUIRE(mayStart());
    press(Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(becomes(State::Stored));
    CHECK(account.transfers().all().back().root == helloRoot);
}

TEST_CASE_METHOD(PreviewWorld, "files copied in the file manager are pasted, text is not")
{
    auto* mime = new QMimeData;
    mime->setUrls({QUrl::fromLocalFile(file(u"hello.txt"_s, "hello world"))});
    QApplication::clipboard()->setMimeData(mime);
    press(Qt::Key_3, Qt::ControlModifier);
    press(Qt::Key_V, Qt::ControlModifier);
    REQUIRE(dialog());
    REQUIRE(isReady());
    CHECK(cid() == helloRoot);
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    QApplication::clipboard()->setText(u"just words"_s);
    press(Qt::Key_V, Qt::ControlModifier);
    CHECK(test::text(u"messageText"_s).contains(u"no file or folder of this computer"_s));
    CHECK(startedNothing());
}

TEST_CASE_METHOD(PreviewWorld, "an empty folder and a missing file are said, and can be read again")
{
    REQUIRE(QDir(folder.path()).mkdir(u"empty"_s));
    drop({folder.filePath(u"empty"_s)});
    REQUIRE(until([] { return !test::text(u"messageText"_s).isEmpty(); }));
    CHECK(test::text(u"messageText"_s).contains(u"nothing to upload"_s));
    CHECK_FALSE(isEnabled(u"previewStart"_s));
    checkControls();
    file(u"empty/now.txt"_s, "here");
    REQUIRE(tabTo(u"messageAction"_s));
    press(Qt::Key_Space);
    CHECK(mayStart());
}
