// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/accounts/tokensigner.h"

#include "core/base/fileerror.h"
#include "core/base/posix/file.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
constexpr char loginPrefix[] = "login_";

QByteArray randomText()
{
    QByteArray bytes(32, Qt::Uninitialized);
    // Without randomness no token can be safe, so there is nothing to go on with.
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), int(bytes.size())) != 1)
        qFatal("no random numbers");
    // OpenSSL keeps a generator for each thread until it ends. A pool's thread may end later than
    // OpenSSL itself, and nobody frees the generator then.
    OPENSSL_thread_stop();
    return bytes.toBase64(base64Url);
}

/// As JSON.stringify writes it. QJsonDocument sorts members, and here their order is contractual.
QByteArray quoted(const QString& text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

} // namespace

TokenSigner::TokenSigner(Secret key)
    : m_key(std::move(key))
{ }

Result<std::pair<TokenSigner, TokenSigner::KeyFile>> TokenSigner::fromFile(const QString& path)
{
    constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray key = file.readAll().trimmed();
        if (key.size() < 32)
            return fail(Error::Kind::Storage, u"the signing key is damaged"_s, path,
                        u"KEY_DAMAGED"_s);
        const bool wasReadable
            = bool(file.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther));
        if (wasReadable)
            file.setPermissions(ownerOnly);
        return std::pair(TokenSigner(Secret(key)),
                         wasReadable ? KeyFile::WasReadable : KeyFile::Good);
    }
    if (QFile::exists(path))
        return fail(Error::Kind::Storage, file.errorString(), path);

    const Secret key(randomText());
    // Under another name first: a key that is half on disk must never be taken for one.
    QFile fresh(path + ".new"_L1);
    fresh.remove();
    const bool written = fresh.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly)
        && fresh.write(key.reveal()) == key.reveal().size() && fresh.flush()
        && posix::sync(fresh.handle()).has_value();
    if (!written || !fresh.rename(path))
        return fail(writeError(fresh, path));
    return std::pair(TokenSigner(key), KeyFile::MadeAnew);
}

TokenSigner TokenSigner::withNewKey()
{
    return TokenSigner(Secret(randomText()));
}

QByteArray TokenSigner::signature(QByteArrayView text) const
{
    const QByteArray key = m_key.reveal();
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    HMAC(EVP_sha256(), key.constData(), int(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), std::size_t(text.size()), digest,
         &length);
    return QByteArray(reinterpret_cast<const char*>(digest), length).toBase64(base64Url);
}

Secret TokenSigner::sign(const QString& subject, const QString& name,
                         std::chrono::milliseconds issued) const
{
    const QByteArray payload = "{\"sub\":" + quoted(subject) + ",\"iss\":\"web3-storage\",\"iat\":"
        + QByteArray::number(qint64(issued.count())) + ",\"name\":" + quoted(name) + '}';
    const QByteArray text = R"({"alg":"HS256","typ":"JWT"})"_ba.toBase64(base64Url) + '.'
        + payload.toBase64(base64Url);
    return Secret(text + '.' + signature(text));
}

TokenSigner::Verdict TokenSigner::examine(const Secret& token) const
{
    const QByteArray text = token.reveal();
    const QList<QByteArray> parts = text.split('.');
    if (parts.size() != 3)
        return Verdict::NotAToken;
    const auto payload = QByteArray::fromBase64Encoding(
        parts[1], base64Url | QByteArray::AbortOnBase64DecodingErrors);
    if (!payload || !QJsonDocument::fromJson(*payload).object().contains("sub"_L1))
        return Verdict::NotAToken;
    const QByteArrayView signedText = QByteArrayView(text).first(text.lastIndexOf('.'));
    return equalInConstantTime(signature(signedText), parts[2]) ? Verdict::Genuine
                                                                : Verdict::Forged;
}

Secret newLogin()
{
    return Secret(loginPrefix + randomText());
}

bool isLogin(const Secret& token)
{
    return token.reveal().startsWith(loginPrefix);
}

QByteArray tokenHash(const Secret& token)
{
    const QByteArray text = token.reveal();
    QByteArray digest(32, Qt::Uninitialized);
    EVP_Digest(text.constData(), std::size_t(text.size()),
               reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_sha256(), nullptr);
    return digest;
}

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), std::size_t(a.size())) == 0;
}

} // namespace cairn::local
