// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/blockorigin.h"

#include "core/api/http/loopback.h"

namespace cairn {
using namespace Qt::StringLiterals;

QString BlockOrigin::name() const
{
    return url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

bool BlockOrigin::isHere() const
{
    return isLoopback(url);
}

} // namespace cairn
