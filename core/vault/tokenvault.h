// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"

#include <QObject>
#include <QStringList>

namespace cairn {

/// Stores secrets: in the OS keychain, or in memory. Main thread; replies end there. Errors:
/// NotFound, only where it is certain; KeychainLocked, KeychainDenied, KeychainAbsent,
/// KeychainFailed. Keys name what a secret is for ("account/<id>/login") and are not secret
/// themselves.
class TokenVault : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual Reply<Secret> load(const QString& key) = 0;
    [[nodiscard]] virtual Reply<void> store(const QString& key, const Secret& secret) = 0;
    /// A key that is not there is no error.
    [[nodiscard]] virtual Reply<void> forget(const QString& key) = 0;

    /// Keys in it that begin with @p prefix, as far as it can tell without asking a person. Most
    /// keychains cannot: then there are none.
    [[nodiscard]] virtual Reply<QStringList> search(const QString& prefix) = 0;
    /// Those that are written down elsewhere as stored; known at once.
    virtual QStringList recorded(const QString& /*prefix*/) const { return {}; }

signals:
    /// What it could not do it may be able to do now: it was unlocked, or has come.
    void changed();
};

} // namespace cairn
