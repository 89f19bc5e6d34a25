// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/tokenlimits.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// A service may keep whole seconds only.
constexpr auto rounding = std::chrono::seconds(1);

QStringList lackingOf(const NewToken& token, bool hasScopes, bool hasExpiry)
{
    QStringList lacking;
    if (token.scopes && !hasScopes)
        lacking << u"scopes"_s;
    if (token.expires && !hasExpiry)
        lacking << u"expires"_s;
    return lacking;
}

} // namespace

bool hasLimits(const NewToken& token)
{
    return token.scopes || token.expires;
}

QStringList lackingLimits(const NewToken& token, const TokenLimits& known)
{
    return lackingOf(token, known.scopes, known.expires);
}

QStringList lackingLimits(const NewToken& token, const Token& made)
{
    const bool hasScopes
        = token.scopes && made.scopes && (*made.scopes & *token.scopes) == *made.scopes;
    const bool hasExpiry
        = token.expires && made.expires && *made.expires <= *token.expires + rounding;
    return lackingOf(token, hasScopes, hasExpiry);
}

Error limitsError(const QString& code, const QStringList& lacking, const TokenId& token)
{
    return {Error::Kind::Invalid,
            u"the service does not keep the limits of a token"_s,
            token.text(),
            code,
            {},
            lacking};
}

} // namespace cairn
