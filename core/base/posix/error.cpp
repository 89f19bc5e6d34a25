// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/error.h"

#include <cerrno>

namespace cairn::posix {

QString text(const std::error_code& reason)
{
    return QString::fromStdString(reason.message());
}

bool isDiskFull(const std::error_code& reason)
{
    // The standard's list has no name for a used-up quota.
    return reason == std::errc::no_space_on_device
        || reason == std::error_code(EDQUOT, std::generic_category());
}

tl::unexpected<Error> failure(const std::error_code& reason, const QString& subject)
{
    return fail(isDiskFull(reason) ? Error::Kind::DiskFull : Error::Kind::Storage, text(reason),
                subject);
}

} // namespace cairn::posix
