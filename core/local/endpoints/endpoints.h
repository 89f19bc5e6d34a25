// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/store/uploadcommitter.h"
#include "core/local/pins/pinrequests.h"
#include "core/local/endpoints/router.h"

namespace cairn::local {

/// What the endpoints work with. Each is owned by the service and outlives the router.
struct ServiceContext
{
    const Clock& clock;
    Database& database;
    Users& users;
    IssuedTokens& tokens;
    Uploads& uploads;
    const CarStore& cars;
    UploadCommitter& committer;
    PinRequests& pins;
    std::function<void()> wakePinFetcher; ///< A pin request waits for its blocks.
    QString mode;
    /// Of accounts without a tag that says otherwise; none: no limit is enforced.
    std::optional<qint64> storageLimit;
    QString scratch; ///< A folder for files of requests under way.
};

// The endpoints by family (contract §6): each a list of routes for the router.
std::vector<Route> serviceRoutes(ServiceContext& context); ///< /, /version, /metrics …
std::vector<Route> accountRoutes(ServiceContext& context); ///< /user/tokens, /user/account …
std::vector<Route> uploadRoutes(ServiceContext& context); ///< POST /car, /upload, /user/uploads
std::vector<Route> contentRoutes(ServiceContext& context); ///< GET /car, /status
std::vector<Route> pinRoutes(ServiceContext& context); ///< /pins, /user/pins
std::vector<Route> gatewayRoutes(ServiceContext& context); ///< /ipfs

} // namespace cairn::local
