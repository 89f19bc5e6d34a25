// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/unixfs/dagreader.h"

namespace cairn::local {

/// A folder as an HTML page for browsers; names are escaped. The page of a very large folder is cut
/// short and says so. @p title is the path shown; links are relative, so the page must be asked for
/// with a '/' at the end. Errors: the reader's.
[[nodiscard]] Result<QByteArray> listingPage(content::DagReader& reader,
                                             const content::Cid& directory, const QString& title);

} // namespace cairn::local
