// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/error.h"

#include <QStringList>

namespace cairn {

/// A service that knows only the original API leaves out what it does not understand (contract
/// §16.3): a token that was to upload for a week may then do everything for ever. Pure functions.

bool hasLimits(const NewToken& token);

/// The limits of @p token that are missing: where a service keeps @p known only, or where it made
/// @p made of it. "scopes", "expires"; empty if none is.
QStringList lackingLimits(const NewToken& token, const TokenLimits& known);
QStringList lackingLimits(const NewToken& token, const Token& made);

/// Invalid. Its code says what has become of the token, `more` which limits the service does not
/// keep; none if that cannot be seen.
///   TOKEN_LIMITS_UNKNOWN   no token was made
///   TOKEN_LIMITS_NOT_KEPT  it was made without them, and was revoked
///   TOKEN_LIMITS_LEFT      it was made and could not be revoked; the subject is its id
Error limitsError(const QString& code, const QStringList& lacking, const TokenId& token = {});

} // namespace cairn
