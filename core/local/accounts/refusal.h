// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

namespace cairn::local {

// The error for a caller without the right credential: the contract's @p code (contract §2.3) and a
// sentence for people.

inline auto unauthorized(const QString& code, const QString& message)
{
    return fail(Error{Error::Kind::Unauthorized, message, {}, code, {}});
}

inline auto forbidden(const QString& code, const QString& message)
{
    return fail(Error{Error::Kind::Forbidden, message, {}, code, {}});
}

} // namespace cairn::local
