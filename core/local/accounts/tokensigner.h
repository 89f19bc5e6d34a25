// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret.h"

#include <QByteArray>
#include <QString>

#include <utility>

namespace cairn::local {

inline constexpr QLatin1StringView signingKeyFile("/signing.key"); ///< In the data folder.

/// Makes and checks API tokens: HS256 JWTs exactly as contract §2.1 has them. What counts is that
/// the token's hash is in the catalog: it is of the whole token, so that a token that was signed
/// with a key that is lost stays good. A value; any thread.
class TokenSigner
{
public:
    /// @p key is used as it is, not decoded.
    explicit TokenSigner(Secret key);

    /// What there was to say about the file of a key.
    enum class KeyFile {
        Good,
        MadeAnew, ///< It was missing, and is there now: random, readable by the owner alone.
        WasReadable, ///< Others could read it; they cannot any more.
    };
    /// The key in @p path. Errors: Storage, DiskFull.
    [[nodiscard]] static Result<std::pair<TokenSigner, KeyFile>> fromFile(const QString& path);
    /// A key that is nowhere on a disk.
    [[nodiscard]] static TokenSigner withNewKey();

    Secret sign(const QString& subject, const QString& name,
                std::chrono::milliseconds issued) const;

    enum class Verdict {
        NotAToken, ///< Not a JWT with a subject.
        Forged, ///< Such a JWT, with another signature than ours.
        Genuine
    };
    Verdict examine(const Secret& token) const;

private:
    QByteArray signature(QByteArrayView text) const;

    Secret m_key;
};

/// A new login token: random, with a prefix that API tokens do not have.
Secret newLogin();
bool isLogin(const Secret& token);

/// The SHA-256 of a token, which the catalog has instead of the token.
QByteArray tokenHash(const Secret& token);
/// Takes the same time for any two texts of one length.
bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace cairn::local
