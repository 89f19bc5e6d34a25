// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"

#include <QString>

namespace cairn {

/// Stores secrets: in the OS keychain, or in memory. Main thread; replies end there. Errors:
/// NotFound, KeychainLocked, KeychainAbsent, KeychainFailed. Keys name what a secret is for
/// ("account/<id>/login") and are not secret themselves.
class TokenVault
{
public:
    virtual ~TokenVault() = default;

    [[nodiscard]] virtual Reply<Secret> load(const QString& key) = 0;
    [[nodiscard]] virtual Reply<void> store(const QString& key, const Secret& secret) = 0;
    /// A key that is not there is no error.
    [[nodiscard]] virtual Reply<void> forget(const QString& key) = 0;
};

} // namespace cairn
