// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/httpmessage.h"
#include "core/local/store/blockstore.h"

namespace cairn::local {

/// Answers a request for content by its CID (contract §16.2): the path gateway of
/// specs.ipfs.tech/http-gateways/path-gateway, with the forms that verifying clients need
/// (…/trustless-gateway). @p rest is what stands behind "/ipfs/".
HttpResponse serveContent(BlockStore blocks, const QByteArray& rest, const HttpRequest& request);

} // namespace cairn::local
