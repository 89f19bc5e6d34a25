// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/endpoints/router.h"

#include "core/api/wire/routes.h"

#include <ranges>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

/// Adds to whatever comes the headers that every answer has.
class WithFields final : public BodyReceiver
{
public:
    WithFields(std::unique_ptr<BodyReceiver> inner, HttpFields fields)
        : m_inner(std::move(inner))
        , m_fields(std::move(fields))
    { }
    void write(QByteArrayView bytes) override { m_inner->write(bytes); }
    HttpResponse finish() override
    {
        HttpResponse response = m_inner->finish();
        std::ranges::move(m_fields, std::back_inserter(response.headers));
        return response;
    }
    bool wantsBody() const override { return m_inner->wantsBody(); }
    Work work() const override { return m_inner->work(); }

private:
    std::unique_ptr<BodyReceiver> m_inner;
    HttpFields m_fields;
};

/// What a handler does with an admitted request, at the place where that may be done. While the
/// catalog is made anew "not here" becomes another answer, for that is not known then.
class Admitted final : public BodyReceiver
{
public:
    Admitted(std::unique_ptr<BodyReceiver> inner, Work work, std::optional<HttpResponse> notHere)
        : m_inner(std::move(inner))
        , m_work(work)
        , m_notHere(std::move(notHere))
    { }
    void write(QByteArrayView bytes) override { m_inner->write(bytes); }
    HttpResponse finish() override
    {
        HttpResponse response = m_inner->finish();
        const bool isNotHere = response.status == 404 || response.status == 412;
        return isNotHere && m_notHere ? std::move(*m_notHere) : std::move(response);
    }
    bool wantsBody() const override { return m_inner->wantsBody(); }
    // What is refused, or known without looking, needs no worker.
    Work work() const override { return m_inner->wantsBody() ? m_work : Work::AtOnce; }

private:
    std::unique_ptr<BodyReceiver> m_inner;
    const Work m_work;
    std::optional<HttpResponse> m_notHere;
};

void dropTrailingSlashes(QByteArray& path)
{
    while (path.size() > 1 && path.endsWith('/'))
        path.chop(1);
}

/// The argument if @p path fits @p pattern: empty for a pattern without one. A '*' takes the rest
/// of
/// @p whole, which is the path before its trailing slashes were dropped.
std::optional<QByteArray> match(QByteArrayView pattern, QByteArrayView path,
                                const QByteArray& whole)
{
    if (pattern.endsWith("/*")) {
        const qsizetype begin = pattern.size() - 1;
        return path.size() > begin && path.startsWith(pattern.chopped(1))
            ? std::optional(whole.sliced(begin))
            : std::nullopt;
    }
    QByteArray argument;
    while (!pattern.isEmpty() && !path.isEmpty()) {
        const auto segment = [](QByteArrayView text) {
            const qsizetype end = text.indexOf('/', 1);
            return end < 0 ? text : text.first(end);
        };
        const QByteArrayView wanted = segment(pattern);
        const QByteArrayView given = segment(path);
        if (wanted.startsWith("/:") && given.size() > 1)
            argument = given.sliced(1).toByteArray();
        else if (wanted != given)
            return std::nullopt;
        pattern = pattern.sliced(wanted.size());
        path = path.sliced(given.size());
    }
    return pattern.isEmpty() && path.isEmpty() ? std::optional(argument) : std::nullopt;
}

Envelope envelopeOf(const QByteArray& path)
{
    return path == "/pins" || path.startsWith("/pins/") ? Envelope::Pinning : Envelope::Plain;
}

HttpResponse notForThatPage()
{
    return failure(403, u"ERROR_ORIGIN_NOT_ALLOWED"_s,
                   u"This service does not answer pages of that origin."_s);
}

/// Where content has an origin of its own there is nothing but content, and nobody has an account.
void confine(HttpRequest& request, const QByteArray& label)
{
    request.path = "/ipfs/" + label + request.path;
    std::erase_if(request.headers, [](const auto& field) {
        return field.first.compare("Authorization", Qt::CaseInsensitive) == 0;
    });
}

Error tooOften(Throttle::Kind kind, std::chrono::seconds wait)
{
    return {Error::Kind::RateLimited,
            u"More than %1 requests in %2 s."_s.arg(Throttle::requestsPerWindow(kind))
                .arg(routes::windowSeconds),
            {},
            u"ERROR_RATE_LIMITED"_s,
            wait};
}

} // namespace

Router::Router(RequestGuard& guard, OriginPolicy origins, Authenticator& authenticator,
               Throttle& throttle, const Clock& clock)
    : m_guard(guard)
    , m_origins(std::move(origins))
    , m_authenticator(authenticator)
    , m_throttle(throttle)
    , m_clock(clock)
    , m_mode(u"rw"_s)
{ }

void Router::setMode(const QString& mode, std::optional<Timestamp> sunset)
{
    m_mode = mode;
    m_sunset = sunset;
}

void Router::add(std::vector<Route> routes)
{
    std::ranges::move(routes, std::back_inserter(m_routes));
}

std::optional<Error> Router::closedBy(const Rule& rule) const
{
    const bool open = rule.gate == Rule::Gate::None
        || m_mode.startsWith(rule.gate == Rule::Gate::Read ? "r"_L1 : "rw"_L1);
    if (open)
        return std::nullopt;
    if (m_mode == "r-"_L1 && m_sunset && *m_sunset <= m_clock.now())
        return Error{Error::Kind::Maintenance,
                     u"This service takes no more changes."_s,
                     {},
                     u"ERROR_FEATURE_HAS_BEEN_SUNSET"_s,
                     {}};
    return Error{Error::Kind::Maintenance,
                 u"This service is being maintained."_s,
                 {},
                 u"ERROR_MAINTENANCE"_s,
                 {}};
}

std::unique_ptr<BodyReceiver> Router::begin(HttpRequest request)
{
    if (!m_guard.admits(request))
        return refusing(failure(403, u"ERROR_HOST_NOT_ALLOWED"_s,
                                u"This service does not go by that host name."_s));
    if (const auto label = contentLabel(request))
        confine(request, *label);
    if (request.method == "OPTIONS")
        return refusing(m_origins.preflight(request));
    // What another page asks for is shown to it only with a credential. A wrong one is refused by
    // the routes that want one, and opens no others.
    const bool isAnswered
        = !m_origins.isForeign(request) || request.headerCount("Authorization") > 0;
    HttpFields fields = m_origins.fields(request, isAnswered);
    auto receiver = isAnswered ? route(std::move(request)) : refusing(notForThatPage());
    return std::make_unique<WithFields>(std::move(receiver), std::move(fields));
}

std::unique_ptr<BodyReceiver> Router::route(HttpRequest request)
{
    const QByteArray whole = request.path;
    dropTrailingSlashes(request.path);
    for (const Route& route : m_routes) {
        if (route.method != request.method)
            continue;
        auto argument = match(route.pattern, request.path, whole);
        if (!argument)
            continue;
        const Envelope envelope = envelopeOf(request.path);
        if (m_isCatchingUp && route.rule.access != Rule::Access::Public)
            return refusing(failure(comeAgain(), envelope));
        if (m_readingOnly && route.method != "GET" && route.method != "HEAD")
            return refusing(failure(*m_readingOnly, envelope));
        if (const auto closed = closedBy(route.rule))
            return refusing(failure(*closed, envelope));
        const bool isPublic = route.rule.access == Rule::Access::Public;
        const bool isHolder = isPublic && showsCredential(request);
        if (isPublic && !isHolder && m_origins.isForeign(request))
            return refusing(notForThatPage());
        auto caller = m_authenticator.admit(request, route.rule);
        if (!caller)
            return refusing(failure(caller.error(),
                                    caller.error().code == "ERROR_PINNING_UNAUTHORIZED"_L1
                                        ? Envelope::Pinning
                                        : envelope));
        if (caller->token) {
            const Throttle::Kind kind = route.rule.kind;
            if (const auto wait = m_throttle.admit(*caller->token, kind))
                return refusing(failure(tooOften(kind, *wait), envelope));
        }
        if (request.header("Content-Length").toLongLong() > routes::largestBody)
            return refusing(
                failure(413, u"HTTP_ERROR"_s, u"The body is larger than 100 MiB."_s, envelope));
        return begin(route,
                     {std::move(request), std::move(*argument), std::move(*caller), envelope},
                     !isPublic || isHolder ? Work::ForHolder : Work::ForAnybody);
    }
    return refusing(notFound());
}

std::unique_ptr<BodyReceiver> Router::begin(const Route& route, Call call, Work work)
{
    // As it began: what was not here then may be now.
    std::optional<HttpResponse> notHere;
    if (m_isCatchingUp)
        notHere = failure(comeAgain(), call.envelope);
    return std::make_unique<Admitted>(route.begin(std::move(call)), work, std::move(notHere));
}

/// Whoever shows a good credential where none is needed is not made to wait with all others.
bool Router::showsCredential(const HttpRequest& request)
{
    return request.headerCount("Authorization") > 0
        && m_authenticator.admit(request, {Rule::Access::LoginOrToken}).has_value();
}

Error Router::comeAgain() const
{
    if (m_hasFailed)
        return {Error::Kind::Maintenance,
                u"The catalog could not be made anew. The service says why; it tries again when it"
                " is started."_s,
                {},
                u"ERROR_MAINTENANCE"_s,
                {}};
    constexpr std::chrono::seconds soon{5};
    return {Error::Kind::Maintenance,
            u"The catalog is made anew from what is stored: %1 % are done."_s.arg(m_percent),
            {},
            u"ERROR_CATCHING_UP"_s,
            soon};
}

} // namespace cairn::local
