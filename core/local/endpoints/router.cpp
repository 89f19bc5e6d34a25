// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/endpoints/router.h"

#include "core/api/wire/routes.h"

#include <ranges>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

/// Adds to whatever comes the headers that every answer has.
class WithCors final : public BodyReceiver
{
public:
    WithCors(std::unique_ptr<BodyReceiver> inner, HttpFields fields)
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

private:
    std::unique_ptr<BodyReceiver> m_inner;
    HttpFields m_fields;
};

/// Turns "not here" into another answer, where that is not known.
class NotHereYet final : public BodyReceiver
{
public:
    NotHereYet(std::unique_ptr<BodyReceiver> inner, HttpResponse instead)
        : m_inner(std::move(inner))
        , m_instead(std::move(instead))
    { }
    void write(QByteArrayView bytes) override { m_inner->write(bytes); }
    HttpResponse finish() override
    {
        HttpResponse response = m_inner->finish();
        return response.status == 404 ? std::move(m_instead) : std::move(response);
    }
    bool wantsBody() const override { return m_inner->wantsBody(); }

private:
    std::unique_ptr<BodyReceiver> m_inner;
    HttpResponse m_instead;
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

Error tooOften(std::chrono::seconds wait)
{
    return {Error::Kind::RateLimited,
            u"More than %1 requests in %2 s."_s.arg(routes::requestsPerWindow)
                .arg(routes::windowSeconds),
            {},
            u"ERROR_RATE_LIMITED"_s,
            wait};
}

} // namespace

Router::Router(RequestGuard& guard, Authenticator& authenticator, Throttle& throttle,
               const Clock& clock)
    : m_guard(guard)
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
    if (request.method == "OPTIONS")
        return refusing(preflight(request));
    HttpFields fields = corsFields(request);
    return std::make_unique<WithCors>(route(std::move(request)), std::move(fields));
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
        auto caller = m_authenticator.admit(request, route.rule);
        if (!caller)
            return refusing(failure(caller.error(),
                                    caller.error().code == "ERROR_PINNING_UNAUTHORIZED"_L1
                                        ? Envelope::Pinning
                                        : envelope));
        if (caller->token) {
            if (const auto wait = m_throttle.admit(*caller->token))
                return refusing(failure(tooOften(*wait), envelope));
        }
        if (request.header("Content-Length").toLongLong() > routes::largestBody)
            return refusing(
                failure(413, u"HTTP_ERROR"_s, u"The body is larger than 100 MiB."_s, envelope));
        return begin(route,
                     {std::move(request), std::move(*argument), std::move(*caller), envelope});
    }
    return refusing(notFound());
}

std::unique_ptr<BodyReceiver> Router::begin(const Route& route, Call call)
{
    const bool isCatchingUp = m_isCatchingUp; // As it began: what was not here then may be now.
    const Envelope envelope = call.envelope;
    auto receiver = route.begin(std::move(call));
    if (!isCatchingUp)
        return receiver;
    return std::make_unique<NotHereYet>(std::move(receiver), failure(comeAgain(), envelope));
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
