// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/content/cid/cid.h"
#include "core/local/records/journal.h"
#include "core/local/store/carstore.h"
#include "core/local/store/dagwalk.h"
#include "core/storage/statement.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace cairn::local {

/// What a pin request asks for (contract §6.9).
struct PinSpec
{
    QString text; ///< The CID as it was written.
    content::Cid cid;
    QString name{};
    QJsonArray origins{};
    QJsonObject meta{};
};

struct PinRequest
{
    QString id;
    QString status; ///< "queued", "pinning", "pinned" or "failed"; stored as these words.
    QString reason; ///< Why it is not pinned yet.
    Timestamp created;
    PinSpec pin;
};

/// Whose requests: those made with one token, or all of a user's (contract §6.10).
struct PinScope
{
    qint64 user = 0;
    std::optional<qint64> token{};
};

struct PinFilter
{
    enum class Match { Exact, CaseBlind, Part, CaseBlindPart };

    QStringList cids{}; ///< Any of these; empty: all. The same for the next members.
    QString name{};
    Match match = Match::Exact;
    QStringList statuses{};
    std::optional<Timestamp> before{};
    std::optional<Timestamp> after{};
    QJsonObject meta{};
    qint64 limit = 10;
    qint64 offset = 0;
};

struct PinPage
{
    qint64 total = 0; ///< How many match, whatever the limit.
    std::vector<PinRequest> requests; ///< Newest first.
};

/// What a look at all blocks of a pin request found.
struct Settled
{
    bool isPinned = false;
    std::optional<content::Cid> missing{}; ///< The first block that is not here.
    bool hasUnknownCodec = false; ///< What hangs on it cannot be known: nothing that comes will do.
};

/// The pin requests in the catalog. A request whose blocks are all in the store is pinned at once;
/// others wait. Any thread. Errors: Storage, DiskFull.
class PinRequests
{
public:
    PinRequests(Database& database, Journal& journal, const CarStore& cars, const Clock& clock);

    [[nodiscard]] Result<PinRequest> create(const PinScope& scope, const PinSpec& spec);
    /// A new request in the place of @p id; nothing if there is no such request.
    [[nodiscard]] Result<std::optional<PinRequest>> replace(const PinScope& scope,
                                                            const QString& id, const PinSpec& spec);
    [[nodiscard]] Result<std::optional<PinRequest>> find(const PinScope& scope, const QString& id);
    [[nodiscard]] Result<PinPage> list(const PinScope& scope, const PinFilter& filter);
    [[nodiscard]] Result<bool> remove(const PinScope& scope, const QString& id);

    /// The CIDs of requests whose blocks are not all here, oldest request first.
    [[nodiscard]] Result<std::vector<content::Cid>> waiting();
    /// Pins the requests for @p cid if all its blocks are here now. Walks in no transaction: the
    /// requests themselves keep what is here.
    /// Errors: also Cancelled soon after @p isUnwanted.
    [[nodiscard]] Result<Settled> settle(const content::Cid& cid, const IsUnwanted& isUnwanted);
    [[nodiscard]] Done explain(const content::Cid& cid, const QString& status,
                               const QString& reason);

    // Within a transaction: the catalog is as the record has it.
    [[nodiscard]] Done apply(const PinRecord& pin);
    [[nodiscard]] Done apply(const PinRemovedRecord& removed);
    /// Only if all of it is here, which is asked for before: a large DAG in no transaction.
    [[nodiscard]] Done apply(const PinnedRecord& pinned, bool isHere);

    /// Whether all blocks are here; none where more than some thousand would have to be looked at.
    /// A block that cannot be read is not: the check finds it, and the pin waits for it.
    [[nodiscard]] std::optional<bool> isHereAtOnce(const content::Cid& cid);
    /// The same, however many.
    [[nodiscard]] bool isHere(const content::Cid& cid, const IsUnwanted& isUnwanted);

private:
    [[nodiscard]] Result<PinRequest> insert(const PinScope& scope, const PinSpec& spec,
                                            ChangeNotes& notes);
    [[nodiscard]] Result<bool> removeWithin(const PinScope& scope, const QString& id,
                                            ChangeNotes& notes);
    [[nodiscard]] Result<PinRequest> lookedAt(PinRequest request);
    [[nodiscard]] Result<Settled> settle(const content::Cid& cid, qint64 maxBlocks,
                                         const IsUnwanted& isUnwanted);
    [[nodiscard]] Result<QStringList> live(const content::Cid& cid);
    [[nodiscard]] Result<std::optional<qint64>> isPinned(const content::Cid& cid);
    /// Whether all of it is here, as far as @p maxBlocks tell.
    [[nodiscard]] Result<Settled> lookThrough(const content::Cid& cid, qint64 maxBlocks,
                                              const IsUnwanted& isUnwanted);
    [[nodiscard]] Done markPinned(const PinnedRecord& pinned);
    [[nodiscard]] Result<qint64> contentRow(const content::Cid& cid, Timestamp now);

    Database& m_database;
    Journal& m_journal;
    const CarStore& m_cars;
    const Clock& m_clock;
};

} // namespace cairn::local
