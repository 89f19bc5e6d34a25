// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/vault/memoryvault.h"

#include <functional>
#include <vector>

namespace cairn::test {

/// A keychain with the moods of real ones: open, locked until somebody unlocks it, asking its user
/// (no answer at all meanwhile), refusing, or not there. What it holds survives every mood.
class MoodyVault final : public TokenVault
{
public:
    enum class Mood { Open, Locked, Asking, Denied, Absent };

    void be(Mood mood)
    {
        m_mood = mood;
        if (mood == Mood::Asking)
            return;
        for (const auto& answer : std::exchange(m_asked, {}))
            answer();
    }

    Reply<Secret> load(const QString& key) override
    {
        return inMood<Secret>([this, key] { return m_kept.load(key).result(); });
    }
    Reply<void> store(const QString& key, const Secret& secret) override
    {
        return inMood<void>([this, key, secret] { return m_kept.store(key, secret).result(); });
    }
    Reply<void> forget(const QString& key) override
    {
        return inMood<void>([this, key] { return m_kept.forget(key).result(); });
    }

    QStringList keys() const { return m_kept.keys(); }

private:
    template<typename T> Result<T> answer(const std::function<Result<T>()>& whenOpen) const
    {
        switch (m_mood) {
        case Mood::Locked:
            return fail(Error::Kind::KeychainLocked);
        case Mood::Denied:
            return fail(Error::Kind::KeychainFailed);
        case Mood::Absent:
            return fail(Error::Kind::KeychainAbsent);
        case Mood::Open:
        case Mood::Asking:
            break;
        }
        return whenOpen();
    }

    template<typename T> Reply<T> inMood(std::function<Result<T>()> whenOpen)
    {
        if (m_mood != Mood::Asking)
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
    Mood m_mood = Mood::Open;
    std::vector<std::function<void()>> m_asked;
};

} // namespace cairn::test
