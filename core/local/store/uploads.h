// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/result.h"
#include "core/local/records/journal.h"
#include "core/local/store/carcontents.h"
#include "core/local/store/unpinnedreason.h"
#include "core/storage/statement.h"

#include <functional>
#include <optional>

namespace cairn::local {

/// What is known of an upload besides its CAR.
struct UploadContext
{
    qint64 user = 0;
    std::optional<qint64> token; ///< None: sent with a login.
    QString type; ///< "Car" or "Upload"; stored as this word.
    QString name;
    std::optional<qint64> storageLimit{}; ///< In bytes, if it is to be enforced.
};

/// The uploads in the catalog: one row a user and source CID, made of one or more CARs (contract
/// §4). Any thread. Errors: Storage, DiskFull.
class Uploads
{
public:
    /// @p place is this service's pin in answers; its status and time are filled in.
    Uploads(Database& database, Journal& journal, const Clock& clock, Pin place);

    // Within the caller's transaction, live and when a catalog is made anew from records alike:

    /// A CAR that was accepted for an upload.
    [[nodiscard]] Done record(const UploadContext& context, const CarContents& car,
                              ChangeNotes& notes);
    /// What a CAR holds; nothing if its file is not here.
    using CarSource = std::function<Result<std::optional<CarContents>>(const content::Cid& car)>;
    [[nodiscard]] Done apply(const UploadRecord& upload, const CarSource& cars);
    [[nodiscard]] Done apply(const RenameRecord& rename);
    [[nodiscard]] Done apply(const DeleteRecord& deletion);
    /// A CAR and its blocks, which need not belong to an upload. Gives the row's id.
    [[nodiscard]] Result<qint64> recordCar(const CarContents& car, Timestamp now);
    [[nodiscard]] Result<qint64> recordAbsentCar(const content::Cid& car, qint64 size,
                                                 Timestamp now);
    /// It is no CAR of the catalog any more; BlockIndex removes its blocks.
    [[nodiscard]] static Done letCarLeave(Database& catalog, qint64 car);
    [[nodiscard]] static Done recordBlocks(Database& catalog, qint64 car, const BlockTable& blocks);
    /// Those of @p links that no part of the upload has.
    [[nodiscard]] static Done addMissingLinks(Database& catalog, qint64 upload,
                                              const BlockTable& links);
    /// The content of an upload that lacks nothing is pinned from now on. Never the other way
    /// round: what was complete once stays in the store (contract §7.5).
    [[nodiscard]] static Done pinIfWhole(Database& catalog, qint64 upload, Timestamp now);

    /// Newest first, created before @p before if that is given. total counts all that match.
    [[nodiscard]] Result<UploadPage> before(qint64 user, std::optional<Timestamp> before, int size);
    [[nodiscard]] Result<UploadPage> page(qint64 user, const UploadQuery& query);

    [[nodiscard]] Result<std::optional<Upload>> find(qint64 user, const content::Cid& source);
    /// The id of the deleted upload, if there was one.
    [[nodiscard]] Result<std::optional<qint64>> remove(qint64 user, const content::Cid& source);
    [[nodiscard]] Result<bool> rename(qint64 user, const content::Cid& source, const QString& name);

    /// As the roots claim (contract §7.4).
    [[nodiscard]] Result<Usage> usage(qint64 user);
    /// Bytes of the blocks that the user's uploads came with; a CAR counts once.
    [[nodiscard]] Result<qint64> storedBytes(qint64 user);

    [[nodiscard]] Result<bool> hasWholeCar(const content::Cid& car);

    /// Of a CID that any user ever stored, deleted or not (contract §4.3).
    [[nodiscard]] Result<std::optional<ContentStatus>> status(const content::Cid& cid);

private:
    [[nodiscard]] Result<qint64> recordContent(const UploadRecord& upload);
    [[nodiscard]] Done recordUpload(const UploadRecord& upload, qint64 content);
    [[nodiscard]] Done recordPart(const UploadRecord& upload, const content::Cid& cid,
                                  const std::optional<CarContents>& car);
    [[nodiscard]] Result<qint64> addCar(const CarContents& car, Timestamp now,
                                        std::optional<qint64> former);
    [[nodiscard]] Done recordMissingLinks(qint64 upload, const CarContents& car, qint64 id);
    [[nodiscard]] Done completeOthers(qint64 id, const CarContents& car, Timestamp now);
    [[nodiscard]] Result<std::vector<Upload>> read(Statement& rows);
    [[nodiscard]] Result<std::optional<qint64>> liveId(qint64 user, const content::Cid& source);
    [[nodiscard]] Result<qint64> count(qint64 user);
    [[nodiscard]] Result<qint64> countBefore(qint64 user, Timestamp moment);
    std::vector<Pin> pins(bool pinned, UnpinnedReason reason, Timestamp updated) const;

    Database& m_database;
    Journal& m_journal;
    const Clock& m_clock;
    const Pin m_place;
};

} // namespace cairn::local
