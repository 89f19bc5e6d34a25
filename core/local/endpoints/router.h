// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/local/accounts/authenticator.h"
#include "core/local/http/originpolicy.h"
#include "core/local/http/requestguard.h"
#include "core/local/http/responses.h"
#include "core/local/http/throttle.h"

#include <atomic>
#include <functional>
#include <vector>

namespace cairn::local {

/// One admitted request, for its handler.
struct Call
{
    HttpRequest request;
    /// The part of the path that the pattern's ":…" or "*" stood for, not decoded.
    QByteArray argument;
    Caller caller;
    Envelope envelope = Envelope::Plain;
};

/// A method, a pattern of paths, a rule for callers, and a handler. In the pattern a segment that
/// begins with ':' stands for any one, and a '*' at the end for all that follows.
struct Route
{
    QByteArray method;
    QByteArray pattern;
    Rule rule;
    std::function<std::unique_ptr<BodyReceiver>(Call)> begin;
};

/// Finds the route of each request and refuses, in the contract's order (contract §2.3), requests
/// that may not use it: host, origin, maintenance, token, restriction, pace, size. Set up before
/// the first request, then used by all threads at once.
class Router final : public HttpHandler
{
public:
    Router(RequestGuard& guard, OriginPolicy origins, Authenticator& authenticator,
           Throttle& throttle, const Clock& clock);

    /// "rw", "r-" or "--" (contract §3.3). After @p sunset, "r-" answers writes with 410 instead of
    /// 503.
    void setMode(const QString& mode, std::optional<Timestamp> sunset);
    /// From then on every request that would change something gets @p why (contract §16).
    void setReadingOnly(const Error& why) { m_readingOnly = why; }
    /// While the catalog is made anew (contract §16): what it does not have yet is not known to be
    /// absent. Requests are told to come again, but for content that is in already. Any thread.
    void setCatchingUp(bool isCatchingUp) { m_isCatchingUp = isCatchingUp; }
    /// How much of it is done, in percent.
    void setProgress(int percent) { m_percent = percent; }
    std::optional<int> progress() const
    {
        return m_isCatchingUp ? std::optional(m_percent.load()) : std::nullopt;
    }
    /// It has come to an end without the rest: not to be waited for.
    void setCatchUpFailed() { m_hasFailed = true; }
    void add(std::vector<Route> routes);
    const std::vector<Route>& routes() const { return m_routes; }

    std::unique_ptr<BodyReceiver> begin(HttpRequest request) override;

private:
    std::unique_ptr<BodyReceiver> route(HttpRequest request);
    std::unique_ptr<BodyReceiver> begin(const Route& route, Call call, Work work);
    bool showsCredential(const HttpRequest& request);
    std::optional<Error> closedBy(const Rule& rule) const;
    Error comeAgain() const;

    RequestGuard& m_guard;
    const OriginPolicy m_origins;
    Authenticator& m_authenticator;
    Throttle& m_throttle;
    const Clock& m_clock;
    std::vector<Route> m_routes;
    QString m_mode;
    std::optional<Timestamp> m_sunset;
    std::optional<Error> m_readingOnly;
    std::atomic<bool> m_isCatchingUp = false;
    std::atomic<int> m_percent = 0;
    std::atomic<bool> m_hasFailed = false;
};

} // namespace cairn::local
