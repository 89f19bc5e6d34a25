// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"
#include "core/local/endpoints/endpoints.h"
#include "core/local/endpoints/pinwire.h"
#include "core/local/endpoints/uploadlist.h"

#include <QUrl>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr auto envelope = Envelope::Pinning;

HttpResponse unknownRequest()
{
    return failure(404, u"PSA_RESOURCE_NOT_FOUND"_s, u"There is no such pin request."_s, envelope);
}

/// Requests belong to the token they were made with (contract §6.9).
Result<PinScope> tokenScope(const Call& call)
{
    if (!call.caller.token)
        return fail(Error{Error::Kind::Forbidden,
                          u"Pins belong to an API token; a login has /user/pins."_s,
                          {},
                          u"ERROR_API_TOKEN_REQUIRED"_s,
                          {}});
    return PinScope{call.caller.user, call.caller.token};
}

HttpResponse accepted(Workshop& workshop, const PinRequest& request)
{
    if (request.status != "pinned"_L1)
        workshop.wakePinFetcher();
    return json(toJson(request, Origins::Shown), 202);
}

HttpResponse createPin(Workshop& workshop, const PinScope& scope, const QJsonObject& body)
{
    const auto order = pinOrderFrom(body);
    if (!order)
        return failure(order.error(), envelope);
    const auto request = workshop.pins.create(scope, *order);
    return request ? accepted(workshop, *request) : failure(request.error(), envelope);
}

HttpResponse replacePin(Workshop& workshop, const PinScope& scope, const QString& id,
                        const QJsonObject& body)
{
    const auto order = pinOrderFrom(body);
    if (!order)
        return failure(order.error(), envelope);
    const auto request = workshop.pins.replace(scope, id, *order);
    if (!request)
        return failure(request.error(), envelope);
    return *request ? accepted(workshop, **request) : unknownRequest();
}

HttpResponse pinList(const PinPage& page)
{
    QJsonArray results;
    for (const PinRequest& request : page.requests)
        results.append(toJson(request, Origins::LeftOut));
    return json(QJsonObject{{u"count"_s, page.total}, {u"results"_s, results}});
}

HttpResponse listPins(Workshop& workshop, const PinScope& scope, const HttpRequest& request)
{
    auto filter = pinFilterFrom(request);
    if (!filter)
        return failure(filter.error(), envelope);
    const auto limit = pinLimitFrom(request);
    if (!limit)
        return failure(limit.error(), envelope);
    filter->limit = *limit;
    const auto page = workshop.pins.list(scope, *filter);
    return page ? pinList(*page) : failure(page.error(), envelope);
}

HttpResponse onePin(Workshop& workshop, const PinScope& scope, const QString& id)
{
    const auto request = workshop.pins.find(scope, id);
    if (!request)
        return failure(request.error(), envelope);
    return *request ? json(toJson(**request, Origins::Shown)) : unknownRequest();
}

HttpResponse removePin(Workshop& workshop, const PinScope& scope, const QString& id)
{
    const auto removed = workshop.pins.remove(scope, id);
    if (!removed)
        return failure(removed.error(), envelope);
    return *removed ? json(QJsonObject(), 202) : unknownRequest();
}

/// A number of a query: none if it was not given, an error if it is not from 1 to @p most.
Result<std::optional<qint64>> numberAt(const HttpRequest& request, const QByteArray& name,
                                       qint64 most)
{
    const auto text = request.parameter(name);
    if (!text)
        return std::nullopt;
    const auto number = leadingInteger(*text);
    if (!number || *number < 1 || *number > most)
        return fail(Error::Kind::Invalid,
                    u"%1 is not a number from 1 to %2."_s.arg(QString::fromLatin1(name)).arg(most));
    return number;
}

HttpResponse listAccountPins(Workshop& workshop, const PinScope& scope, const HttpRequest& request)
{
    auto filter = pinFilterFrom(request);
    if (!filter)
        return failure(filter.error(), envelope);
    const auto size = numberAt(request, "size", 1'000);
    if (!size)
        return failure(size.error());
    const auto page = numberAt(request, "page", std::numeric_limits<int>::max());
    if (!page)
        return failure(page.error());
    filter->limit = size->value_or(filter->limit);
    filter->offset = (page->value_or(1) - 1) * filter->limit;
    const auto found = workshop.pins.list(scope, *filter);
    if (!found)
        return failure(found.error());
    if (filter->offset > found->total)
        return failure(416, u"ERROR_RANGE_NOT_SATISFIABLE"_s, u"There is no such page."_s);

    HttpResponse response = pinList(*found);
    auto& headers = response.headers;
    headers.emplace_back(routes::countHeader, QByteArray::number(found->total));
    if (*size)
        headers.emplace_back(routes::sizeHeader, QByteArray::number(**size));
    if (*page) {
        headers.emplace_back(routes::pageHeader, QByteArray::number(**page));
        headers.emplace_back("Link", pageLinks(request.path, **page, filter->limit, found->total));
    } else if (*size && qint64(found->requests.size()) == **size) {
        const QString last = wire::timestampText(found->requests.back().created);
        headers.emplace_back("Link", nextLink(request.path, **size, last));
    }
    return response;
}

} // namespace

std::vector<Route> pinRoutes(Workshop& workshop)
{
    using enum Rule::Access;
    using Gate = Rule::Gate;
    using Restriction = Rule::Restriction;
    const auto rule = [](Gate gate, Restriction restriction) {
        return Rule{.access = LoginOrToken,
                    .gate = gate,
                    .restriction = restriction,
                    .pinning = Rule::Pinning::Needed,
                    .scope = Scope::Pin};
    };
    // Both kinds of handlers for /pins, once it is known whose requests are meant.
    const auto ask = [&workshop](HttpResponse (*answer)(Workshop&, const PinScope&, const Call&)) {
        return [&workshop, answer](Call call) {
            const auto scope = tokenScope(call);
            if (!scope)
                return refusing(failure(scope.error(), envelope));
            return answering([&workshop, answer, scope = *scope, call = std::move(call)] {
                return answer(workshop, scope, call);
            });
        };
    };
    const auto tell = [&workshop](const Call& call) {
        const auto scope = tokenScope(call);
        if (!scope)
            return refusing(failure(scope.error(), envelope));
        return receivingJson(
            [&workshop, scope = *scope,
             id = QString::fromLatin1(call.argument)](const QJsonObject& body) {
                return id.isEmpty() ? createPin(workshop, scope, body)
                                    : replacePin(workshop, scope, id, body);
            },
            envelope);
    };
    const auto forUser = [](const Call& call) { return PinScope{call.caller.user, {}}; };
    return {
        {"POST", "/pins", rule(Gate::Write, Restriction::Account), tell},
        {"POST", "/pins/:requestid", rule(Gate::Write, Restriction::Account), tell},
        {"GET", "/pins", rule(Gate::Read, Restriction::None),
         ask([](Workshop& w, const PinScope& scope, const Call& call) {
             return listPins(w, scope, call.request);
         })},
        {"GET", "/pins/:requestid", rule(Gate::Read, Restriction::None),
         ask([](Workshop& w, const PinScope& scope, const Call& call) {
             return onePin(w, scope, QString::fromLatin1(call.argument));
         })},
        {"DELETE", "/pins/:requestid", rule(Gate::Write, Restriction::Delete),
         ask([](Workshop& w, const PinScope& scope, const Call& call) {
             return removePin(w, scope, QString::fromLatin1(call.argument));
         })},
        {"GET", "/user/pins", rule(Gate::Read, Restriction::None),
         [&workshop, forUser](Call call) {
             return answering([&workshop, forUser, call = std::move(call)] {
                 return listAccountPins(workshop, forUser(call), call.request);
             });
         }},
        {"DELETE",
         "/user/pins/:requestid",
         {.access = Login,
          .gate = Gate::Write,
          .restriction = Restriction::Delete,
          .scope = Scope::Pin},
         [&workshop, forUser](Call call) {
             return answering([&workshop, forUser, call = std::move(call)] {
                 return removePin(workshop, forUser(call), QString::fromLatin1(call.argument));
             });
         }},
    };
}

} // namespace cairn::local
