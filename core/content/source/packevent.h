// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/secrets/secrets.h"
#include "core/content/source/blockref.h"
#include "core/content/source/sourcefile.h"

#include <memory>
#include <optional>

namespace cairn::content {

/// A step of the walk over the sources. The walk is far ahead of the building: what the builder
/// must know travels with the bytes through the pipeline, in order.
struct PackEvent
{
    enum Kind : quint8 { EnterDirectory, LeaveDirectory, Leaf, Symlink };

    Kind kind = Leaf;
    bool isFirst = false; ///< leaf of its file
    bool isLast = false;
    bool mayHoldSecret = false; ///< the leaf is a whole file and worth a look inside
    Follow follow = Follow::Nothing;
    std::optional<SecretKind> secret{}; ///< of the file, in its first leaf
    QByteArray name{}; ///< of the folder, link, or the file (in its first leaf)
    QByteArray path{}; ///< of the file, or of a folder that may be dropped
    QByteArray target{}; ///< of the symlink
    std::shared_ptr<SourceFile> file{}; ///< one opened before, for files of several leaves
    FileIdentity identity{}; ///< as the walk saw the file
    qsizetype at = 0; ///< where in the batch the file bytes are to go
    qsizetype length = 0;
    BlockRef ref{}; ///< filled in by hashing
    char* block = nullptr;
};

} // namespace cairn::content
