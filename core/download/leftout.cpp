// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/leftout.h"

#include "core/content/unixfs/dagreader.h"
#include "core/download/sourcefault.h"

namespace cairn {

std::optional<LeftOut::Reason> lastingReason(const Error& error)
{
    if (error.code == content::dagContradicts)
        return LeftOut::Reason::Contradicts;
    if (error.code == content::dagNotUnixFs)
        return LeftOut::Reason::NotAFile;
    if (error.code == content::dagTooDeep)
        return LeftOut::Reason::TooDeep;
    if (error.code == fault::hashUnknown)
        return LeftOut::Reason::HashUnknown;
    return std::nullopt;
}

} // namespace cairn
