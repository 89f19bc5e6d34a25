// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/accounts/users.h"

#include "core/local/accounts/tokensigner.h"
#include "core/storage/statement.h"

#include <QUuid>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

const QString columns = u"SELECT id, issuer, name, created FROM user "_s;

const QStringList switches{u"HasAccountRestriction"_s, u"HasDeleteRestriction"_s, u"HasPsaAccess"_s,
                           u"HasSuperHotAccess"_s};
const QString storageLimit = u"StorageLimitBytes"_s;

bool isTag(const QString& tag)
{
    return tag == storageLimit || switches.contains(tag);
}

/// Whether a tag can have that value.
bool fits(const QString& tag, const QString& value)
{
    if (tag != storageLimit)
        return value.isEmpty() || value == "true"_L1 || value == "false"_L1;
    bool isNumber = false;
    return value.isEmpty() || (value.toLongLong(&isNumber) >= 0 && isNumber);
}

User userFrom(Statement& row)
{
    return {row.read<qint64>(0), row.read<QString>(1), row.read<QString>(2),
            row.read<Timestamp>(3)};
}

} // namespace

Users::Users(Database& database, Journal& journal, const Clock& clock)
    : m_database(database)
    , m_journal(journal)
    , m_clock(clock)
{ }

Result<User> Users::insert(const QString& name)
{
    User user{0, u"did:uuid:"_s + QUuid::createUuid().toString(QUuid::WithoutBraces), name,
              m_clock.now()};
    Statement add(m_database, u"INSERT INTO user (issuer, name, created) VALUES (?, ?, ?)"_s);
    if (const Done done = add.bind(user.issuer, user.name, user.created).run(); !done)
        return fail(done.error());
    user.id = add.lastId();
    return user;
}

Done Users::note(qint64 user, ChangeNotes& notes)
{
    auto record = Users::record(m_database, user);
    if (!record)
        return fail(record.error());
    notes.add(std::move(*record));
    return {};
}

Result<User> Users::owner()
{
    const auto first = [this] {
        return Statement(m_database, columns + u"ORDER BY id LIMIT 1"_s).first(userFrom);
    };
    const auto known = first();
    if (!known)
        return fail(known.error());
    if (*known)
        return **known;
    User owner;
    const Done made = m_journal.commit([&](ChangeNotes& notes) -> Done {
        // Somebody else may have been faster.
        const auto before = first();
        if (!before)
            return fail(before.error());
        if (*before) {
            owner = **before;
            return {};
        }
        const auto user = insert(u"This computer"_s);
        if (!user)
            return fail(user.error());
        owner = *user;
        return note(owner.id, notes);
    });
    if (!made)
        return fail(made.error());
    return owner;
}

Result<Secret> Users::add(const QString& name)
{
    if (name.trimmed().isEmpty())
        return fail(Error::Kind::Invalid, u"a user needs a name"_s, {}, u"USER_NAME_EMPTY"_s);
    const Secret login = newLogin();
    const Done added = m_journal.commit([&](ChangeNotes& notes) -> Done {
        const auto taken = named(name);
        if (!taken)
            return fail(taken.error());
        if (*taken)
            return fail(Error::Kind::Conflict, u"there is a user of that name"_s, name,
                        u"USER_NAME_TAKEN"_s);
        const auto user = insert(name);
        if (!user)
            return fail(user.error());
        Statement remember(m_database,
                           u"INSERT INTO login (hash, user_id, created) VALUES (?, ?, ?)"_s);
        if (const Done done = remember.bind(tokenHash(login), user->id, user->created).run(); !done)
            return done;
        return note(user->id, notes);
    });
    if (!added)
        return fail(added.error());
    return login;
}

Result<std::vector<User>> Users::list()
{
    return Statement(m_database, columns + u"ORDER BY id"_s).all(userFrom);
}

Result<std::optional<User>> Users::find(qint64 id)
{
    return Statement(m_database, columns + u"WHERE id = ?"_s).bind(id).first(userFrom);
}

Result<std::optional<User>> Users::named(const QString& name)
{
    return Statement(m_database, columns + u"WHERE name = ?"_s).bind(name).first(userFrom);
}

Result<std::optional<qint64>> Users::byLogin(const QByteArray& hash)
{
    return Statement(m_database, u"SELECT user_id FROM login WHERE hash = ?"_s)
        .bind(hash)
        .first([](Statement& row) { return row.read<qint64>(0); });
}

Result<UserTags> Users::tags(qint64 user)
{
    UserTags tags;
    Statement rows(m_database, u"SELECT name, value FROM tag WHERE user_id = ?"_s);
    rows.bind(user);
    for (;;) {
        const auto more = rows.next();
        if (!more)
            return fail(more.error());
        if (!*more)
            return tags;
        const auto name = rows.read<QString>(0);
        const auto value = rows.read<QString>(1);
        const bool on = value == "true"_L1;
        if (name == "HasAccountRestriction"_L1)
            tags.accountRestricted = on;
        else if (name == "HasDeleteRestriction"_L1)
            tags.deleteRestricted = on;
        else if (name == "HasPsaAccess"_L1)
            tags.pinningAllowed = on;
        else if (name == "StorageLimitBytes"_L1)
            tags.storageLimit = value.toLongLong();
    }
}

Done Users::setTag(qint64 user, const QString& tag, const QString& value)
{
    if (!isTag(tag))
        return fail(Error::Kind::Invalid, u"there is no such tag"_s, tag, u"TAG_UNKNOWN"_s);
    if (!fits(tag, value))
        return fail(Error::Kind::Invalid, u"not a value for %1"_s.arg(tag), value,
                    u"TAG_VALUE_INVALID"_s);
    return m_journal.commit([&](ChangeNotes& notes) -> Done {
        Statement answered(m_database, u"DELETE FROM proposal WHERE user_id = ? AND tag = ?"_s);
        if (const Done done = answered.bind(user, tag).run(); !done)
            return done;
        Statement change(m_database,
                         value.isEmpty() ? u"DELETE FROM tag WHERE user_id = ? AND name = ?"_s
                                         : u"INSERT OR REPLACE INTO tag (user_id, name, value)"
                                           " VALUES (?, ?, ?)"_s);
        if (value.isEmpty())
            change.bind(user, tag);
        else
            change.bind(user, tag, value);
        if (const Done done = change.run(); !done)
            return done;
        return note(user, notes);
    });
}

Done Users::propose(qint64 user, const QString& tag, const QString& value, const QString& form)
{
    if (!isTag(tag))
        return fail(Error::Kind::Invalid, u"There is no such tag."_s);
    return m_journal.commit([&](ChangeNotes& notes) -> Done {
        Statement add(m_database,
                      u"INSERT OR IGNORE INTO proposal (user_id, tag, value, form, created)"
                      " VALUES (?, ?, ?, ?, ?)"_s);
        if (const Done done = add.bind(user, tag, value, form, m_clock.now()).run(); !done)
            return done;
        if (add.changes() == 0)
            return fail(Error::Kind::Conflict, u"A request for this tag is waiting already."_s);
        return note(user, notes);
    });
}

Result<QStringList> Users::proposals(qint64 user)
{
    const auto tags = Statement(m_database, u"SELECT tag FROM proposal WHERE user_id = ?"_s)
                          .bind(user)
                          .all([](Statement& row) { return row.read<QString>(0); });
    if (!tags)
        return fail(tags.error());
    return QStringList(tags->begin(), tags->end());
}

Result<UserRecord> Users::record(Database& catalog, qint64 user)
{
    const auto known = Statement(catalog, columns + u"WHERE id = ?"_s).bind(user).first(userFrom);
    if (!known)
        return fail(known.error());
    if (!*known)
        return fail(Error::Kind::NotFound, u"there is no such user"_s);
    UserRecord record{.id = user,
                      .issuer = (*known)->issuer,
                      .name = (*known)->name,
                      .created = (*known)->created};
    const auto tags = Statement(catalog, u"SELECT name, value FROM tag WHERE user_id = ?"_s)
                          .bind(user)
                          .all([](Statement& row) {
                              return std::pair(row.read<QString>(0), row.read<QString>(1));
                          });
    if (!tags)
        return fail(tags.error());
    record.tags.insert(tags->begin(), tags->end());
    auto logins = Statement(catalog, u"SELECT hash, created FROM login WHERE user_id = ?"_s)
                      .bind(user)
                      .all([](Statement& row) {
                          return UserRecord::Login{row.read<QByteArray>(0), row.read<Timestamp>(1)};
                      });
    if (!logins)
        return fail(logins.error());
    record.logins = std::move(*logins);
    const auto proposals
        = Statement(catalog, u"SELECT tag, value, form, created FROM proposal WHERE user_id = ?"_s)
              .bind(user)
              .all([](Statement& row) {
                  return std::pair(row.read<QString>(0),
                                   UserRecord::Proposal{row.read<QString>(1), row.read<QString>(2),
                                                        row.read<Timestamp>(3)});
              });
    if (!proposals)
        return fail(proposals.error());
    record.proposals.insert(proposals->begin(), proposals->end());
    return record;
}

Done Users::apply(Database& catalog, const UserRecord& user)
{
    Statement add(catalog,
                  u"INSERT INTO user (id, issuer, name, created) VALUES (?, ?, ?, ?) ON CONFLICT"
                  " (id) DO UPDATE SET issuer = excluded.issuer, name = excluded.name,"
                  " created = excluded.created"_s);
    if (const Done done = add.bind(user.id, user.issuer, user.name, user.created).run(); !done)
        return done;
    for (const auto& table : {u"tag"_s, u"login"_s, u"proposal"_s}) {
        Statement clear(catalog, u"DELETE FROM %1 WHERE user_id = ?"_s.arg(table));
        if (const Done done = clear.bind(user.id).run(); !done)
            return done;
    }
    Statement tag(catalog, u"INSERT INTO tag (user_id, name, value) VALUES (?, ?, ?)"_s);
    for (const auto& [name, value] : user.tags) {
        if (const Done done = tag.bind(user.id, name, value).run(); !done)
            return done;
    }
    Statement login(catalog,
                    u"INSERT OR REPLACE INTO login (hash, user_id, created) VALUES (?, ?, ?)"_s);
    for (const auto& [hash, created] : user.logins) {
        if (const Done done = login.bind(hash, user.id, created).run(); !done)
            return done;
    }
    Statement proposal(catalog,
                       u"INSERT INTO proposal (user_id, tag, value, form, created)"
                       " VALUES (?, ?, ?, ?, ?)"_s);
    for (const auto& [name, asked] : user.proposals) {
        if (const Done done
            = proposal.bind(user.id, name, asked.value, asked.form, asked.created).run();
            !done)
            return done;
    }
    return {};
}

} // namespace cairn::local
