// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountsfile.h"
#include "core/vault/tokenvault.h"

namespace cairn {

/// A vault that stores nothing whose key is not written down before, so that each secret can be
/// found and forgotten when its account is removed: keychains cannot be listed everywhere. The key
/// is remembered until the vault has forgotten it. Owned by AccountList; main thread. Errors: the
/// vault's, and the file's; what cannot be written down is not stored.
class RecordedVault final : public TokenVault
{
    Q_OBJECT

public:
    RecordedVault(TokenVault& vault, AccountsFile& file);

    [[nodiscard]] Reply<Secret> load(const QString& key) override { return m_vault.load(key); }
    [[nodiscard]] Reply<void> store(const QString& key, const Secret& secret) override;
    [[nodiscard]] Reply<void> forget(const QString& key) override;
    [[nodiscard]] Reply<QStringList> search(const QString& prefix) override;
    QStringList recorded(const QString& prefix) const override;

private:
    TokenVault& m_vault;
    AccountsFile& m_file;
};

} // namespace cairn
