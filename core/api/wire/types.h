// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/id.h"
#include "core/base/secret.h"
#include "core/content/cid/cidstring.h"

#include <QString>

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

namespace cairn {

// The values of both ends of the API (contract §4.4, §5). Plain data, any thread. Ids are decimal
// strings: production ids exceed 2^53.

/// Of a token, a pin, an account: characters as a person counts them.
inline constexpr qsizetype maxNameLength = 255;

/// What a token may do. An extension of the local service; a token without scopes may do all.
/// Stored as bits with the tokens, pinned by tests/local/persisted_test.cpp: new ones are appended.
enum class Scope { Upload = 1, List = 2, Delete = 4, Pin = 8 };
Q_DECLARE_FLAGS(Scopes, Scope)
Q_DECLARE_OPERATORS_FOR_FLAGS(Scopes)

struct Identity
{
    QString id;
    QString issuer;
    QString name;
    QString email;
    std::optional<Timestamp> created;
    bool accountRestricted = false;
    bool deleteRestricted = false;
    bool pinningAllowed = false;
    bool operator==(const Identity&) const = default;
};

struct Usage
{
    qint64 uploaded = 0; ///< Bytes.
    qint64 pinned = 0;
    std::optional<qint64> limit; ///< None: the service did not say.

    /// No more than a number holds: both are sums of what roots claim.
    qint64 total() const
    {
        return uploaded + std::min(pinned, std::numeric_limits<qint64>::max() - uploaded);
    }
    bool operator==(const Usage&) const = default;
};

/// A named API token as a list shows it. Its secret is never part of the value.
struct Token
{
    TokenId id;
    QString name;
    std::optional<Timestamp> created;
    bool hasUploads = false;
    // Extensions; absent from services that know only the original API.
    QString hint; ///< The last characters of the secret, to recognise it by.
    std::optional<Scopes> scopes;
    std::optional<Timestamp> expires;
    std::optional<Timestamp> lastUsed;
    std::optional<qint64> uploads;
    bool operator==(const Token&) const = default;
};

/// A row of GET /user/tokens: the original sends the secret with it, the local service does not.
struct ListedToken
{
    Token token;
    Secret secret;
};

struct NewToken
{
    QString name;
    std::optional<Scopes> scopes{}; ///< None: everything, as in the original.
    std::optional<Timestamp> expires{};
};

/// Which limits of a token a service keeps (contract §16.3).
struct TokenLimits
{
    bool scopes = false;
    bool expires = false;
    bool operator==(const TokenLimits&) const = default;
};

struct CreatedToken
{
    TokenId id;
    Secret secret; ///< Empty where the service shows it only in the list.
};

enum class PinStatus {
    Undefined,
    ClusterError,
    PinError,
    UnpinError,
    Pinned,
    Pinning,
    Unpinning,
    Unpinned,
    PinQueued,
    UnpinQueued,
    Sharded,
    UnexpectedlyUnpinned,
    Unknown, ///< A word we do not know: shown as the service spells it, never as "no".
};

struct Pin
{
    PinStatus status = PinStatus::Unknown;
    std::optional<Timestamp> updated{};
    QString peerId{};
    QString peerName{};
    QString region{};
    QString unknownWord{}; ///< What the service says where the status is Unknown.
    bool operator==(const Pin&) const = default;
};

enum class DealStatus { Queued, Published, Active, Unknown };

struct Deal
{
    DealStatus status = DealStatus::Unknown;
    std::optional<qint64> dealId{}; ///< None before the chain has given one.
    QString storageProvider{};
    content::CidString pieceCid{};
    content::CidString dataCid{};
    QString dataModelSelector{};
    std::optional<Timestamp> activation{};
    std::optional<Timestamp> expiration{};
    std::optional<Timestamp> created{};
    std::optional<Timestamp> updated{};
    QString unknownWord{}; ///< As in a pin.
    bool operator==(const Deal&) const = default;
};

/// Whatever the service still says of it.
inline bool hasEnded(const Deal& deal, Timestamp now)
{
    return deal.status != DealStatus::Unknown && deal.expiration && *deal.expiration <= now;
}

struct Upload
{
    QString id;
    QString type;
    QString name;
    std::optional<Timestamp> created;
    std::optional<Timestamp> updated;
    content::CidString cid; ///< The source CID as the service spells it: the key of every call.
    std::optional<qint64> dagSize;
    std::vector<Pin> pins;
    std::vector<content::CidString> parts; ///< CAR CIDs, first seen first.
    std::vector<Deal> deals;
    bool operator==(const Upload&) const = default;
};

struct ContentStatus
{
    content::CidString cid;
    std::optional<qint64> dagSize;
    std::optional<Timestamp> created;
    std::vector<Pin> pins;
    std::vector<Deal> deals;
    bool operator==(const ContentStatus&) const = default;
};

struct Receipt
{
    content::CidString cid;
    content::CidString carCid; ///< Empty where the service does not say.
    bool operator==(const Receipt&) const = default;
};

struct ServiceVersion
{
    QString version;
    QString commit;
    QString branch;
    QString mode; ///< "rw", "r-" or "--" (contract §3.3).
    bool operator==(const ServiceVersion&) const = default;
};

enum class SortBy { Date, Name };
enum class SortOrder { Ascending, Descending };

/// One page of GET /user/uploads in page mode (contract §6.6).
struct UploadQuery
{
    int page = 1;
    int size = 100; ///< 1…1000; always sent, since without it the original sends no Link.
    SortBy sortBy = SortBy::Date;
    SortOrder sortOrder = SortOrder::Descending;
};

struct UploadPage
{
    std::vector<Upload> uploads;
    qint64 total = 0; ///< The Count header: all uploads of the account.
};

} // namespace cairn
