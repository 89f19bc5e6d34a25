// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"
#include "core/local/endpoints/endpoints.h"
#include "core/local/store/carstate.h"
#include "core/storage/statement.h"

#include <QFile>

#include <tuple>

/// The linker keeps of a static library what somebody names; the name is a global one.
static void loadDescription()
{
    Q_INIT_RESOURCE(cairn_openapi);
}

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr char landingPage[] = "<!DOCTYPE html>\n<html lang=\"en\"><title>Cairn</title>\n"
                               "<p>A Cairn service that speaks the Web3.Storage HTTP API.</p>\n"
                               "</html>\n";

/// Prometheus text: what there is, no names.
HttpResponse metrics(ServiceContext& context)
{
    QByteArray text;
    for (const auto& [name, help, sql] :
         {std::tuple("cairn_users"_L1, "Accounts."_L1, u"SELECT count(*) FROM user"_s),
          std::tuple("cairn_uploads"_L1, "Uploads that are listed."_L1,
                     u"SELECT coalesce(sum(uploads), 0) FROM user"_s),
          std::tuple("cairn_tokens"_L1, "API tokens in use."_L1,
                     u"SELECT count(*) FROM token WHERE deleted IS NULL"_s),
          std::tuple("cairn_pin_requests"_L1, "Pin requests."_L1,
                     u"SELECT count(*) FROM pin_request WHERE deleted IS NULL"_s),
          std::tuple("cairn_cars"_L1, "CARs in the store."_L1,
                     u"SELECT count(*) FROM car WHERE state < %1"_s.arg(firstUnlisted)),
          std::tuple(
              "cairn_stored_bytes"_L1, "Bytes of all CARs."_L1,
              u"SELECT coalesce(sum(size), 0) FROM car WHERE state < %1"_s.arg(firstUnlisted))}) {
        const auto value = Statement(context.database, sql).first([](Statement& row) {
            return row.read<qint64>(0);
        });
        if (!value)
            return failure(value.error());
        text += u"# HELP %1 %2\n# TYPE %1 gauge\n%1 %3\n"_s.arg(name, help)
                    .arg(value->value_or(0))
                    .toUtf8();
    }
    return {
        200,
        {{"Content-Type", "text/plain; version=0.0.4"}, {"Cache-Control", "public, max-age=600"}},
        text,
        {}};
}

} // namespace

std::vector<Route> serviceRoutes(ServiceContext& context)
{
    return {
        {"GET",
         "/",
         {},
         [](const Call&) {
             return refusing({200, {{"Content-Type", "text/html;charset=UTF-8"}}, landingPage, {}});
         }},
        {"GET",
         "/version",
         {},
         [&context](const Call&) {
             return refusing(json(wire::toJson(
                 ServiceVersion{QStringLiteral(CAIRN_VERSION), {}, {}, context.mode})));
         }},
        {"GET",
         "/metrics",
         {},
         [&context](const Call&) { return answering([&context] { return metrics(context); }); }},
        {"GET",
         "/openapi.json",
         {},
         [](const Call&) {
             loadDescription();
             QFile file(u":/cairn/openapi.json"_s);
             if (!file.open(QIODevice::ReadOnly))
                 return refusing(notFound());
             return refusing({200, {{"Content-Type", routes::jsonType}}, file.readAll(), {}});
         }},
        // Fails on purpose, for whoever tests how failures are watched (contract §1).
        {"GET",
         "/error",
         {},
         [](const Call&) {
             return refusing(failure(500, u"HTTP_ERROR"_s, u"This address fails on purpose."_s));
         }},
    };
}

} // namespace cairn::local
