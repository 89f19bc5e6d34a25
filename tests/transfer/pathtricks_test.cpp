// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/safename.h"
#include "tests/transfer/downloadfixture.h"

#include <QFileInfo>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

const std::vector<QByteArray> trickyNames{"",
                                          ".",
                                          "..",
                                          "/",
                                          "/etc/passwd",
                                          "../escaped",
                                          "a/../../b",
                                          "a/b",
                                          "..\xc0\xaf"
                                          "x",
                                          "\xff\xfe",
                                          "nul\0byte"_ba,
                                          "new\nline",
                                          "\x1b[2J",
                                          "del\x7f",
                                          QByteArray(256, 'n'),
                                          "\xed\xa0\x80"};

} // namespace

TEST_CASE("names that could do harm are not used, ordinary ones of any language are")
{
    for (const QByteArray& name : trickyNames) {
        CAPTURE(name.toPercentEncoding().toStdString());
        CHECK_FALSE(isSafeName(name, NameRules::Unix));
        CHECK_FALSE(isSafeName(name, NameRules::Windows));
    }
    for (const QByteArray name : {"a", "...", ".hidden", "with space", "-rf", "~", "a:b", "CON",
                                  "日本語.txt", "e\u0301", "back\\slash", "*"})
        CHECK(isSafeName(name, NameRules::Unix));
    CHECK(isSafeName(QByteArray(255, 'n'), NameRules::Unix));
    for (const QByteArray name : {"CON", "con.txt", "Lpt1", "COM9.tar.gz", "a:b", "back\\slash",
                                  "*", "dot.", "space ", "NUL .txt"})
        CHECK_FALSE(isSafeName(name, NameRules::Windows));
    for (const QByteArray name : {"CONSOLE", "COM10", "lpt", "日本語.txt"})
        CHECK(isSafeName(name, NameRules::Windows));
}

TEST_CASE("a link is kept if it cannot lead out")
{
    for (const char* text : {"a", "a/b", "./a", "."})
        CHECK(isSafeLink(text, 0));
    CHECK(isSafeLink("../a", 1));
    CHECK(isSafeLink("../../a/b", 2));
    for (const char* text :
         {"", "/", "/etc/passwd", "..", "../a", "a/../../b", "a/..", "./../a", "a\nb", "\xff"})
        CHECK_FALSE(isSafeLink(text, 0));
    CHECK_FALSE(isSafeLink("../../a", 1));
    // The way down may itself be a link, so that climbing after it leads anywhere.
    CHECK_FALSE(isSafeLink("a/../b", 5));
}

TEST_CASE_METHOD(Downloads, "nothing is written outside the target, whatever a folder's names are")
{
    FakeGateway gateway;
    BlockBox& box = gateway.box;
    const content::Cid evil = box.raw("evil");
    std::vector<std::pair<QByteArray, content::Cid>> entries{{"good", box.raw("good")}};
    for (const QByteArray& name : trickyNames)
        entries.emplace_back(name, evil);
    entries.emplace_back("last", box.raw("last"));
    useGateways({&gateway});
    const Transfer saved = ended(get(box.folder(entries), u"back"_s));
    REQUIRE(saved.state == State::Saved);
    CHECK(QDir(place(u"back"_s)).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
          == QStringList{u"good"_s, u"last"_s});
    CHECK(isAlone(u"back"_s));
    CHECK_FALSE(QFile::exists(folder.filePath(u"escaped"_s)));
    CHECK(saved.notes.size() == qsizetype(trickyNames.size())); // Each is named.
    CHECK(saved.files == 2);
}

TEST_CASE_METHOD(Downloads, "links that lead out are left out and named, the others kept as links")
{
    FakeGateway gateway;
    BlockBox& box = gateway.box;
    const content::Cid inner
        = box.folder({{"climbs", box.link("../../../outside")}, {"up", box.link("../file")}});
    const content::Cid root = box.folder({{"absolute", box.link("/etc/passwd")},
                                          {"down", box.link("inner/up")},
                                          {"file", box.raw("file")},
                                          {"inner", inner},
                                          {"out", box.link("..")}});
    useGateways({&gateway});
    const Transfer saved = ended(get(root, u"back"_s));
    REQUIRE(saved.state == State::Saved);
    CHECK(saved.notes == QStringList{u"absolute"_s, u"inner/climbs"_s, u"out"_s});
    CHECK(bytesAt(u"back/down"_s) == "file");
    CHECK(QFile::symLinkTarget(place(u"back/inner/up"_s)).endsWith(u"back/file"_s));
    CHECK(saved.files == 1);
}

TEST_CASE_METHOD(Downloads, "a link is never written through, neither by name nor as a folder")
{
    REQUIRE(QDir(folder.path()).mkpath(u"outside"_s));
    FakeGateway gateway;
    BlockBox& box = gateway.box;
    // First a link, then a folder and a file of its name: the second of each is left out.
    const content::Cid root = box.folder({{"in", box.folder({{"kept", box.raw("kept")}})},
                                          {"x", box.link("in")},
                                          {"x", box.folder({{"planted", box.raw("planted")}})},
                                          {"y", box.link("in/new")},
                                          {"y", box.raw("planted")}});
    useGateways({&gateway});
    const Transfer saved = ended(get(root, u"back"_s));
    REQUIRE(saved.state == State::Saved);
    CHECK(saved.notes == QStringList{u"x"_s, u"y"_s});
    CHECK(QDir(place(u"back/in"_s)).entryList(QDir::Files) == QStringList{u"kept"_s});
}

TEST_CASE_METHOD(Downloads, "of two entries of one name the first is kept, the other named")
{
    FakeGateway gateway;
    BlockBox& box = gateway.box;
    const content::Cid root = box.folder({{"a", box.raw("first")},
                                          {"a", box.raw("second")},
                                          {"b", box.folder({{"in", box.raw("in")}})},
                                          {"b", box.folder({{"out", box.raw("out")}})}});
    useGateways({&gateway});
    const Transfer saved = ended(get(root, u"back"_s));
    REQUIRE(saved.state == State::Saved);
    CHECK(bytesAt(u"back/a"_s) == "first");
    CHECK(bytesAt(u"back/b/in"_s) == "in");
    CHECK_FALSE(QFile::exists(place(u"back/b/out"_s)));
    CHECK(saved.notes == QStringList{u"a"_s, u"b"_s});
}

TEST_CASE_METHOD(Downloads, "a link alone or bytes of another codec are no file to save")
{
    FakeGateway gateway;
    useGateways({&gateway});
    const Transfer link = ended(get(gateway.box.link("/etc/passwd"), u"one"_s));
    CHECK(link.error->code == u"NOT_A_FILE"_s);
    const content::Cid cbor = content::Cid::v1(content::Codec::DagCbor, content::sha256("\xa0"));
    gateway.box.blocks[cbor] = "\xa0";
    CHECK(ended(get(cbor, u"two"_s)).error->code == u"NOT_A_FILE"_s);
    const Transfer within
        = ended(get(gateway.box.folder({{"c", cbor}, {"f", gateway.box.raw("f")}}), u"three"_s));
    CHECK(within.state == State::Saved);
    CHECK(within.notes == QStringList{u"c"_s});
}

TEST_CASE_METHOD(Downloads, "folders nested without end are left out where it is too deep")
{
    FakeGateway gateway;
    content::Cid at = gateway.box.raw("deep");
    for (int i = 0; i < 300; ++i)
        at = gateway.box.folder({{"d", at}});
    useGateways({&gateway});
    const Transfer saved = ended(get(at, u"back"_s));
    CHECK(saved.state == State::Saved);
    CHECK(saved.notes.size() == 1);
}
