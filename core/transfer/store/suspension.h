// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

namespace cairn::transfer {

// Stored as numbers, pinned by tests/transfer/persisted_test.cpp: new ones are appended.
enum class SuspensionReason {
    Offline = 0, ///< Nobody answers; goes on when somebody does.
    Maintenance = 1, ///< The service says so; goes on when it takes writes again.
    AccountRestricted = 2, ///< Goes on when the service lifts it.
    LoginExpired = 3, ///< Goes on with a credential that the service accepts.
    KeychainLocked = 4, ///< Goes on when the keychain gives the credential out.
    DiskFull = 5, ///< Here or there; tried again every now and then.
    SourceOffline = 6, ///< No source of this one download answers; tried again every now and then.
};

/// Whether @p error is something that passes without the transfer being to blame; nothing if it is
/// a failure of the transfer itself.
std::optional<SuspensionReason> suspensionReason(const Error& error);

/// The source's fault or a falsehood in an answer: no other attempt with the same bytes can end
/// better.
bool isAboutContent(const Error& error);

/// Whether what is true of one transfer is true of all of the account.
constexpr bool concernsAll(SuspensionReason reason)
{
    return reason != SuspensionReason::DiskFull && reason != SuspensionReason::SourceOffline;
}

} // namespace cairn::transfer
