// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/migration.h"

#include "core/storage/statement.h"
#include "core/storage/transaction.h"

namespace cairn {
using namespace Qt::StringLiterals;

Done migrate(Database& database, const std::vector<Migration>& steps)
{
    auto transaction = Transaction::begin(database);
    if (!transaction)
        return fail(transaction.error());

    const auto version = Statement(database, u"PRAGMA user_version"_s).first([](Statement& row) {
        return row.read<qint64>(0);
    });
    if (!version)
        return fail(version.error());
    const auto have = std::size_t(version->value_or(0));
    if (have > steps.size()) {
        return fail(
            Error::Kind::Storage,
            u"schema version %1 is newer than %2, the newest this program knows"_s.arg(have).arg(
                steps.size()),
            database.path());
    }
    if (have == steps.size())
        return {};

    for (std::size_t at = have; at < steps.size(); ++at) {
        for (const QString& statement : steps[at].statements) {
            if (const Done done = Statement(database, statement).run(); !done)
                return done;
        }
    }
    const auto stamped = Statement(database, u"PRAGMA user_version = %1"_s.arg(steps.size())).run();
    return stamped ? transaction->commit() : stamped;
}

} // namespace cairn
