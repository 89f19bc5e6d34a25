// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

namespace cairn::transfer {

// The numbers lie in the store.
enum class SuspensionReason {
    Offline, ///< Nobody answers; goes on when somebody does.
    Maintenance, ///< The service says so; goes on when it takes writes again.
    AccountRestricted, ///< Goes on when the service lifts it.
    LoginExpired, ///< Goes on with a credential that the service accepts.
    KeychainLocked, ///< Goes on when the keychain gives the credential out.
    DiskFull, ///< Here or there; tried again every now and then.
    SourceOffline, ///< No source of this one download answers; tried again every now and then.
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
