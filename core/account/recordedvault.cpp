// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/recordedvault.h"

namespace cairn {
namespace {

/// Whether the vault says that it was not used at all.
bool isUnused(Error::Kind kind)
{
    return kind == Error::Kind::KeychainLocked || kind == Error::Kind::KeychainDenied
        || kind == Error::Kind::KeychainAbsent;
}

} // namespace

RecordedVault::RecordedVault(TokenVault& vault, AccountsFile& file)
    : m_vault(vault)
    , m_file(file)
{
    connect(&m_vault, &TokenVault::changed, this, &TokenVault::changed);
}

Reply<void> RecordedVault::store(const QString& key, const Secret& secret)
{
    const auto noted = m_file.noteStored(key);
    if (!noted)
        return ready<void>(fail(noted.error()));
    const auto stored = andThen(m_vault.store(key, secret), this, [this, key] {
        // A person may have been asked, and the key been forgotten meanwhile.
        std::ignore = m_file.noteStored(key);
        return ready<void>({});
    });
    return orElse(stored, this, [this, key, isNew = *noted](const Error& error) {
        if (isNew && isUnused(error.kind))
            std::ignore = m_file.forgotten({key});
        return ready<void>(fail(error));
    });
}

Reply<void> RecordedVault::forget(const QString& key)
{
    return andThen(m_vault.forget(key), this,
                   [this, key] { return ready<void>(m_file.forgotten({key})); });
}

Reply<QStringList> RecordedVault::search(const QString& prefix)
{
    return m_vault.search(prefix);
}

QStringList RecordedVault::recorded(const QString& prefix) const
{
    return m_file.keysStored(prefix).value_or(QStringList());
}

} // namespace cairn
