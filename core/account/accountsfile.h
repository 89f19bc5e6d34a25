// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountrecord.h"
#include "core/base/result.h"

#include <QStringList>

#include <vector>

namespace cairn {

/// The accounts of this user on disk: one small JSON file, no secrets. Several programs may share
/// it; each change reads, changes and replaces the file under a lock. Main thread: the file has a
/// few hundred bytes. Errors: Storage (also of a newer version: ACCOUNTS_NEWER), DiskFull, Conflict
/// (another program holds the lock), Corrupt. What is no list of this version is not overwritten.
class AccountsFile
{
public:
    explicit AccountsFile(QString file);

    [[nodiscard]] Result<std::vector<AccountRecord>> load() const;
    [[nodiscard]] Done put(const AccountRecord& record); ///< Adds, or replaces the one with its id.
    /// Removes the account; in the same writing the keys that it has in the vault, and @p keysLeft,
    /// join those whose secrets are still to be forgotten.
    [[nodiscard]] Done remove(const AccountId& id, const QStringList& keysLeft = {});

    /// Keys that went to the vault, those of *This computer* included; remembered until they are
    /// forgotten. An earlier version of this program knows neither these keys nor keysLeft(), and
    /// leaves them out when it writes the file.
    [[nodiscard]] Result<QStringList> keysStored(const QString& prefix) const;
    [[nodiscard]] Result<bool> noteStored(const QString& key); ///< Whether it was not noted before.

    /// Keys in the vault of accounts that are removed.
    [[nodiscard]] Result<QStringList> keysLeft() const;
    /// Keys that were stored for accounts that are not in the file are left of them from now on.
    [[nodiscard]] Done leaveUnowned();
    /// These are no longer in the vault.
    [[nodiscard]] Done forgotten(const QStringList& keys);

private:
    struct Contents
    {
        std::vector<AccountRecord> accounts;
        QStringList keysStored;
        QStringList keysLeft;
        bool operator==(const Contents&) const = default;
    };
    [[nodiscard]] Result<Contents> read() const;
    template<typename Change> Done change(Change change);

    QString m_file;
};

} // namespace cairn
