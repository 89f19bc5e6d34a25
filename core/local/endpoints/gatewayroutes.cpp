// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/endpoints/endpoints.h"
#include "core/local/gateway/gateway.h"

namespace cairn::local {

std::vector<Route> gatewayRoutes(ServiceContext& context)
{
    const auto serve = [&context](Call call) {
        return answering([&context, call = std::move(call)] {
            return serveContent({context.database, context.cars}, call.argument, call.request);
        });
    };
    return {{"GET", "/ipfs/*", {}, serve}, {"HEAD", "/ipfs/*", {}, serve}};
}

} // namespace cairn::local
