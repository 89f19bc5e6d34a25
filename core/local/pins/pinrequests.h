// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/content/cid/cid.h"
#include "core/local/records/journal.h"
#include "core/local/store/carstore.h"
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
    /// Pins the requests for @p cid if all its blocks are here now; whether they are.
    [[nodiscard]] Result<bool> settle(const content::Cid& cid);
    [[nodiscard]] Done explain(const content::Cid& cid, const QString& status,
                               const QString& reason);

    // Within a transaction: the catalog is as the record has it.
    [[nodiscard]] Done apply(const PinRecord& pin);
    [[nodiscard]] Done apply(const PinRemovedRecord& removed);
    /// Only if all of it is here.
    [[nodiscard]] Done apply(const PinnedRecord& pinned);

private:
    [[nodiscard]] Result<PinRequest> insert(const PinScope& scope, const PinSpec& spec,
                                            ChangeNotes& notes);
    [[nodiscard]] Result<bool> removeWithin(const PinScope& scope, const QString& id,
                                            ChangeNotes& notes);
    [[nodiscard]] Result<bool> pinIfHere(const content::Cid& cid, Timestamp now, qint64 maxBlocks,
                                         ChangeNotes& notes);
    [[nodiscard]] Result<std::optional<qint64>> isPinned(const content::Cid& cid);
    /// Whether all of it is here, as far as @p maxBlocks tell.
    [[nodiscard]] Result<bool> isHere(const content::Cid& cid, qint64 maxBlocks);
    [[nodiscard]] Done markPinned(const PinnedRecord& pinned);
    [[nodiscard]] Result<qint64> contentRow(const content::Cid& cid, Timestamp now);

    Database& m_database;
    Journal& m_journal;
    const CarStore& m_cars;
    const Clock& m_clock;
};

} // namespace cairn::local
