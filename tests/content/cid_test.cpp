// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/cid.h"
#include "core/content/cid/emoji.h"
#include "core/content/cid/multibase.h"
#include "core/content/cid/reference.h"
#include "tests/content/support.h"

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto v0 = "QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR";
constexpr auto v1 = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
constexpr auto v1Base36 = "k2jmtxw8rjh1z69c6not3wtdxb0u3urbzhyll1t9jg6ox26dhi5sfi1m";
constexpr auto v1Base58 = "zdj7Wic6KcJAfWz1c9o4M6kq9Lwd5BfbxkVafnrojaaGiSFxM";

std::string reference(const QString& pasted)
{
    return text(cidFromReference(pasted));
}

} // namespace

TEST_CASE("a CID is read from base32, base36 and base58btc, in either case where there are two")
{
    for (const char* spelling : {v1, v1Base36, v1Base58})
        CHECK(text(parsed(spelling)) == v1);
    CHECK(text(parsed(QByteArray(v1).toUpper())) == v1);
    CHECK(text(parsed(QByteArray(v1Base36).toUpper())) == v1);
    CHECK(text(parsed(v0)) == v0);
}

TEST_CASE("a CID is read from any multibase")
{
    const Cid cid = parsed(v1);
    const QByteArray hex = cid.bytes().toHex();
    const auto url = QByteArray::Base64UrlEncoding;
    for (const QByteArray& text :
         {'f' + hex, 'F' + hex.toUpper(), 'M' + cid.bytes().toBase64(),
          'U' + cid.bytes().toBase64(url),
          'm' + cid.bytes().toBase64(QByteArray::OmitTrailingEquals), 'k' + toBase36(cid.bytes()),
          'c' + toBase32(cid.bytes()) + "======"}) {
        INFO(text.toStdString());
        CHECK(Cid::parse(QString::fromLatin1(text)).value_or(Cid()) == cid);
    }
    QString bits = u"0"_s;
    for (const char byte : cid.bytes())
        bits += QString::number(uchar(byte), 2).rightJustified(8, u'0');
    CHECK(Cid::parse(bits).value_or(Cid()) == cid);
    QString emoji = QString::fromUcs4(emojiLetters.data(), 1);
    for (const char byte : cid.bytes())
        emoji += QString::fromUcs4(&emojiLetters[uchar(byte)], 1);
    CHECK(Cid::parse(emoji).value_or(Cid()) == cid);
}

TEST_CASE("versions 0 and 1 of one hash differ, and one becomes the other")
{
    const Cid old = parsed(v0);
    const Cid present = parsed(v1);
    CHECK(old.version() == 0);
    CHECK(present.version() == 1);
    CHECK(old != present);
    CHECK(old.toV1() == present);
    CHECK(present.toV1() == present);
    CHECK(old.hash() == present.hash());
    CHECK(old.codec() == Codec::DagPb);
    CHECK(present.codec() == Codec::DagPb);
    CHECK(present.bytes().toHex().startsWith("01701220c3c4733e"));
}

TEST_CASE("a CID is made of a codec and a hash")
{
    const Cid hello = Cid::v1(Codec::Raw, sha256("hello world"));
    CHECK(text(hello) == "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    CHECK(hello.codec() == Codec::Raw);
    CHECK(hello.hash() == sha256("hello world"));
    const Cid car = Cid::v1(Codec::Car, sha256({}));
    CHECK(car.codec() == Codec::Car);
    CHECK(text(car).starts_with("bagbaiera"));
}

TEST_CASE("a CAR is named by the SHA-256 of all of it")
{
    // Of no bytes, as sha256sum prints it, behind the prefix of version 1, CAR and SHA-256.
    CHECK(Cid::ofCar(Sha256().finish()).bytes().toHex()
          == "01820412"
             "20e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a CID of an unknown codec and hash is carried untouched")
{
    const Cid cid
        = Cid::v1(static_cast<Codec>(0x300539), {static_cast<HashCode>(0x301234), "digest"});
    const auto read = Cid::fromBytes(cid.bytes());
    REQUIRE(read);
    CHECK(*read == cid);
    CHECK(text(Cid::parse(cid.toString())) == text(cid));
}

TEST_CASE("what is not exactly a CID is refused")
{
    const QStringList wrong{
        {},
        u"b"_s,
        u"Q"_s,
        u"hello"_s,
        QString::fromLatin1(v0).chopped(1),
        QString::fromLatin1(v0) + u'1',
        QString::fromLatin1(v0).replace(u'W', u'0'),
        QString::fromLatin1(v0).toLower(),
        QString::fromLatin1(v1).chopped(1),
        QString::fromLatin1(v1) + u'a',
        u"z"_s + QLatin1StringView(v0), // multibase text of a version 0
        u'b' + QString::fromLatin1(toBase32(parsed(v0).bytes())),
        u" "_s + QLatin1StringView(v1),
        u"f01701220"_s,
        u"y01551200"_s,
        u"f0155\U0001F680"_s,
        u"bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzd日"_s,
        QString(2049, u'b'),
    };
    for (const QString& each : wrong) {
        INFO(each.toStdString());
        CHECK(kindOf(Cid::parse(each)) == Error::Kind::Invalid);
    }
}

TEST_CASE("every prefix of a CID's bytes is refused, and so are bytes after it")
{
    for (const char* spelling : {v0, v1}) {
        const QByteArray bytes = parsed(spelling).bytes();
        for (qsizetype size = 0; size < bytes.size(); ++size)
            CHECK(kindOf(Cid::fromBytes(bytes.first(size))) == Error::Kind::Corrupt);
        CHECK(kindOf(Cid::fromBytes(bytes + 'x')) == Error::Kind::Corrupt);
        const QByteArray longer = bytes + "rest";
        QByteArrayView from = longer;
        CHECK(text(Cid::take(from)) == spelling);
        CHECK(from == QByteArrayView("rest"));
    }
    CHECK(kindOf(Cid::fromBytes(QByteArray::fromHex("02701220") + QByteArray(32, 'x')))
          == Error::Kind::Corrupt);
}

TEST_CASE("a null CID equals no other and has no text")
{
    const Cid null;
    CHECK(null.isNull());
    CHECK(null != parsed(v1));
    CHECK(null.toString().isEmpty());
    CHECK(null.toV1().isNull());
    CHECK(null < parsed(v1));
}

TEST_CASE("links that people paste name the same CID as its plain text")
{
    const QStringList forms{
        u"%1"_s,
        u"  %1\n"_s,
        u"ipfs://%1"_s,
        u"ipfs://%1/"_s,
        u"ipfs://%1/a/b.txt"_s,
        u"ipfs://%1?filename=x"_s,
        u"ipfs://%1#part"_s,
        u"IPFS://%1"_s,
        u"ipfs://ipfs/%1/a"_s,
        u"/ipfs/%1"_s,
        u"/ipfs/%1/a b.txt"_s,
        u"ipfs/%1"_s,
        u"dweb:/ipfs/%1"_s,
        u"https://ipfs.io/ipfs/%1"_s,
        u"https://w3s.link/ipfs/%1/folder/file.txt?download=1#top"_s,
        u"http://127.0.0.1:3000/ipfs/%1"_s,
        u"http://[::1]:8080/ipfs/%1/"_s,
    };
    for (const char* cid : {v0, v1}) {
        for (const QString& form : forms) {
            INFO(form.toStdString());
            CHECK(reference(form.arg(QLatin1StringView(cid))) == cid);
        }
    }
    for (const char* cid : {v1, v1Base36}) {
        for (const QString& form :
             {u"https://%1.ipfs.dweb.link"_s, u"https://%1.ipfs.w3s.link/a/b.txt"_s,
              u"http://%1.ipfs.localhost:8080/?x=1"_s, u"HTTPS://%1.IPFS.dweb.link/"_s}) {
            INFO(form.toStdString());
            CHECK(reference(form.arg(QLatin1StringView(cid))) == v1);
        }
    }
}

TEST_CASE("what stands behind the CID in a reference is its path")
{
    const QString cid = u"bafybeifow4fizj5vbhelm3tdaqdbvjcsgdl5mk7fx64qx3njhkzsxpydcm"_s;
    for (const QString& reference :
         {cid + u"/a/b c"_s, u"ipfs://"_s + cid + u"/a/b c"_s, u"/ipfs/"_s + cid + u"/a/b c/"_s,
          u"dweb:/ipfs/"_s + cid + u"/a/b c"_s,
          u"https://one.example/ipfs/"_s + cid + u"/a/b%20c"_s,
          u"https://"_s + cid + u".ipfs.one.example/a/b%20c"_s}) {
        INFO(reference.toStdString());
        CHECK(pathFromReference(reference) == u"a/b c"_s);
    }
    for (const QString& reference : {cid, cid + u'/', u"ipfs://"_s + cid,
                                     u"https://one.example/ipfs/"_s + cid + u"?download=true"_s})
        CHECK(pathFromReference(reference).isEmpty());
}

TEST_CASE("an address is decoded, and what is no part of its path is left out")
{
    const QString cid = QString::fromLatin1(v1);
    const auto path = [&cid](const QString& form) { return pathFromReference(form.arg(cid)); };
    CHECK(path(u"ipfs://%1/a%20b/%C3%A9.txt"_s) == u"a b/é.txt"_s);
    CHECK(path(u"ipfs:%1/a%20b?x=1#y"_s) == u"a b"_s);
    CHECK(path(u"ipfs:/%1/a"_s) == u"a"_s);
    CHECK(path(u"https://one.example/ipfs/%1/50%25%3F?x#y"_s) == u"50%?"_s);
    // A gateway of its own origin serves a folder of that name, too.
    CHECK(path(u"https://%1.ipfs.one.example/ipfs/a"_s) == u"ipfs/a"_s);
    // A path is no address: what stands there is the name.
    CHECK(path(u"/ipfs/%1/a%20b#c?"_s) == u"a%20b#c?"_s);
    CHECK(path(u"%1/a%20b"_s) == u"a%20b"_s);
    CHECK(reference(u"ipfs:"_s + cid) == v1);
    CHECK(reference(u"ipfs:"_s + QLatin1StringView(v0)) == v0);

    const auto name = [&cid](const QString& form) { return referenceFrom(form.arg(cid))->name; };
    CHECK(name(u"https://one.example/ipfs/%1?filename=a%20b.txt&download=true"_s) == u"a b.txt"_s);
    CHECK(name(u"https://%1.ipfs.one.example/?filename=c"_s) == u"c"_s);
    CHECK(name(u"ipfs://%1?filename=d"_s) == u"d"_s);
    CHECK(name(u"ipfs://%1/a"_s).isEmpty());
}

TEST_CASE("a link without a CID where it belongs is refused")
{
    for (const QString& pasted :
         {u""_s, u"ipfs://"_s, u"ipfs:///a"_s, u"/ipfs/"_s, u"/ipfs/hello"_s, u"https://ipfs.io"_s,
          u"https://ipfs.io/ipfs"_s, u"https://ipfs.io/a/%1"_s, u"https://ipfs.io/?cid=%1"_s,
          u"ftp://ipfs.io/ipfs/%1"_s, u"https://%1.dweb.link/"_s, u"ipns://%1"_s, u"/ipns/%1"_s,
          u"see %1"_s, u"%1 and more"_s, u"javascript:/ipfs/%1"_s}) {
        INFO(pasted.toStdString());
        const QString filled
            = pasted.contains("%1"_L1) ? pasted.arg(QLatin1StringView(v1)) : pasted;
        CHECK(kindOf(cidFromReference(filled)) == Error::Kind::Invalid);
    }
    CHECK(kindOf(cidFromReference(u"ipfs://"_s + QString(10'000, u'b'))) == Error::Kind::Invalid);
}
