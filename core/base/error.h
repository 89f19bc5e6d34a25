// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace cairn {

/// Why something failed. A value; ui/text makes the sentence that a person reads. A kind exists
/// only where a caller acts differently on it, or a person must do something else.
struct Error
{
    // Stored as numbers with the transfers, pinned by tests/transfer/persisted_test.cpp:
    // new ones are appended.
    enum class Kind {
        Cancelled = 0, ///< Stopped by the program or by a person.
        Offline = 1, ///< The endpoint did not answer.
        Timeout = 2, ///< The other end stopped answering.
        Unauthorized = 3, ///< The credential is missing, unknown, expired or revoked (401).
        Forbidden = 4, ///< The credential is accepted, but may not do this (403).
        NotFound = 5, ///< 404, or nothing has that name.
        Conflict = 6, ///< Another program or user holds or changed it.
        Invalid = 7, ///< The input cannot be used: 400, a bad name, a malformed CID.
        Empty = 8, ///< There is nothing to do: an empty drop, a folder without files.
        TooLarge = 9, ///< Over a limit of the other end or of the format.
        RateLimited = 10, ///< 429; see retryAfter.
        Maintenance = 11, ///< 503 or 410 from the service itself: reads may still work.
        Server = 12, ///< The service failed (5xx).
        Protocol = 13, ///< The answer is none that this API gives.
        KeychainLocked = 14, ///< Waiting for the user to unlock; not signed out.
        KeychainAbsent = 15, ///< No keychain on this machine or session.
        KeychainFailed = 16, ///< The keychain refused or failed.
        Storage = 17, ///< Our own database or store cannot be read or written.
        DiskFull = 18, ///< No space left; nothing half-written is kept.
        FileUnreadable = 19, ///< A source file or folder cannot be opened or read.
        SourceChanged = 20, ///< A source changed while it was read.
        Corrupt = 21, ///< Bytes do not match their hash or format.
        Untrusted = 22, ///< Whoever answers cannot show that it is the host; the code says why.
        KeychainDenied = 23, ///< A person did not let the keychain give it; not signed out.
    };

    Kind kind = Kind::Protocol;
    QString detail; ///< For logs and reports, in English; never a secret, never shown as is.
    QString subject{}; ///< For the sentence: the path, account or name that the error is about.
    QString code{}; ///< The service's own (contract §8), or ours: it picks the sentence.
    std::optional<std::chrono::seconds> retryAfter{};
    QStringList more{}; ///< Further values for the sentence; the code says which.
    QString reason{}; ///< What the service said itself: shown as its words, never acted on.

    bool operator==(const Error&) const = default;
};

} // namespace cairn
