// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/result.h"
#include "core/storage/database.h"

#include <QStringList>

#include <vector>

namespace cairn::local {

/// Somebody with an account here.
struct User
{
    qint64 id = 0;
    QString issuer;
    QString name;
    Timestamp created;
    bool operator==(const User&) const = default;
};

/// What is said about a user besides (contract §3.1).
struct UserTags
{
    bool accountRestricted = false;
    bool deleteRestricted = false;
    bool pinningAllowed = false;
    std::optional<qint64> storageLimit{}; ///< Bytes.
    bool operator==(const UserTags&) const = default;
};

/// The users in the catalog and their logins, of which only hashes are kept. Any thread.
/// Errors: Storage, DiskFull, and what each function says.
class Users
{
public:
    Users(Database& database, const Clock& clock);

    /// The user of this computer, made at the first start.
    [[nodiscard]] Result<User> owner();
    /// A further user and the login token that is shown once. Errors: Invalid, Conflict.
    [[nodiscard]] Result<Secret> add(const QString& name);
    [[nodiscard]] Result<std::vector<User>> list();
    [[nodiscard]] Result<std::optional<User>> find(qint64 id);
    [[nodiscard]] Result<std::optional<User>> named(const QString& name);
    /// Whose login this is, if anybody's.
    [[nodiscard]] Result<std::optional<qint64>> byLogin(const QByteArray& hash);

    [[nodiscard]] Result<UserTags> tags(qint64 user);
    [[nodiscard]] Done setTags(qint64 user, const UserTags& tags);
    /// One by its name on the wire, which answers what the user proposed for it; an empty value
    /// takes it away. Errors: Invalid for an unknown one or a value it cannot have.
    [[nodiscard]] Done setTag(qint64 user, const QString& tag, const QString& value);

    /// What a user asks to have (contract §6.16). Errors: Invalid, Conflict while one waits.
    [[nodiscard]] Done propose(qint64 user, const QString& tag, const QString& value,
                               const QString& form);
    [[nodiscard]] Result<QStringList> proposals(qint64 user);

private:
    [[nodiscard]] Result<User> insert(const QString& name);

    Database& m_database;
    const Clock& m_clock;
};

} // namespace cairn::local
