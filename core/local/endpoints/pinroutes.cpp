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

HttpResponse accepted(ServiceContext& context, const PinRequest& request)
{
    if (request.status != "pinned"_L1)
        context.wakePinFetcher();
    return json(toJson(request, Origins::Shown), 202);
}

HttpResponse createPin(ServiceContext& context, const PinScope& scope, const QJsonObject& body)
{
    const auto spec = pinSpecFrom(body);
    if (!spec)
        return failure(spec.error(), envelope);
    const auto request = context.pins.create(scope, *spec);
    return request ? accepted(context, *request) : failure(request.error(), envelope);
}

HttpResponse replacePin(ServiceContext& context, const PinScope& scope, const QString& id,
                        const QJsonObject& body)
{
    const auto spec = pinSpecFrom(body);
    if (!spec)
        return failure(spec.error(), envelope);
    const auto request = context.pins.replace(scope, id, *spec);
    if (!request)
        return failure(request.error(), envelope);
    return *request ? accepted(context, **request) : unknownRequest();
}

HttpResponse pinList(const PinPage& page)
{
    QJsonArray results;
    for (const PinRequest& request : page.requests)
        results.append(toJson(request, Origins::LeftOut));
    return json(QJsonObject{{u"count"_s, page.total}, {u"results"_s, results}});
}

HttpResponse listPins(ServiceContext& context, const PinScope& scope, const HttpRequest& request)
{
    auto filter = pinFilterFrom(request);
    if (!filter)
        return failure(filter.error(), envelope);
    const auto limit = pinLimitFrom(request);
    if (!limit)
        return failure(limit.error(), envelope);
    filter->limit = *limit;
    const auto page = context.pins.list(scope, *filter);
    return page ? pinList(*page) : failure(page.error(), envelope);
}

HttpResponse onePin(ServiceContext& context, const PinScope& scope, const QString& id)
{
    const auto request = context.pins.find(scope, id);
    if (!request)
        return failure(request.error(), envelope);
    return *request ? json(toJson(**request, Origins::Shown)) : unknownRequest();
}

HttpResponse removePin(ServiceContext& context, const PinScope& scope, const QString& id)
{
    const auto removed = context.pins.remove(scope, id);
    if (!removed)
        return failure(removed.error(), envelope);
    return *removed ? json(QJsonObject(), 202) : unknownRequest();
}

/// A number of a query: none if it was not given, an error if it is not from 1 to @p most.
Result<std::optional<qint64>> numberAt(const HttpRequest& request, const QByteArray& name,
                                       qint64 maximum)
{
    const auto text = request.parameter(name);
    if (!text)
        return std::nullopt;
    const auto number = leadingInteger(*text);
    if (!number || *number < 1 || *number > maximum)
        return fail(
            Error::Kind::Invalid,
            u"%1 is not a number from 1 to %2."_s.arg(QString::fromLatin1(name)).arg(maximum));
    return number;
}

HttpResponse listAccountPins(ServiceContext& context, const PinScope& scope,
                             const HttpRequest& request)
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
    const auto found = context.pins.list(scope, *filter);
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

std::vector<Route> pinRoutes(ServiceContext& context)
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
    Rule statusRule = rule(Gate::Read, Restriction::None);
    statusRule.kind = Throttle::Kind::PinStatus;
    // Both kinds of handlers for /pins, once it is known whose requests are meant.
    const auto ask
        = [&context](HttpResponse (*answer)(ServiceContext&, const PinScope&, const Call&)) {
              return [&context, answer](Call call) {
                  const auto scope = tokenScope(call);
                  if (!scope)
                      return refusing(failure(scope.error(), envelope));
                  return answering([&context, answer, scope = *scope, call = std::move(call)] {
                      return answer(context, scope, call);
                  });
              };
          };
    const auto tell = [&context](const Call& call) {
        const auto scope = tokenScope(call);
        if (!scope)
            return refusing(failure(scope.error(), envelope));
        return receivingJson(
            [&context, scope = *scope,
             id = QString::fromLatin1(call.argument)](const QJsonObject& body) {
                return id.isEmpty() ? createPin(context, scope, body)
                                    : replacePin(context, scope, id, body);
            },
            envelope);
    };
    const auto forUser = [](const Call& call) { return PinScope{call.caller.user, {}}; };
    return {
        {"POST", "/pins", rule(Gate::Write, Restriction::Account), tell},
        {"POST", "/pins/:requestid", rule(Gate::Write, Restriction::Account), tell},
        {"GET", "/pins", rule(Gate::Read, Restriction::None),
         ask([](ServiceContext& w, const PinScope& scope, const Call& call) {
             return listPins(w, scope, call.request);
         })},
        {"GET", "/pins/:requestid", statusRule,
         ask([](ServiceContext& w, const PinScope& scope, const Call& call) {
             return onePin(w, scope, QString::fromLatin1(call.argument));
         })},
        {"DELETE", "/pins/:requestid", rule(Gate::Write, Restriction::Delete),
         ask([](ServiceContext& w, const PinScope& scope, const Call& call) {
             return removePin(w, scope, QString::fromLatin1(call.argument));
         })},
        {"GET", "/user/pins", rule(Gate::Read, Restriction::None),
         [&context, forUser](Call call) {
             return answering([&context, forUser, call = std::move(call)] {
                 return listAccountPins(context, forUser(call), call.request);
             });
         }},
        {"DELETE",
         "/user/pins/:requestid",
         {.access = Login,
          .gate = Gate::Write,
          .restriction = Restriction::Delete,
          .scope = Scope::Pin},
         [&context, forUser](Call call) {
             return answering([&context, forUser, call = std::move(call)] {
                 return removePin(context, forUser(call), QString::fromLatin1(call.argument));
             });
         }},
    };
}

} // namespace cairn::local
