// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cairn::wire {

// Types ⇄ JSON, both directions, shared by client and local service so that they cannot drift
// (contract §1.1, §1.3, §5). Readers are tolerant: unknown members are ignored, optional ones may
// be null or absent; a missing id or CID is Protocol. Pure functions, any thread.

QString timestampText(Timestamp time); ///< "2021-07-14T19:27:14.934572+00:00", zeros trimmed.
std::optional<Timestamp> timestampFrom(QStringView text); ///< Accepts 'Z', offsets, 0–9 digits.

/// The status word exactly as on the wire.
QString text(PinStatus status);
PinStatus pinStatusFrom(QStringView text);
QString text(DealStatus status);
DealStatus dealStatusFrom(QStringView text);
/// The service's own word where we do not know it.
QString statusWord(const Pin& pin);
QString statusWord(const Deal& deal);
QString text(Scope scope);
std::optional<Scope> scopeFrom(QStringView text);
std::vector<Scope> scopeList(Scopes scopes);

QJsonObject toJson(const Pin& pin);
QJsonObject toJson(const Deal& deal);
QJsonObject toJson(const Upload& upload);
QJsonObject toJson(const ContentStatus& status);
QJsonObject toJson(const Receipt& receipt);
QJsonObject toJson(const Token& token); ///< Never carries a secret.
QJsonObject toJson(const NewToken& token);
QJsonObject toJson(const CreatedToken& token); ///< The one place where a secret goes out.
QJsonObject toJson(const Identity& identity);
QJsonObject toJson(const Usage& usage);
QJsonObject toJson(const ServiceVersion& version);
template<typename T> QJsonArray toJson(const std::vector<T>& values)
{
    QJsonArray array;
    for (const T& value : values)
        array.append(toJson(value));
    return array;
}

[[nodiscard]] Result<Upload> uploadFrom(const QJsonObject& json);
[[nodiscard]] Result<ContentStatus> contentStatusFrom(const QJsonObject& json);
[[nodiscard]] Result<Receipt> receiptFrom(const QJsonObject& json);
[[nodiscard]] Result<ListedToken> tokenFrom(const QJsonObject& json);
/// A name of 1…255 characters; unknown scopes and unreadable dates are Invalid, not ignored.
[[nodiscard]] Result<NewToken> newTokenFrom(const QJsonObject& json);
[[nodiscard]] Result<CreatedToken> createdTokenFrom(const QJsonObject& json);
/// What a service's own description (OpenAPI) says that it takes for a new token. NotFound if it
/// does not say.
[[nodiscard]] Result<TokenLimits> tokenLimitsFrom(const QJsonObject& description);
[[nodiscard]] Result<Identity> identityFrom(const QJsonObject& json);
[[nodiscard]] Result<Usage> usageFrom(const QJsonObject& json);
[[nodiscard]] Result<ServiceVersion> serviceVersionFrom(const QJsonObject& json);

/// A failure as a body carries it, in either envelope (contract §1.1); empty where it says nothing.
struct Failure
{
    QString code;
    QString message;
};
QJsonObject toJson(const Failure& failure); ///< Shape A; the code is left out when empty.
Failure failureFrom(const QJsonObject& json); ///< Both shapes.

/// The JavaScript encodeURIComponent set, and back. A malformed escape is Invalid.
QByteArray percentEncoded(const QString& name);
[[nodiscard]] Result<QString> percentDecoded(QByteArrayView text);

} // namespace cairn::wire
