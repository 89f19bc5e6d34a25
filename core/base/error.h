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
    // Stored as numbers with the transfers, pinned by tests/transfer/persisted_test.cpp:
    // new ones are appended.
    enum class Kind {
        Cancelled = 0, ///< We, or the user, stopped it.
        Offline = 1, ///< Nobody answered at the endpoint.
        Timeout = 2, ///< Somebody stopped answering.
        Unauthorized = 3, ///< The credential is missing, unknown, expired or revoked (401).
        Forbidden = 4, ///< The credential is good and may not do this (403).
        NotFound = 5, ///< 404, or a name nothing carries.
        Conflict = 6, ///< Somebody else holds or changed it.
        Invalid = 7, ///< The input cannot be used: 400, a bad name, a malformed CID.
        Empty = 8, ///< Nothing to do: an empty drop, a folder without files.
        TooLarge = 9, ///< Over a limit that the other end or the format sets.
        RateLimited = 10, ///< 429; see retryAfter.
        Maintenance = 11, ///< 503 or 410 said by the service itself: reads may still work.
        Server = 12, ///< The service failed (5xx).
        Protocol = 13, ///< The answer is not one this API gives.
        KeychainLocked = 14, ///< Waiting for the user to unlock; not signed out.
        KeychainAbsent = 15, ///< No keychain on this machine or session.
        KeychainFailed = 16, ///< The keychain refused or broke.
        Storage = 17, ///< Our own database or store cannot be read or written.
        DiskFull = 18, ///< No space left; nothing half-written is kept.
        FileUnreadable = 19, ///< A source file or folder cannot be opened or read.
        SourceChanged = 20, ///< A source changed while it was read.
        Corrupt = 21, ///< Bytes are not what their hash or format says.
    };

    Kind kind = Kind::Protocol;
    QString detail; ///< For logs and reports, in English; never a secret, never shown as is.
    QString subject{}; ///< What it is about, for the sentence: a path, an account, a name.
    QString code{}; ///< The service's own error code (contract §8), if it sent one.
    std::optional<std::chrono::seconds> retryAfter{};

    bool operator==(const Error&) const = default;
};

} // namespace cairn
