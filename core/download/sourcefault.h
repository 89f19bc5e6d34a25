// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QLatin1StringView>

#include <vector>

namespace cairn {

/// Why a download does not go on: causes that have each another next step. They are values of
/// Error::code, which is stored with the transfer. What each source said is in Error::more
/// (answersOf(), sourceanswer.h).
namespace fault {
/// No source has the CID. If the kind is one that passes, a source that could not be reached is
/// asked a few times more.
inline constexpr QLatin1StringView noRecord("NO_RECORD");
inline constexpr QLatin1StringView sourceOffline("SOURCE_OFFLINE"); ///< A source does not answer.
inline constexpr QLatin1StringView sourceBusy("SOURCE_BUSY"); ///< One asks for fewer requests.
inline constexpr QLatin1StringView
    sourceFails("SOURCE_FAILS"); ///< One answers, but not as it should.
/// The sources know the CID, but lack a block below it.
inline constexpr QLatin1StringView lacksBlock("LACKS_BLOCK");
inline constexpr QLatin1StringView refused("SOURCE_REFUSED"); ///< 401, 402, 403, 451, a page.
/// A source cannot show that it is the host that was asked.
inline constexpr QLatin1StringView untrusted("SOURCE_UNTRUSTED");
/// A source sent bytes that do not match their CID.
inline constexpr QLatin1StringView wrongBytes("WRONG_BYTES");
inline constexpr QLatin1StringView ownNetwork("NO_NETWORK"); ///< This computer has no network.
/// None of these causes: nobody is asked for a block that could not be verified here.
inline constexpr QLatin1StringView hashUnknown("HASH_UNKNOWN");
} // namespace fault

/// What one source said when it was asked for one block.
struct SourceFailure
{
    Error error;
    bool isHere = false; ///< On this computer: no network lies between.
    QString source{};
    bool isService = false; ///< The account's own.
};

/// The error of a download when no source gave a block: a cause that passes by itself comes before
/// one that needs a person. But nobody is waited for if nothing shows that the content is anywhere:
/// no block has come (@p isFirst), and all gateways that could be asked say that they lack it. A
/// source that is retired is never waited for. @p block is the CID's text.
Error verdict(const std::vector<SourceFailure>& failures, const QString& block, bool isFirst,
              bool hasNetwork);

} // namespace cairn
