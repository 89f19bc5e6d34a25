// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QLatin1StringView>

#include <vector>

namespace cairn {

/// Why a download does not go on: six causes, each with another next step. They are values of
/// Error::code, which is stored with the transfer.
namespace fault {
inline constexpr QLatin1StringView noRecord("NO_RECORD"); ///< No source knows the CID.
inline constexpr QLatin1StringView sourceOffline("SOURCE_OFFLINE"); ///< A source does not answer.
/// The sources know the CID, but lack a block below it.
inline constexpr QLatin1StringView lacksBlock("LACKS_BLOCK");
inline constexpr QLatin1StringView refused("SOURCE_REFUSED"); ///< 401, 403, 410, 429, 451.
/// A source sent bytes that do not match their CID.
inline constexpr QLatin1StringView wrongBytes("WRONG_BYTES");
inline constexpr QLatin1StringView ownNetwork("NO_NETWORK"); ///< This computer has no network.
/// No cause of these six: nobody is asked for a block that could not be verified here.
inline constexpr QLatin1StringView hashUnknown("HASH_UNKNOWN");
} // namespace fault

/// What one source said when it was asked for one block.
struct SourceFailure
{
    Error error;
    bool isHere = false; ///< On this computer: no network lies between.
};

/// The error of a download when no source gave a block: a cause that passes by itself comes before
/// one that needs a person. @p block is the CID's text; @p isFirst: no block has come in this run.
Error verdict(const std::vector<SourceFailure>& failures, const QString& block, bool isFirst,
              bool hasNetwork);

} // namespace cairn
