// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/store/transferstore.h"

#include <memory>

namespace cairn {

/// Where an account's transfers are kept, and what is to be said about it.
struct KeptTransfers
{
    std::unique_ptr<TransferStore> store; ///< None: they are lost when the process ends.
    /// TRANSFERS_SET_ASIDE: a damaged list lies at the subject now, and a new one was begun. Or why
    /// there is no store.
    std::optional<Error> trouble;
};

[[nodiscard]] KeptTransfers keptTransfers(const QString& folder, const QString& account);

} // namespace cairn
