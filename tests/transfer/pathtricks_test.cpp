// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/folder.h"
#include "core/content/unixfs/portable.h"
#include "core/download/safename.h"
#include "tests/transfer/downloadfixture.h"

#include <QFileInfo>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

using Reason = LeftOut::Reason;

const std::vector<std::pair<QByteArray, Reason>> impossible{
    {"", Reason::NoName},
    {".", Reason::NoName},
    {"..", Reason::NoName},
    {"/", Reason::NoName},
    {"/etc/passwd", Reason::NoName},
    {"../escaped", Reason::NoName},
    {"a/../../b", Reason::NoName},
    {"a/b", Reason::NoName},
    {"nul\0byte"_ba, Reason::NoName},
    {QByteArray(256, 'n'), Reason::NameTooLong}};

/// Any bytes can be a name on Linux.
const std::vector<QByteArray> unusual{"..\xc0\xaf"
                                      "x",
                                      "\xff\xfe",
                                      "new\nline",
                                      "\x1b[2J",
                                      "del\x7f",
                                      "\xed\xa0\x80"};

std::vector<std::pair<QString, Reason>> leftOut(const Transfer& transfer)
{
    std::vector<std::pair<QString, Reason>> entries;
    for (const LeftOut& entry : transfer.leftOut)
        entries.emplace_back(entry.path, entry.reason);
    CHECK(transfer.leftOutCount == qint64(entries.size()));
    return entries;
}

QByteArrayList namesIn(const QString& path)
{
    QByteArrayList names;
    auto reader = posix::FolderReader::open(QFile::encodeName(path));
    REQUIRE(reader);
    while (const auto name = reader->next().value())
        names.append(name->toByteArray());
    std::ranges::sort(names);
    return names;
}

} // namespace

TEST_CASE("names that no file can have are told from those that one can")
{
    for (const auto& [name, reason] : impossible) {
        CAPTURE(name.toPercentEncoding().toStdString());
        CHECK(nameProblem(name, NameRules::Unix) == reason);
        CHECK(nameProblem(name, NameRules::Windows) == reason);
        CHECK_FALSE(isSafeName(name));
    }
    for (const QByteArray& name : unusual) {
        CAPTURE(name.toPercentEncoding().toStdString());
        CHECK_FALSE(nameProblem(name, NameRules::Unix));
        CHECK(nameProblem(name, NameRules::Windows) == Reason::NameNotHere);
    }
    for (const QByteArray name : {"a", "...", ".hidden", "with space", "-rf", "~", "a:b", "CON",
                                  "日本語.txt", "e\u0301", "back\\slash", "*", "\uFFFD"})
        CHECK_FALSE(nameProblem(name, NameRules::Unix));
    CHECK_FALSE(nameProblem(QByteArray(255, 'n'), NameRules::Unix));
    for (const QByteArray name : {"CON", "con.txt", "Lpt1", "COM9.tar.gz", "a:b", "back\\slash",
                                  "*", "dot.", "space ", "NUL .txt"})
        CHECK(nameProblem(name, NameRules::Windows) == Reason::NameNotHere);
    for (const QByteArray name : {"CONSOLE", "COM10", "lpt", "日本語.txt"})
        CHECK_FALSE(nameProblem(name, NameRules::Windows));
}

TEST_CASE("a link is kept if it cannot lead out")
{
    for (const char* text : {"a", "a/b", "./a", ".", "a\nb", "\xff"})
        CHECK(content::staysInside(text, 0));
    CHECK(content::staysInside("../a", 1));
    CHECK(content::staysInside("../../a/b", 2));
    for (const char* text : {"", "/", "/etc/passwd", "..", "../a", "a/../../b", "a/..", "./../a"})
        CHECK_FALSE(content::staysInside(text, 0));
    CHECK_FALSE(content::staysInside("../../a", 1));
    // The way down may itself be a link, so that climbing after it leads anywhere.
    CHECK_FALSE(content::staysInside("a/../b", 5));
}

TEST_CASE_METHOD(Downloads, "nothing is written outside the target, whatever a folder's names are")
{
    FakeGateway gateway;
    BlockBox& box = gateway.box;
    const content::Cid evil = box.raw("evil");
    std::vector<std::pair<QByteArray, content::Cid>> entries{{"good", box.raw("good")}};
    QByteArrayList possible{"good", "last"};
    for (const auto& [name, reason] : impossible)
        entries.emplace_back(name, evil);
    for (const QByteArray& name : unusual) {
        entries.emplace_back(name, box.raw("odd"));
        possible.append(name);
    }
    entries.emplace_back("last", box.raw("last"));
    useGateways({&gateway});
    const Transfer saved = ended(get(box.folder(entries), u"back"_s));
    REQUIRE(saved.state == State::Saved);
    std::ranges::sort(possible);
    CHECK(namesIn(place(u"back"_s)) == possible);
    CHECK(isAlone(u"back"_s));
    CHECK_FALSE(QFile::exists(folder.filePath(u"escaped"_s)));
    std::vector<std::pair<QString, Reason>> named;
    for (const auto& [name, reason] : impossible)
        named.emplace_back(name.isEmpty() ? u"/"_s : QString::fromUtf8(name), reason);
    CHECK(leftOut(saved) == named);
    CHECK(saved.files == int(possible.size()));
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
    CHECK(leftOut(saved)
          == std::vector<std::pair<QString, Reason>>{{u"absolute"_s, Reason::LinkLeadsOut},
                                                     {u"inner/climbs"_s, Reason::LinkLeadsOut},
                                                     {u"out"_s, Reason::LinkLeadsOut}});
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
    CHECK(leftOut(saved)
          == std::vector<std::pair<QString, Reason>>{{u"x"_s, Reason::NameTaken},
                                                     {u"y"_s, Reason::NameTaken}});
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
    CHECK(leftOut(saved)
          == std::vector<std::pair<QString, Reason>>{{u"a"_s, Reason::NameTaken},
                                                     {u"b"_s, Reason::NameTaken}});
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
    CHECK(leftOut(within) == std::vector<std::pair<QString, Reason>>{{u"c"_s, Reason::NotAFile}});
}

TEST_CASE_METHOD(Downloads, "folders nested deep come back, those beyond the limit are named")
{
    FakeGateway gateway;
    useGateways({&gateway});
    content::Cid at = gateway.box.raw("deep");
    for (int i = 0; i < 1500; ++i)
        at = gateway.box.folder({{"d", at}, {"e", gateway.box.raw("beside")}});
    const Transfer saved = ended(get(at, u"back"_s));
    CHECK(saved.state == State::Saved);
    CHECK(leftOut(saved).empty());
    CHECK(saved.files == 1501);
    CHECK(bytesAt(u"back/"_s + u"d/"_s.repeated(1500).chopped(1)) == "deep");
}
