// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire.h"
#include "core/local/endpoints.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr char landingPage[] = "<!DOCTYPE html>\n<html lang=\"en\"><title>Cairn</title>\n"
                               "<p>A Cairn service that speaks the Web3.Storage HTTP API.</p>\n"
                               "</html>\n";

} // namespace

std::vector<Route> serviceRoutes(Workshop& workshop)
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
         [&workshop](const Call&) {
             return refusing(json(wire::toJson(
                 ServiceVersion{QStringLiteral(CAIRN_VERSION), {}, {}, workshop.mode})));
         }},
    };
}

} // namespace cairn::local
