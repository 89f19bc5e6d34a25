// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/result.h"
#include "core/local/records/journal.h"
#include "core/storage/database.h"

#include <QStringList>

#include <vector>

namespace cairn::local {

/// A user of this service.
struct User
{
    qint64 id = 0;
    QString issuer;
    QString name;
    Timestamp created;
    bool operator==(const User&) const = default;
};

/// The tags of a user (contract §3.1).
struct UserTags
{
    bool accountRestricted = false;
    bool deleteRestricted = false;
    bool pinningAllowed = false;
    std::optional<qint64> storageLimit{}; ///< Bytes.
    bool operator==(const UserTags&) const = default;
};

/// The users in the catalog, and the hashes of their logins. Any thread. Errors: Storage, DiskFull,
/// and what each function says.
class Users
{
public:
    Users(Database& database, Journal& journal, const Clock& clock);

    /// The user "This computer"; made at the first start.
    [[nodiscard]] Result<User> owner();
    /// Adds a user and returns its login token, which is shown once. Errors: Invalid, Conflict.
    [[nodiscard]] Result<Secret> add(const QString& name);
    [[nodiscard]] Result<std::vector<User>> list();
    [[nodiscard]] Result<std::optional<User>> find(qint64 id);
    [[nodiscard]] Result<std::optional<User>> named(const QString& name);
    /// The user whose login has this hash, if there is one.
    [[nodiscard]] Result<std::optional<qint64>> byLogin(const QByteArray& hash);

    [[nodiscard]] Result<UserTags> tags(qint64 user);
    /// Sets one tag by its name on the wire, and removes the user's proposal for it; an empty value
    /// removes the tag. Errors: Invalid for an unknown tag or a value that it cannot have.
    [[nodiscard]] Done setTag(qint64 user, const QString& tag, const QString& value);

    /// Stores a tag that a user asks for (contract §6.16). Errors: Invalid; Conflict while an
    /// earlier proposal waits.
    [[nodiscard]] Done propose(qint64 user, const QString& tag, const QString& value,
                               const QString& form);
    [[nodiscard]] Result<QStringList> proposals(qint64 user);

    /// All that records say of a user.
    [[nodiscard]] static Result<UserRecord> record(Database& catalog, qint64 user);
    /// Within a transaction: the user is as the record has it.
    [[nodiscard]] static Done apply(Database& catalog, const UserRecord& user);

private:
    [[nodiscard]] Result<User> insert(const QString& name);
    [[nodiscard]] Done note(qint64 user, ChangeNotes& notes);

    Database& m_database;
    Journal& m_journal;
    const Clock& m_clock;
};

} // namespace cairn::local
