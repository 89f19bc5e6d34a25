// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/content/cid/cid.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace cairn::local {

// What the CARs do not say, a value each (core/local/records/README.md). Ids are the catalog's, so
// that a catalog made from records gives the same answers. No record holds a secret.

/// A user as it is from now on: made, or a tag, a login or a proposal of it changed.
struct UserRecord
{
    struct Login
    {
        QByteArray hash; ///< SHA-256.
        Timestamp created;
    };
    struct Proposal
    {
        QString value;
        QString form;
        Timestamp created;
    };
    qint64 id = 0;
    QString issuer;
    QString name;
    Timestamp created;
    std::map<QString, QString> tags{};
    std::vector<Login> logins{};
    std::map<QString, Proposal> proposals{};
};

/// An API token was made.
struct TokenRecord
{
    qint64 id = 0;
    qint64 user = 0;
    QString name;
    Timestamp created;
    QByteArray hash; ///< SHA-256.
    QString hint;
    std::optional<qint64> scopes; ///< As Scopes::toInt.
    std::optional<Timestamp> expires;
};

struct TokenRevokedRecord
{
    qint64 id = 0;
    Timestamp at;
    bool isBlocked = false; ///< By the operator (contract §3).
};

/// CARs were accepted as parts of an upload. An upload that has the id already gets them besides
/// its others, has the name from now on, and is listed again if it was deleted (contract §4.2).
struct UploadRecord
{
    qint64 id = 0;
    qint64 user = 0;
    std::optional<qint64> token;
    content::Cid source; ///< As the CAR's root had it.
    QString type;
    QString name;
    Timestamp created;
    Timestamp at; ///< When these parts came.
    std::optional<qint64> dagSize;
    std::vector<content::Cid> parts; ///< CARs.
    qint64 size = 0; ///< Bytes of these CARs together.
};

struct RenameRecord
{
    qint64 upload = 0;
    QString name;
    Timestamp at;
};

struct DeleteRecord
{
    qint64 upload = 0;
    Timestamp at;
};

struct PinRecord
{
    QString id;
    qint64 user = 0;
    std::optional<qint64> token;
    content::Cid cid;
    QString text; ///< The CID as it was written.
    QString name;
    QJsonArray origins;
    QJsonObject meta;
    Timestamp created;
};

struct PinRemovedRecord
{
    QString id;
    Timestamp at;
};

/// All blocks of a CID that pin requests ask for were here.
struct PinnedRecord
{
    content::Cid cid;
    Timestamp at;
    std::optional<qint64> dagSize;
};

/// A CAR of fetched blocks, which belongs to no upload.
struct FetchedRecord
{
    content::Cid car;
    qint64 size = 0;
    Timestamp at;
};

/// An unassigned CAR was taken in; the upload that has it from now on is a record of its own.
struct AdoptRecord
{
    content::Cid car;
    qint64 user = 0;
    Timestamp at;
};

/// The garbage collector removed a CAR. The only record that says so.
struct GoneRecord
{
    content::Cid car;
    Timestamp at;
    QString why;
};

/// The garbage collector ran to its end: what nothing asks for any more is not pinned since.
struct CollectedRecord
{
    Timestamp at;
    Timestamp freeBefore; ///< Blocks of what was deleted earlier are not kept.
    Timestamp forgetBefore; ///< Nothing is known any more of what was deleted earlier.
};

/// When a CID came to be known and when its pin changed last, where the other records of it have
/// gone in a compaction.
struct ContentRecord
{
    content::Cid cid;
    Timestamp created;
    Timestamp pinUpdated;
    std::optional<qint64> dagSize;
    bool isPinned = false; ///< False also where all blocks are here: nobody asks for them.
    int unpinnedReason = 0; ///< An UnpinnedReason.
};

/// Ids at least up to these were given, and are not given again.
struct IdsRecord
{
    qint64 user = 0;
    qint64 token = 0;
    qint64 upload = 0;
};

/// A line of a kind that this version does not know: kept as it is.
struct UnknownRecord
{
    QByteArray line;
};

using Record = std::variant<UserRecord, TokenRecord, TokenRevokedRecord, UploadRecord, RenameRecord,
                            DeleteRecord, PinRecord, PinRemovedRecord, PinnedRecord, FetchedRecord,
                            AdoptRecord, GoneRecord, CollectedRecord, ContentRecord, IdsRecord,
                            UnknownRecord>;

/// One line of JSON, with its LF.
QByteArray recordLine(const Record& record);
/// Errors: Corrupt for what is no JSON object, and for a known kind that lacks a member.
[[nodiscard]] Result<Record> recordFrom(QByteArrayView line);

} // namespace cairn::local
