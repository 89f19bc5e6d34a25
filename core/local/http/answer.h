// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/traffic.h"

namespace cairn::local {

/// Queues @p response on a connection whose request may be answered now; its stream is read where
/// @p work says. False: the connection is to be closed.
bool send(Traffic& traffic, MHD_Connection* connection, Work work, HttpResponse response);

} // namespace cairn::local
