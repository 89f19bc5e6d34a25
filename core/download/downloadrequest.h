// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/content/cid/cidstring.h"

#include <QString>

namespace cairn {

/// What to fetch and where to put it: a file or folder, every block checked against its CID.
struct DownloadRequest
{
    content::CidString cid{};
    QString path{}; ///< Inside it, as "folder/file"; empty: all of it.
    QString target{}; ///< The file or folder to be written; absolute. It must not exist.
    QString name{}; ///< Shown in the list; empty: the target's.

    bool operator==(const DownloadRequest&) const = default;
};

/// A source that a download asks no more, and why.
struct DroppedSource
{
    QString source; ///< Its host, as a person knows it.
    Error error; ///< The subject is the block's CID where there is one.

    bool operator==(const DroppedSource&) const = default;
};

} // namespace cairn
