// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"

#include <QString>

namespace cairn {

/// Where secrets rest: the OS keychain, or memory where there is none. Used from the main thread;
/// answers arrive there. Errors: NotFound, KeychainLocked, KeychainAbsent, KeychainFailed.
/// Keys name what a secret is for ("account/<id>/login") and are not secret themselves.
class TokenVault
{
public:
    virtual ~TokenVault() = default;

    [[nodiscard]] virtual Reply<Secret> load(const QString& key) = 0;
    [[nodiscard]] virtual Reply<void> store(const QString& key, const Secret& secret) = 0;
    /// Forgetting what is not there is done already.
    [[nodiscard]] virtual Reply<void> forget(const QString& key) = 0;
};

} // namespace cairn
