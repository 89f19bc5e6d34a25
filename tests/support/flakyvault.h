// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/vault/memoryvault.h"

#include <functional>
#include <vector>

namespace cairn::test {

/// A keychain that behaves as real ones do: open, locked until somebody unlocks it, asking its user
/// (no answer at all meanwhile), refusing, not there, or lying: it
/// says that it stores and does not. What it holds survives all of it.
class FlakyVault final : public TokenVault
{
public:
    enum class Behaviour { Open, Locked, Asking, Denied, Absent, Lying };

    void be(Behaviour behaviour)
    {
        m_behaviour = behaviour;
        if (behaviour == Behaviour::Asking)
            return;
        for (const auto& answer : std::exchange(m_asked, {}))
            answer();
    }

    Reply<Secret> load(const QString& key) override
    {
        return whenNotAsking<Secret>([this, key] { return m_kept.load(key).result(); });
    }
    Reply<void> store(const QString& key, const Secret& secret) override
    {
        return whenNotAsking<void>([this, key, secret] {
            return m_behaviour == Behaviour::Lying ? Done() : m_kept.store(key, secret).result();
        });
    }
    Reply<void> forget(const QString& key) override
    {
        return whenNotAsking<void>([this, key] { return m_kept.forget(key).result(); });
    }

    /// As the Secret Service, which tells them while it is locked too.
    Reply<QStringList> search(const QString& prefix) override
    {
        return m_behaviour == Behaviour::Absent
            ? ready<QStringList>(fail(Error::Kind::KeychainAbsent))
            : m_kept.search(prefix);
    }

    QStringList keys() const { return m_kept.keys(); }

private:
    template<typename T> Result<T> answer(const std::function<Result<T>()>& whenOpen) const
    {
        switch (m_behaviour) {
        case Behaviour::Locked:
            return fail(Error::Kind::KeychainLocked);
        case Behaviour::Denied:
            return fail(Error::Kind::KeychainDenied);
        case Behaviour::Absent:
            return fail(Error::Kind::KeychainAbsent);
        case Behaviour::Open:
        case Behaviour::Asking:
        case Behaviour::Lying:
            break;
        }
        return whenOpen();
    }

    template<typename T> Reply<T> whenNotAsking(std::function<Result<T>()> whenOpen)
    {
        if (m_behaviour != Behaviour::Asking)
            return ready<T>(answer<T>(whenOpen));
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        m_asked.push_back([this, promise, whenOpen = std::move(whenOpen)] {
            promise->addResult(answer<T>(whenOpen));
            promise->finish();
        });
        return promise->future();
    }

    MemoryVault m_kept;
    Behaviour m_behaviour = Behaviour::Open;
    std::vector<std::function<void()>> m_asked;
};

} // namespace cairn::test
