// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/vault/tokenvault.h"

#include <QHash>

#include <memory>
#include <optional>

namespace cairn {

/// A vault in memory, empty in each process: for tests, and for --no-keychain, where a warning says
/// so.
class MemoryVault final : public TokenVault
{
public:
    MemoryVault() = default;
    /// In the place of a keychain that is not asked. What is not held here may lie in that: loading
    /// or forgetting it ends as KeychainAbsent.
    static std::unique_ptr<MemoryVault> insteadOfKeychain();

    [[nodiscard]] Reply<Secret> load(const QString& key) override;
    [[nodiscard]] Reply<void> store(const QString& key, const Secret& secret) override;
    [[nodiscard]] Reply<void> forget(const QString& key) override;
    [[nodiscard]] Reply<QStringList> search(const QString& prefix) override;

    /// From now on every call ends like this, as it does with a locked or missing keychain.
    void failWith(std::optional<Error> error) { m_failure = std::move(error); }

    QStringList keys() const { return m_secrets.keys(); }

private:
    QHash<QString, Secret> m_secrets;
    std::optional<Error> m_failure;
    bool m_isInsteadOfKeychain = false;
};

} // namespace cairn
