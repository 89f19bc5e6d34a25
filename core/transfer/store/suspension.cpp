// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/suspension.h"

#include "core/api/http/retrypolicy.h"

namespace cairn::transfer {
using namespace Qt::StringLiterals;

std::optional<SuspensionReason> suspensionReason(const Error& error)
{
    using Kind = Error::Kind;
    if (isAboutCredential(error))
        return SuspensionReason::LoginExpired;
    switch (error.kind) {
    case Kind::Offline:
    case Kind::Timeout:
        return SuspensionReason::Offline;
    case Kind::Maintenance:
        // A service that takes no more for good is not one that is being repaired.
        return isSunset(error) ? std::nullopt : std::optional(SuspensionReason::Maintenance);
    case Kind::Forbidden:
        return error.code == "ERROR_ACCOUNT_RESTRICTED"_L1
            ? std::optional(SuspensionReason::AccountRestricted)
            : std::nullopt;
    case Kind::KeychainLocked:
    case Kind::KeychainAbsent:
    case Kind::KeychainFailed:
        return SuspensionReason::KeychainLocked;
    case Kind::DiskFull:
        return SuspensionReason::DiskFull;
    default:
        return std::nullopt;
    }
}

bool isAboutContent(const Error& error)
{
    using Kind = Error::Kind;
    switch (error.kind) {
    case Kind::SourceChanged:
    case Kind::FileUnreadable:
    case Kind::Corrupt:
    case Kind::Invalid:
    case Kind::Empty:
    case Kind::TooLarge:
        return true;
    default:
        return false;
    }
}

} // namespace cairn::transfer
