// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/accounts/issuedtokens.h"

#include "core/base/logging.h"
#include "core/local/accounts/refusal.h"
#include "core/storage/statement.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype hintLength = 6;
constexpr auto usePrecision = 60s; // Each note of a use costs a write to disk.

std::optional<qint64> bits(const std::optional<Scopes>& scopes)
{
    return scopes ? std::optional<qint64>(scopes->toInt()) : std::nullopt;
}
std::optional<Scopes> scopesFrom(const std::optional<qint64>& bits)
{
    return bits ? std::optional(Scopes::fromInt(Scopes::Int(*bits))) : std::nullopt;
}

} // namespace

IssuedTokens::IssuedTokens(Database& database, Journal& journal, const TokenSigner& signer,
                           const Clock& clock)
    : m_database(database)
    , m_journal(journal)
    , m_signer(signer)
    , m_clock(clock)
{ }

Result<CreatedToken> IssuedTokens::create(const User& user, const NewToken& wanted)
{
    CreatedToken created;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        const Timestamp now = m_clock.now();
        auto issued = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch());
        // Two tokens of one name in one millisecond would be one text; the later one is post-dated.
        Statement taken(m_database, u"SELECT 1 FROM token WHERE hash = ?"_s);
        for (;; ++issued) {
            created.secret = m_signer.sign(user.issuer, wanted.name, issued);
            const auto known = taken.bind(tokenHash(created.secret)).first(readInteger);
            if (!known)
                return fail(known.error());
            if (!*known)
                break;
        }
        const auto last = lastGivenId(m_database, u"token"_s);
        if (!last)
            return fail(last.error());
        const TokenRecord record{.id = *last + 1,
                                 .user = user.id,
                                 .name = wanted.name,
                                 .created = now,
                                 .hash = tokenHash(created.secret),
                                 .hint
                                 = QString::fromLatin1(created.secret.reveal().last(hintLength)),
                                 .scopes = bits(wanted.scopes),
                                 .expires = wanted.expires};
        created.id = TokenId(QString::number(record.id));
        notes.add(record);
        return apply(m_database, record);
    });
    if (!done)
        return fail(done.error());
    return created;
}

Result<std::vector<Token>> IssuedTokens::list(qint64 user)
{
    return Statement(m_database,
                     u"SELECT id, name, created, hint, scopes, expires, last_used, uploads"
                     " FROM token WHERE user_id = ? AND deleted IS NULL ORDER BY id"_s)
        .bind(user)
        .all([](Statement& row) {
            const auto uploads = row.read<qint64>(7);
            return Token{.id = TokenId(row.read<QString>(0)),
                         .name = row.read<QString>(1),
                         .created = row.read<Timestamp>(2),
                         .hasUploads = uploads > 0,
                         .hint = row.read<QString>(3),
                         .scopes = scopesFrom(row.read<std::optional<qint64>>(4)),
                         .expires = row.read<std::optional<Timestamp>>(5),
                         .lastUsed = row.read<std::optional<Timestamp>>(6),
                         .uploads = uploads};
        });
}

Done IssuedTokens::revoke(qint64 user, qint64 token)
{
    return m_journal.commit([&](ChangeNotes& notes) -> Done {
        const auto live = Statement(m_database,
                                    u"SELECT 1 FROM token WHERE id = ? AND user_id = ?"
                                    " AND deleted IS NULL"_s)
                              .bind(token, user)
                              .first(readInteger);
        if (!live)
            return fail(live.error());
        if (!*live)
            return fail(Error::Kind::NotFound, u"Not Found"_s);
        const TokenRevokedRecord record{token, m_clock.now(), false};
        notes.add(record);
        return apply(m_database, record);
    });
}

Done IssuedTokens::block(qint64 user, qint64 token)
{
    return m_journal.commit([&](ChangeNotes& notes) -> Done {
        const auto known
            = Statement(m_database, u"SELECT 1 FROM token WHERE id = ? AND user_id = ?"_s)
                  .bind(token, user)
                  .first(readInteger);
        if (!known)
            return fail(known.error());
        if (!*known)
            return fail(Error::Kind::NotFound, u"there is no such token"_s, QString::number(token));
        const TokenRevokedRecord record{token, m_clock.now(), true};
        notes.add(record);
        return apply(m_database, record);
    });
}

Done IssuedTokens::apply(Database& catalog, const TokenRecord& token)
{
    Statement add(catalog,
                  u"INSERT OR IGNORE INTO token (id, user_id, name, hash, hint, scopes, expires,"
                  " created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s);
    return add
        .bind(token.id, token.user, token.name, token.hash, token.hint, token.scopes, token.expires,
              token.created)
        .run();
}

Done IssuedTokens::apply(Database& catalog, const TokenRevokedRecord& revoked)
{
    return Statement(catalog,
                     u"UPDATE token SET deleted = coalesce(deleted, ?), blocked = max(blocked, ?)"
                     " WHERE id = ?"_s)
        .bind(revoked.at, revoked.isBlocked, revoked.id)
        .run();
}

Result<IssuedTokens::Known> IssuedTokens::recognise(const Secret& token)
{
    // Whatever signed it: the hash below is of a token that was given out, or there is none.
    if (m_signer.examine(token) == TokenSigner::Verdict::NotAToken)
        return unauthorized(u"ERROR_UNRECOGNISED_TOKEN"_s, u"This is not a token."_s);
    struct Row
    {
        Known known;
        std::optional<Timestamp> expires;
        std::optional<Timestamp> used;
        bool isDeleted = false;
        bool isBlocked = false;
    };
    const auto row = Statement(m_database,
                               u"SELECT id, user_id, scopes, expires, last_used,"
                               " deleted IS NOT NULL, blocked FROM token WHERE hash = ?"_s)
                         .bind(tokenHash(token))
                         .first([](Statement& found) {
                             return Row{{found.read<qint64>(0), found.read<qint64>(1),
                                         scopesFrom(found.read<std::optional<qint64>>(2))},
                                        found.read<std::optional<Timestamp>>(3),
                                        found.read<std::optional<Timestamp>>(4),
                                        found.read<qint64>(5) != 0,
                                        found.read<qint64>(6) != 0};
                         });
    if (!row)
        return fail(row.error());
    if (*row && (*row)->isDeleted && (*row)->isBlocked)
        return fail(Error{Error::Kind::Forbidden,
                          u"This token was blocked by who runs the service."_s,
                          {},
                          u"ERROR_TOKEN_BLOCKED"_s,
                          {}});
    if (!*row || (*row)->isDeleted)
        return unauthorized(u"ERROR_TOKEN_NOT_FOUND"_s, u"This token is not known."_s);
    const Timestamp now = m_clock.now();
    if ((*row)->expires && *(*row)->expires <= now)
        return unauthorized(u"ERROR_TOKEN_EXPIRED"_s, u"This token has expired."_s);
    if (!(*row)->used || *(*row)->used + usePrecision <= now) {
        Statement note(m_database, u"UPDATE token SET last_used = ? WHERE id = ?"_s);
        // A token stays good on a full disk: only the note is lost.
        if (const Done done = note.bind(now, (*row)->known.id).run(); !done)
            qCWarning(lcLocal) << "last use not noted:" << done.error().detail;
    }
    return (*row)->known;
}

} // namespace cairn::local
