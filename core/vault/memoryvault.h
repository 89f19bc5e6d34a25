// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/vault/tokenvault.h"

#include <QHash>

#include <optional>

namespace cairn {

/// A vault in memory, empty in each process: for tests, and for --no-keychain, where a warning says
/// so.
class MemoryVault final : public TokenVault
{
public:
    [[nodiscard]] Reply<Secret> load(const QString& key) override;
    [[nodiscard]] Reply<void> store(const QString& key, const Secret& secret) override;
    [[nodiscard]] Reply<void> forget(const QString& key) override;

    /// From now on every call ends like this, as it does with a locked or missing keychain.
    void failWith(std::optional<Error> error) { m_failure = std::move(error); }

    QStringList keys() const { return m_secrets.keys(); }

private:
    QHash<QString, Secret> m_secrets;
    std::optional<Error> m_failure;
};

} // namespace cairn
