// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/accounts/tokensigner.h"

#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::local;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const TokenSigner signer(Secret("test-salt"));
// Contract §2.1.
const QByteArray vector
    = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
      "eyJzdWIiOiJ0ZXN0LXVwbG9hZCIsImlzcyI6IndlYjMtc3RvcmFnZSIsImlhdCI6MTYzMzk1NzM4OTg3MiwibmFtZSI"
      "6InRlc3QtdXBsb2FkIn0."
      "K30NZxNOTUdJ0u-2dRGbZYXu2A2-TqcNdRV-G1HkKnI";

} // namespace

TEST_CASE("A token is made byte for byte as the original made it")
{
    CHECK(signer.sign(u"test-upload"_s, u"test-upload"_s, 1633957389872ms).reveal() == vector);
    CHECK(signer.examine(Secret(vector)) == TokenSigner::Verdict::Genuine);
}

TEST_CASE("A token that was changed anywhere is forged or none")
{
    QByteArray payload = vector;
    payload.replace("dWIi", "dWIj");
    CHECK(signer.examine(Secret(payload)) != TokenSigner::Verdict::Genuine);
    QByteArray signature = vector;
    signature.back() = 'J';
    CHECK(signer.examine(Secret(signature)) == TokenSigner::Verdict::Forged);
    CHECK(signer.examine(Secret(vector.first(vector.lastIndexOf('.') + 1)))
          == TokenSigner::Verdict::Forged);
    CHECK(TokenSigner(Secret("other")).examine(Secret(vector)) == TokenSigner::Verdict::Forged);
}

TEST_CASE("What is not a JWT is no token")
{
    for (const QByteArray text : {"", "x", "a.b", "a.b.c", "..", "a.e30.c", "login_abc"})
        CHECK(signer.examine(Secret(text)) == TokenSigner::Verdict::NotAToken);
}

TEST_CASE("A name that needs quoting survives in a token")
{
    const Secret token = signer.sign(u"me"_s, u"a \"b\" \\ ü \n"_s, 1ms);
    CHECK(signer.examine(token) == TokenSigner::Verdict::Genuine);
    const auto payload
        = QByteArray::fromBase64(token.reveal().split('.')[1], QByteArray::Base64UrlEncoding);
    CHECK(payload
          == u"{\"sub\":\"me\",\"iss\":\"web3-storage\",\"iat\":1,"
             "\"name\":\"a \\\"b\\\" \\\\ ü \\n\"}"_s.toUtf8());
}

TEST_CASE("The signing key is made once, for the owner's eyes only")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"signing.key"_s);
    const auto first = TokenSigner::fromFile(path);
    REQUIRE(first);
    CHECK((QFile::permissions(path)
           & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther))
          == QFile::Permissions());
    const auto second = TokenSigner::fromFile(path);
    REQUIRE(second);
    CHECK(second->first.examine(first->first.sign(u"a"_s, u"b"_s, 1ms))
          == TokenSigner::Verdict::Genuine);
    CHECK(first->second == TokenSigner::KeyFile::MadeAnew);
    CHECK(second->second == TokenSigner::KeyFile::Good);
    QFile::setPermissions(path, QFile::permissions(path) | QFile::ReadGroup | QFile::ReadOther);
    CHECK(TokenSigner::fromFile(path)->second == TokenSigner::KeyFile::WasReadable);
    CHECK(TokenSigner::fromFile(path)->second == TokenSigner::KeyFile::Good);
}

TEST_CASE("A damaged signing key is an error, not a new key")
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"signing.key"_s));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("short");
    file.close();
    CHECK_FALSE(TokenSigner::fromFile(file.fileName()));
}

TEST_CASE("Logins are random and told apart from tokens")
{
    CHECK_FALSE(newLogin() == newLogin());
    CHECK(isLogin(newLogin()));
    CHECK_FALSE(isLogin(Secret(vector)));
}
