// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/blockorigin.h"

namespace cairn {
using namespace Qt::StringLiterals;

QString BlockOrigin::name() const
{
    return url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

bool BlockOrigin::isHere() const
{
    const QString host = url.host();
    return host == "localhost"_L1 || host == "::1"_L1 || host.startsWith("127."_L1);
}

} // namespace cairn
