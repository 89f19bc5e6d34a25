// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/hold.h"

#include "core/api/http/retrypolicy.h"

namespace cairn::transfer {
using namespace Qt::StringLiterals;

std::optional<HoldReason> holdReason(const Error& error)
{
    using Kind = Error::Kind;
    switch (error.kind) {
    case Kind::Offline:
    case Kind::Timeout:
        return HoldReason::Offline;
    case Kind::Maintenance:
        // A service that takes no more for good is not one that is being repaired.
        return isSunset(error) ? std::nullopt : std::optional(HoldReason::Maintenance);
    case Kind::Forbidden:
        return error.code == "ERROR_ACCOUNT_RESTRICTED"_L1
            ? std::optional(HoldReason::AccountRestricted)
            : std::nullopt;
    case Kind::Unauthorized:
        return HoldReason::LoginExpired;
    case Kind::KeychainLocked:
    case Kind::KeychainAbsent:
    case Kind::KeychainFailed:
        return HoldReason::KeychainLocked;
    case Kind::DiskFull:
        return HoldReason::DiskFull;
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
