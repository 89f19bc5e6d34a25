// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/uploadworld.h"
#include "ui/stored/downloadcommand.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>

using namespace cairn;
using namespace cairn::test;
using transfer::State;

namespace {

// tests/data/unixfs-vectors.json, "file-1".
const QString cid = u"bafybeifow4fizj5vbhelm3tdaqdbvjcsgdl5mk7fx64qx3njhkzsxpydcm"_s;

struct Getting : UploadWorld
{
    static bool asks()
    {
        const QWidget* front = dialog();
        return front && front->objectName() == u"getDialog"_s;
    }
    void give(const QString& field, const QString& what)
    {
        find(field)->setFocus();
        find<QLineEdit>(field)->selectAll();
        type(what);
    }
    QString target() const { return folder.filePath(u"got.txt"_s); }
};

} // namespace

TEST_CASE_METHOD(Getting, "an address opens Get, filled in with CID, path and a name")
{
    local();
    const auto [address, path, name] = GENERATE(table<QString, QString, QString>(
        {{u"ipfs://%1/a%20b/c.txt"_s, u"a b/c.txt"_s, u"c.txt"_s},
         {u"ipfs:%1"_s, u""_s, cid},
         {u"/ipfs/%1/a"_s, u"a"_s, u"a"_s},
         {u"%1"_s, u""_s, cid},
         {u"https://one.example/ipfs/%1/a.bin?filename=b%20c.bin"_s, u"a.bin"_s, u"b c.bin"_s},
         {u"https://%1.ipfs.one.example/d/e"_s, u"d/e"_s, u"e"_s},
         // What cannot be a name here is none.
         {u"https://one.example/ipfs/%1?filename=..%2Fx"_s, u""_s, cid}}));
    window.open({address.arg(cid)});
    REQUIRE(asks());
    CHECK(test::text(u"getLinkEdit"_s) == cid);
    CHECK(test::text(u"getPathEdit"_s) == path);
    CHECK(QFileInfo(test::text(u"getTargetEdit"_s)).fileName()
          == QFileInfo(proposedTarget(downloadFolder(), name, content::CidString(cid))).fileName());
    CHECK(focused() == u"getTargetEdit"_s);
    CHECK_FALSE(isVisible(u"previewDialog"_s));
    checkControls();
}

TEST_CASE_METHOD(Getting, "what is got is verified and lands where it was said")
{
    AccountSession& account = local();
    stored(account, u"hello.txt"_s, "hello world");
    const QString root = account.transfers().all().back().root.text();
    press(Qt::Key_L, Qt::ControlModifier);
    REQUIRE(asks());
    CHECK(focused() == u"getLinkEdit"_s);
    give(u"getLinkEdit"_s, u"http://127.0.0.1/ipfs/"_s + root + u"/hello.txt"_s);
    give(u"getTargetEdit"_s, target());
    // Leaving the field took the link apart.
    CHECK(test::text(u"getLinkEdit"_s) == root);
    CHECK(test::text(u"getPathEdit"_s) == u"hello.txt"_s);
    press(Qt::Key_Return);
    INFO(test::text(u"messageText"_s).toStdString());
    REQUIRE(isBack());
    REQUIRE(until([&] { return QFile::exists(target()); }));
    QFile got(target());
    REQUIRE(got.open(QIODevice::ReadOnly));
    CHECK(got.readAll() == "hello world");
}

TEST_CASE_METHOD(Getting, "the name it is stored under is proposed")
{
    AccountSession& account = local();
    stored(account, u"hello.txt"_s, "hello world");
    window.open({account.transfers().all().back().root.text()});
    REQUIRE(asks());
    CHECK(until([] { return test::text(u"getTargetEdit"_s).endsWith(u"hello.txt"_s); }));
}

TEST_CASE_METHOD(Getting, "Get says what it cannot take, and queues nothing")
{
    AccountSession& account = local();
    press(Qt::Key_L, Qt::ControlModifier);
    REQUIRE(asks());
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"Paste a CID"_s));
    give(u"getLinkEdit"_s, u"nonsense"_s);
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"no CID"_s));
    give(u"getLinkEdit"_s, cid);
    give(u"getTargetEdit"_s, u"relative.txt"_s);
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"folder of this computer"_s));
    give(u"getTargetEdit"_s, file(u"there.txt"_s, "x"));
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"already"_s));
    checkControls();
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    CHECK(account.transfers().all().empty());
}

TEST_CASE_METHOD(Getting, "what is no address of ours is told with what to do, and is no file")
{
    local();
    const auto [address, said] = GENERATE(table<QString, QString>(
        {{u"ipns://name.example/a"_s, u"IPNS"_s},
         {u"https://one.example/ipns/name"_s, u"IPNS"_s},
         {u"ipfs://bafybeinonsense/a"_s, u"no valid CID"_s},
         {u"https://one.example/ipfs/bafynonsense"_s, u"no valid CID"_s},
         {u"https://one.example/a.txt"_s, u"with a browser"_s},
         {u"gopher://one.example/a"_s, u"no address that Cairn can open"_s}}));
    window.open({address});
    CHECK(test::text(u"messageText"_s).contains(said));
    CHECK_FALSE(isVisible(u"getDialog"_s));
    CHECK_FALSE(isVisible(u"previewDialog"_s));
}

TEST_CASE_METHOD(Getting, "several addresses are asked about one after the other")
{
    local();
    window.open({u"ipfs://"_s + cid + u"/one"_s, u"ipfs://"_s + cid + u"/two"_s});
    REQUIRE(asks());
    CHECK(test::text(u"getPathEdit"_s) == u"one"_s);
    press(Qt::Key_Escape);
    REQUIRE(until([] { return test::text(u"getPathEdit"_s) == u"two"_s; }));
    REQUIRE(asks());
    press(Qt::Key_Escape);
    CHECK(isBack());
}

TEST_CASE_METHOD(Getting, "a link that is dropped or pasted opens Get")
{
    local();
    open();
    drop({}, u"ipfs://QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn/a"_s);
    REQUIRE(asks());
    CHECK(test::text(u"getLinkEdit"_s) == u"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn"_s);
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    QApplication::clipboard()->setText(u"https://one.example/ipfs/"_s + cid);
    press(Qt::Key_V, Qt::ControlModifier);
    REQUIRE(asks());
    CHECK(test::text(u"getLinkEdit"_s) == cid);
}

TEST_CASE_METHOD(Getting, "a CAR opens its plan as a CAR")
{
    local();
    window.open({file(u"some.car"_s, "no car")});
    CHECK(until([] { return isVisible(u"previewDialog"_s); }));
    CHECK(isVisible(u"previewSendAs"_s));
}
