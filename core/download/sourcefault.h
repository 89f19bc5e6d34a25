// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QLatin1StringView>

#include <vector>

namespace cairn {

/// Why a download does not go on: six different things, so that nobody looks for the fault where it
/// is not. They stand in Error::code, which the store keeps.
namespace fault {
inline constexpr QLatin1StringView noRecord("NO_RECORD"); ///< No source knows the CID.
inline constexpr QLatin1StringView sourceOffline("SOURCE_OFFLINE"); ///< It does not answer.
inline constexpr QLatin1StringView lacksBlock("LACKS_BLOCK"); ///< Knows the CID, not all below it.
inline constexpr QLatin1StringView refused("SOURCE_REFUSED"); ///< 401, 403, 410, 429, 451.
inline constexpr QLatin1StringView wrongBytes("WRONG_BYTES"); ///< Not what the CID names.
inline constexpr QLatin1StringView ownNetwork("NO_NETWORK"); ///< It is this computer's connection.
} // namespace fault

/// What one source said when it was asked for one block.
struct SourceFailure
{
    Error error;
    bool isHere = false; ///< On this computer: no network lies between.
};

/// What it comes to when no source had the block: first what passes by itself, then what somebody
/// has to do something about. @p block is the CID's text; @p isFirst: nothing of the download has
/// ever come.
Error verdict(const std::vector<SourceFailure>& failures, const QString& block, bool isFirst,
              bool hasNetwork);

} // namespace cairn
