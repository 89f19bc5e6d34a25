// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/secrets/secrets.h"
#include "core/content/unixfs/profile.h"

#include <QStringList>

#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <vector>

namespace cairn::content {

// What packing is asked for, and what it says of the sources besides their blocks. Values.

enum class Wrap { Default, Yes, No };
enum class Hidden { Skip, Include };
enum class Unreadable { Fails, IsLeftOut }; ///< also names that no folder can hold
enum class Secrets { AreNotLookedFor, AreNamed };

inline constexpr qint64 defaultPartTarget = 52428800; ///< the JavaScript client's (contract §9)

/// A file that is to appear under a name of its own, as a multipart upload gives them.
struct NamedFile
{
    QString path; ///< where its bytes are
    QString name; ///< `dir/file`; empty and `.` components are dropped
};

struct PackRequest
{
    QStringList paths; ///< files and folders, named by their last component
    std::vector<NamedFile> files{}; ///< besides or instead of paths; a later one replaces its equal
    Profile profile = profiles().front();
    Wrap wrap = Wrap::Default;
    Hidden hidden = Hidden::Skip;
    Unreadable unreadable = Unreadable::Fails;
    Secrets secrets = Secrets::AreNotLookedFor;
    qint64 partTarget = defaultPartTarget; ///< block bytes, not framing (contract §12.2)
    QString
        scratchFolder{}; ///< for what does not fit memory; the system's temporary folder if empty
    QStringList exclude{}; ///< wildcards, as ExcludePatterns has them; what they match is a problem
    QStringList except{}; ///< files not to be packed wherever they are met; each is a problem
};

/// Called on the packing thread, a few times a second at most per megabyte read.
struct PackProgress
{
    qint64 bytesHashed = 0;
    qint64 filesSeen = 0;
};
using OnPackProgress = std::function<void(const PackProgress&)>;
using CancelFlag = std::atomic_bool;

/// Something about the sources that a person may want to know, though packing went on.
struct Problem
{
    enum class Kind {
        SymlinkSkipped,
        EmptyDirectoryDropped,
        LeftOut, ///< by the request or the profile
        HiddenSkipped, ///< with all that is in it
        UnreadableLeftOut, ///< only if PackRequest::unreadable allows it; so the next
        NameLeftOut, ///< a name that no folder can hold (contract §11.6)
        LikelySecret, ///< packed all the same; only if PackRequest::secrets asks for it
        /// A symbolic link that leads out of the folder it is in: followed or kept, as asked.
        LinkLeavesFolder,
        /// Packed all the same; some systems can have no file of that name, or only one of two that
        /// differ in case.
        NameNotPortable,
    };
    static constexpr std::size_t kinds = 9;

    Kind kind = Kind::SymlinkSkipped;
    QString path;
    std::optional<SecretKind> secret{}; ///< of a LikelySecret

    /// Something that is in no block.
    bool isMissing() const
    {
        return kind != Kind::LikelySecret && kind != Kind::LinkLeavesFolder
            && kind != Kind::NameNotPortable;
    }
};

struct PackTotals
{
    qint64 files = 0; ///< regular files and kept symlinks
    qint64 bytes = 0; ///< of their contents
    qint64 blocks = 0; ///< repeats counted each time
    qint64 dagSize = 0; ///< cumulative size of the root (contract §7.4)
    qint64 problems = 0;
    std::array<qint64, Problem::kinds> problemsOf{}; ///< by kind

    qint64 count(Problem::Kind kind) const { return problemsOf.at(static_cast<std::size_t>(kind)); }
};

} // namespace cairn::content
