// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/vault/memoryvault.h"

namespace cairn {

std::unique_ptr<MemoryVault> MemoryVault::insteadOfKeychain()
{
    auto vault = std::make_unique<MemoryVault>();
    vault->m_isInsteadOfKeychain = true;
    return vault;
}

Reply<Secret> MemoryVault::load(const QString& key)
{
    if (m_failure)
        return ready<Secret>(fail(*m_failure));
    const auto found = m_secrets.constFind(key);
    if (found == m_secrets.constEnd()) {
        return ready<Secret>(fail(
            m_isInsteadOfKeychain ? Error::Kind::KeychainAbsent : Error::Kind::NotFound, {}, key));
    }
    return ready<Secret>(*found);
}

Reply<void> MemoryVault::store(const QString& key, const Secret& secret)
{
    if (m_failure)
        return ready<void>(fail(*m_failure));
    m_secrets.insert(key, secret);
    return ready<void>({});
}

Reply<void> MemoryVault::forget(const QString& key)
{
    if (m_failure)
        return ready<void>(fail(*m_failure));
    if (m_secrets.remove(key) == 0 && m_isInsteadOfKeychain)
        return ready<void>(fail(Error::Kind::KeychainAbsent, {}, key));
    return ready<void>({});
}

Reply<QStringList> MemoryVault::search(const QString& prefix)
{
    if (m_failure)
        return ready<QStringList>(fail(*m_failure));
    QStringList found = keys();
    found.removeIf([&](const QString& key) { return !key.startsWith(prefix); });
    return ready<QStringList>(found);
}

} // namespace cairn
