// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace cairn {

/// Why something did not happen. A value; the sentence a person reads is made of it in ui/text.
/// A kind exists only where some caller acts on it differently or a person must do something else.
struct Error
{
    enum class Kind {
        Cancelled, ///< We, or the user, stopped it.
        Offline, ///< Nobody answered at the endpoint.
        Timeout, ///< Somebody stopped answering.
        Unauthorized, ///< The credential is missing, unknown, expired or revoked (401).
        Forbidden, ///< The credential is good and may not do this (403).
        NotFound, ///< 404, or a name nothing carries.
        Conflict, ///< Somebody else holds or changed it.
        Invalid, ///< The input cannot be used: 400, a bad name, a malformed CID.
        Empty, ///< Nothing to do: an empty drop, a folder without files.
        TooLarge, ///< Over a limit that the other end or the format sets.
        RateLimited, ///< 429; see retryAfter.
        Maintenance, ///< 503 or 410 said by the service itself: reads may still work.
        Server, ///< The service failed (5xx).
        Protocol, ///< The answer is not one this API gives.
        KeychainLocked, ///< Waiting for the user to unlock; not signed out.
        KeychainAbsent, ///< No keychain on this machine or session.
        KeychainFailed, ///< The keychain refused or broke.
        Storage, ///< Our own database or store cannot be read or written.
        DiskFull, ///< No space left; nothing half-written is kept.
        FileUnreadable, ///< A source file or folder cannot be opened or read.
        SourceChanged, ///< A source changed while it was read.
        Corrupt, ///< Bytes are not what their hash or format says.
    };

    Kind kind = Kind::Protocol;
    QString detail; ///< For logs and reports, in English; never a secret, never shown as is.
    QString subject{}; ///< What it is about, for the sentence: a path, an account, a name.
    QString code{}; ///< The service's own error code (contract §8), if it sent one.
    std::optional<std::chrono::seconds> retryAfter{};

    bool operator==(const Error&) const = default;
};

} // namespace cairn
