// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/store/carcontents.h"

#include <QString>

#include <vector>

namespace cairn::local {

/// What a file that is named as a CAR holds. Damage is told here, as a value.
struct CarFileContents
{
    bool whole = false; ///< The bytes hash to the name.
    /// Which rule for a CAR (contract §7) the bytes break; empty for what an upload would be
    /// accepted with. A whole CAR may break one: what was fetched for a pin need not have the root.
    QString refusal;
    /// Of the header; none if that cannot be read. In a damaged file they may be others than they
    /// were: no hash covers them but that of the file.
    std::vector<content::Cid> roots;
    /// As Ingest makes them for a whole CAR. For a damaged one: the blocks that verify, with their
    /// places; the links of these blocks that lead to none of them, and the root if it is not among
    /// them. carCid is the name, size the bytes of the file.
    CarContents contents;
    /// What is left of blocks whose frames can be read and whose bytes are others. Only of a
    /// damaged file; a block that is lost with its frame is not among them.
    BlockTable damagedBlocks;
};

/// Reads all of the file @p path, which is named by @p name, and checks every hash in it; once if
/// nothing is wrong, else twice. Holds 8 MiB at most besides the tables of blocks. Any thread.
///
/// Errors are about the file, never about its bytes: NotFound if nothing has this path (whether the
/// folder is there the caller finds out), Storage with the system's words for everything else that
/// keeps it from being read. After an error nothing is known of the bytes.
[[nodiscard]] Result<CarFileContents> readCarFile(const QString& path, const content::Cid& name);

} // namespace cairn::local
