// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/vault/memoryvault.h"

namespace cairn {

Reply<Secret> MemoryVault::load(const QString& key)
{
    if (m_failure)
        return ready<Secret>(fail(*m_failure));
    const auto found = m_secrets.constFind(key);
    if (found == m_secrets.constEnd())
        return ready<Secret>(fail(Error::Kind::NotFound, {}, key));
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
    m_secrets.remove(key);
    return ready<void>({});
}

} // namespace cairn
