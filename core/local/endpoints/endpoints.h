// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/endpoints/router.h"
#include "core/local/http/workers.h"
#include "core/local/pins/pinrequests.h"
#include "core/local/store/uploadcommitter.h"

namespace cairn::local {

/// The objects that handlers use. Owned by the service; they outlive the router.
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
    std::function<void()> wakePinFetcher; ///< To be called when a pin request waits for blocks.
    QString mode;
    /// Of users without a tag for it; none: no limit is enforced.
    std::optional<qint64> storageLimit;
    Workers& helpers; ///< For parts of a request's work that can be done side by side.
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
