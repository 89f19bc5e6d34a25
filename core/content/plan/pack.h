// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/plan/plan.h"
#include "core/content/unixfs/profile.h"

#include <QStringList>

#include <atomic>
#include <functional>

namespace cairn::content {

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
    QString spoolFolder{}; ///< for what does not fit memory; the system's temporary folder if empty
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

/// Reads and hashes the sources once and remembers what every block is made of. Blocks the calling
/// thread, hashes on others. Errors: Cancelled, Empty, Invalid (a name, or nothing that can be a
/// root), Conflict (two inputs of one name), FileUnreadable and SourceChanged (subject: the path),
/// DiskFull, Storage.
[[nodiscard]] Result<Plan> makePlan(const PackRequest& request, const OnPackProgress& progress = {},
                                    const CancelFlag* cancelled = nullptr);

/// What `pack` says of an input.
struct Packed
{
    Cid root;
    PackTotals totals;
    std::vector<Problem> problems; ///< at most the first hundred of a kind
    qint64 carBytes = 0; ///< of the CAR written; 0 if none was
};

/// Computes the root and keeps nothing: no plan, no parts, no spooled blocks.
[[nodiscard]] Result<Packed> hashOnly(const PackRequest& request,
                                      const OnPackProgress& progress = {},
                                      const CancelFlag* cancelled = nullptr);

/// Writes the whole DAG as one CAR while reading the input once: children before parents, repeats
/// repeated, the root last, the header patched at the end. @p carPath appears complete or not at
/// all, and is itself left out of what is packed.
[[nodiscard]] Result<Packed> packToFile(const PackRequest& request, const QString& carPath,
                                        const OnPackProgress& progress = {},
                                        const CancelFlag* cancelled = nullptr);

} // namespace cairn::content
