// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountrecord.h"
#include "core/base/result.h"

#include <vector>

namespace cairn {

/// The accounts of this user on disk: one small JSON file, no secrets. Several programs may share
/// it; each change reads, changes and replaces the file under a lock. Main thread: the file has a
/// few hundred bytes. Errors: Storage, DiskFull, Conflict (another program holds the lock), Corrupt
/// (not a list of this version of the format; it is not overwritten).
class AccountsFile
{
public:
    explicit AccountsFile(QString file);

    [[nodiscard]] Result<std::vector<AccountRecord>> load() const;
    [[nodiscard]] Done put(const AccountRecord& record); ///< Adds, or replaces the one with its id.
    [[nodiscard]] Done remove(const AccountId& id);

private:
    template<typename Change> Done change(Change change);

    QString m_file;
};

} // namespace cairn
