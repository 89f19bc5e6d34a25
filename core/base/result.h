// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

namespace cairn {

/// A value, or why there is none. Spelled like std::expected, so that one alias changes one day.
template<typename T> using Result = tl::expected<T, Error>;
using Done = Result<void>;

inline auto fail(Error::Kind kind, QString detail = {}, QString subject = {}, QString code = {})
{
    return tl::unexpected(Error{kind, std::move(detail), std::move(subject), std::move(code)});
}

inline auto fail(Error error)
{
    return tl::unexpected(std::move(error));
}

} // namespace cairn
