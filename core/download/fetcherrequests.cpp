// SPDX-License-Identifier: MIT OR Apache-2.0
// What a Fetcher asks one origin for, and what the answers are taken for.
#include "core/api/http/ratelimiter.h"
#include "core/api/source/sourceanswer.h"
#include "core/api/source/sourceblock.h"
#include "core/api/wire/routes.h"
#include "core/download/fetcher.h"

namespace cairn {
using namespace Qt::StringLiterals;
using content::Cid;
using Kind = Error::Kind;

QUrl Fetcher::gatewayUrl(const Origin& origin, const Cid& cid, const QString& query) const
{
    return routes::urlOf(origin.url, "/ipfs/"_L1 + cid.toString() + '?'_L1 + query);
}

Result<std::unique_ptr<CarSource>> Fetcher::openCar(Origin& origin, const CarRequest& request)
{
    Error error{Kind::Invalid, u"no CARs here"_s};
    if (origin.hasGateway) {
        const QString query = request.from == 0
            ? u"format=car"_s
            : u"format=car&dag-scope=entity&entity-bytes=%1:*"_s.arg(request.from);
        auto car = openCarAt(origin, gatewayUrl(origin, request.cid, query), request.unusedBudget);
        if (car || !isAboutForm(car.error()))
            return car;
        error = car.error();
    }
    if (origin.kind != BlockOrigin::Kind::Service || request.from > 0)
        return fail(std::move(error));
    auto car = openCarAt(origin, routes::urlOf(origin.url, routes::carOf + request.cid.toString()),
                         request.unusedBudget);
    if (car)
        origin.hasGateway = false;
    return car;
}

/// The account's own service counts requests, its gateway's too.
Done Fetcher::acquire(const Origin& origin) const
{
    return origin.kind == BlockOrigin::Kind::Service && m_control.acquire ? m_control.acquire()
                                                                          : Done();
}

void Fetcher::noteEnd(const Origin& origin, const Done& outcome) const
{
    if (origin.kind == BlockOrigin::Kind::Service && m_control.ended)
        m_control.ended(outcome);
}

/// At the pace that is allowed.
ReadBody Fetcher::bodyOf(HttpStream& stream) const
{
    return [this, &stream](char* to, qint64 maxSize) {
        return m_control.read(stream, to, maxSize, m_control.isStopping);
    };
}

/// An answer with status 200; who asks leads nowhere that is known to be retired.
Result<Fetcher::Answer> Fetcher::open(const Origin& origin, const QUrl& url,
                                      const QByteArray& accept)
{
    if (const Done acquired = acquire(origin); !acquired)
        return fail(acquired.error());
    auto stream = std::make_unique<HttpStream>(m_connections, url, accept, m_control.isStopping,
                                               m_control.readAhead(), m_control.timeout);
    stream->stopBefore(
        [this](const QUrl& place) { return m_verdicts.retirement(place).has_value(); });
    const auto head = m_control.head(*stream);
    if (!head) {
        noteEnd(origin, fail(head.error()));
        return fail(head.error());
    }
    if (head->status == 200) {
        noteEnd(origin, {});
        return Answer{std::move(stream), *head};
    }
    const bool isRedirect = head->status >= 300 && head->status < 400;
    auto known = m_verdicts.retirement(head->url);
    Error error
        = known && isRedirect ? std::move(*known) : refusal(*head, beginningOf(bodyOf(*stream)));
    const bool isService = origin.kind == BlockOrigin::Kind::Service;
    if (isService && (error.kind == Kind::RateLimited || error.retryAfter))
        error.retryAfter = believedPause(error.retryAfter);
    noteEnd(origin, fail(error));
    if (error.code == answer::retired && !(isService && head->url.host() == origin.url.host()))
        m_verdicts.note(head->url, error); // And whoever leads there.
    return fail(std::move(error));
}

Result<std::unique_ptr<CarSource>> Fetcher::openCarAt(const Origin& origin, const QUrl& url,
                                                      qint64 unusedBudget)
{
    auto opened = open(origin, url, QByteArray(routes::carType) + "; order=dfs; dups=n");
    if (!opened)
        return fail(opened.error());
    const HttpStream::Head& head = opened->head;
    // A service that has no gateway may have a page there.
    if (isPage(head) && origin.kind == BlockOrigin::Kind::Gateway)
        return fail(pageError(head, beginningOf(bodyOf(*opened->stream))));
    if (!head.type.startsWith(routes::carType))
        return fail(Kind::Invalid, u"not a CAR but %1"_s.arg(QString::fromLatin1(head.type)));
    return std::make_unique<CarSource>(std::move(opened->stream), m_control, unusedBudget);
}

Result<QByteArray> Fetcher::single(Origin& origin, const Cid& cid)
{
    if (origin.hasGateway) {
        auto bytes = rawBlock(origin, cid);
        if (bytes || !isAboutForm(bytes.error()) || origin.kind != BlockOrigin::Kind::Service)
            return bytes;
    }
    if (origin.kind != BlockOrigin::Kind::Service)
        return fail(Kind::NotFound, {}, cid.toString());
    const auto car
        = openCarAt(origin, routes::urlOf(origin.url, routes::carOf + cid.toString()), 0);
    if (!car)
        return fail(car.error());
    auto bytes = (*car)->take(cid);
    if (!bytes)
        return fail(bytes.error());
    if (!*bytes)
        return fail(Kind::NotFound, u"not in its CAR"_s, cid.toString());
    return std::move(**bytes);
}

Result<QByteArray> Fetcher::rawBlock(const Origin& origin, const Cid& cid)
{
    auto opened
        = open(origin, gatewayUrl(origin, cid, u"format=raw"_s), "application/vnd.ipld.raw");
    if (!opened)
        return fail(opened.error());
    return blockFrom(bodyOf(*opened->stream), opened->head, cid,
                     origin.kind == BlockOrigin::Kind::Gateway);
}

} // namespace cairn
