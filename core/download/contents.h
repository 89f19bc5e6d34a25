// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/source/sourceverdicts.h"
#include "core/content/unixfs/dagreader.h"
#include "core/download/blockorigin.h"
#include "core/download/downloadrequest.h"

#include <functional>
#include <memory>
#include <vector>

namespace cairn {

/// A look at what a CID holds, before any of it is downloaded.
struct ContentsJob
{
    content::CidString cid;
    QString path; ///< Inside of it: "a/b", or empty.
    std::vector<BlockOrigin> origins; ///< In the order they are asked.
    std::shared_ptr<SourceVerdicts> verdicts; ///< Never null.
    std::function<bool()> isStopping;
};

/// Calls @p onEntry for each entry of the folder, in stored order; names and sizes are claims of
/// the folder. For a file it is not called. Blocks are verified. For a worker thread. Errors: as
/// download().
[[nodiscard]] Result<content::NodeInfo> listContents(const ContentsJob& job,
                                                     const content::DagReader::OnEntry& onEntry);

} // namespace cairn
