// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/unixfs/dagreader.h"

namespace cairn::local {

/// Whether a page has a link to the folder around. A root has none: what is above it is not
/// content.
enum class WayUp { None, Linked };

/// A folder as an HTML page for browsers; names are escaped. The page of a very large folder is cut
/// short and says so. @p title is the path shown; links are relative, so the page must be asked for
/// with a '/' at the end. Errors: the reader's.
[[nodiscard]] Result<QByteArray> listingPage(content::DagReader& reader,
                                             const content::Cid& directory, const QString& title,
                                             WayUp wayUp);

/// A dag-cbor or dag-json block as an HTML page, which says what it is and links to its bytes.
[[nodiscard]] QByteArray dataPage(const content::Cid& block, const QString& title);

} // namespace cairn::local
