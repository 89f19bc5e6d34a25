// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/vault/secretservice.h"
#include "core/vault/tokenvault.h"

namespace cairn {

/// The OS keychain through QtKeychain: Secret Service, KWallet, macOS, Windows. A locked keychain
/// may ask the user first, so an answer can take as long as the user does. There is no plaintext
/// fallback.
class KeychainVault final : public TokenVault
{
    Q_OBJECT

public:
    /// @p service is the name that all entries have in the keychain, such as "app.cairn.Cairn".
    explicit KeychainVault(QString service);

    [[nodiscard]] Reply<Secret> load(const QString& key) override;
    [[nodiscard]] Reply<void> store(const QString& key, const Secret& secret) override;
    [[nodiscard]] Reply<void> forget(const QString& key) override;
    /// Of the Secret Service; QtKeychain lists nothing.
    [[nodiscard]] Reply<QStringList> search(const QString& prefix) override;

private:
    [[nodiscard]] Reply<Secret> explained(const Error& error, const QString& key);
    [[nodiscard]] Reply<void> explainedStore(const Error& error);

    QString m_service;
    SecretService m_secretService;
};

} // namespace cairn
