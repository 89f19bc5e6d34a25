// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

namespace cairn::transfer {

// Stored as numbers, pinned by tests/transfer/persisted_test.cpp: new ones are appended.
enum class SuspensionReason {
    Offline = 0, ///< The service does not answer; ends when it does.
    Maintenance = 1, ///< The service says so; ends when it takes writes again.
    AccountRestricted = 2, ///< Ends when the service lifts the restriction.
    LoginExpired = 3, ///< Ends with a credential that the service accepts.
    KeychainLocked = 4, ///< Ends when the keychain gives the credential.
    DiskFull = 5, ///< On this computer or at the service; tried again every 15 s.
    SourceOffline = 6, ///< No source of this download answers; tried again at Transfer::resumeAt.
};

/// The reason to suspend a transfer after @p error; nothing if the transfer itself has failed.
std::optional<SuspensionReason> suspensionReason(const Error& error);

/// Whether @p error is about the source's bytes, or a wrong answer: another attempt with the same
/// bytes would end the same.
bool isAboutContent(const Error& error);

/// Whether @p reason stops all transfers of the account, not only the one that met it.
constexpr bool concernsAll(SuspensionReason reason)
{
    return reason != SuspensionReason::DiskFull && reason != SuspensionReason::SourceOffline;
}

} // namespace cairn::transfer
