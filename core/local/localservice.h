// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/local/accounts/users.h"
#include "core/local/http/connections.h"
#include "core/local/http/throttle.h"

#include <QByteArrayList>
#include <QStringList>
#include <QUrl>

#include <functional>
#include <memory>

namespace cairn::local {

struct Route;

struct ServiceOptions
{
    QString dataFolder{};
    QString host = QStringLiteral("127.0.0.1"); ///< An address, or "localhost".
    quint16 port = 0; ///< 0: a free one.
    /// Required for an address that other computers can reach: nothing here is encrypted.
    bool insecureListen = false;
    QStringList hostNames{}; ///< Further names that clients call it by, as behind a proxy.
    /// Origins of pages that are answered without a credential, such as "https://app.example"; "*"
    /// for all. Pages of this service itself always are.
    QByteArrayList origins{};
    QString mode = QStringLiteral("rw"); ///< "rw", "r-" or "--" (contract §3.3).
    std::optional<Timestamp> sunset{}; ///< From then on mode "r-" answers writes with 410.
    bool enforceStorageLimit = false; ///< The original never did (contract §3.2).
    QUrl gateway{}; ///< Where pinned CIDs are fetched from; empty: nowhere.
    Throttle::Pace pace = Throttle::Pace::AsContract; ///< Of each API token.
    ConnectionLimits connections{}; ///< A connection that does not get on is closed.
    std::chrono::days keepDeleted{7}; ///< What is deleted is freed after it.
    const Clock* clock = nullptr; ///< The system's, unless a test brings its own.
    std::function<void()> whenLocked{}; ///< Called once the folder is ours, before it is opened.
};

/// What a start has to say besides that it succeeded.
enum class StartNotice {
    CatalogMadeAnew, ///< It was lost, damaged or older than its records.
    CatalogIsBeingMade, ///< The same, and not done yet: much answers 503 meanwhile.
    CarsMissing, ///< Records name CARs that are not in the folder.
    CarsDamaged,
    KeyMadeAnew, ///< signing.key was missing though tokens were made with it; they stay good.
    KeyWasReadable, ///< Others could read signing.key.
    DiskFull, ///< Nothing can be stored: reading only.
    ReadOnly, ///< The folder cannot be written: reading only.
};

/// The embedded service on one data folder, which it locks as long as it lives. Has threads of its
/// own and needs no event loop; may be used from any one thread.
class LocalService
{
public:
    /// Where the folder cannot be written, or its disk is full, it is served reading only (decision
    /// 0020). Where the catalog was lost, much of it may have to be made anew: then the service has
    /// started, and answers 503 until that is done (contract §16). Errors: Conflict when another
    /// process owns the folder or the port is taken, Invalid options, Storage, DiskFull.
    [[nodiscard]] static Result<std::unique_ptr<LocalService>> start(const ServiceOptions& options);
    ~LocalService(); ///< Ends all requests; an upload that was not answered leaves nothing.
    LocalService(const LocalService&) = delete;
    LocalService& operator=(const LocalService&) = delete;

    /// Begins no more requests and waits for those under way, at most @p limit: what a client is
    /// told is done, and what it is not told is not. Before the end, if nobody is to be cut off.
    void finishRequests(std::chrono::milliseconds limit);

    QUrl url() const; ///< http://127.0.0.1:PORT
    /// A login of the user "This computer" as long as this object lives; not in the data folder.
    Secret sessionLogin() const;

    /// Adds a user and returns its login, which is shown once. Errors: Invalid, Conflict for a name
    /// in use.
    [[nodiscard]] Result<Secret> addUser(const QString& name);
    [[nodiscard]] Result<std::vector<User>> users();

    /// In the order in which they came up; more may come while a catalog is made anew. Any thread.
    std::vector<StartNotice> notices() const;

    /// How much of a catalog that is being made anew is done; none when it is complete. An error is
    /// why it came to an end before. Any thread.
    [[nodiscard]] Result<std::optional<int>> catchUpPercent() const;

    /// All routes, to be compared with their description.
    const std::vector<Route>& routes() const;

private:
    struct Parts;
    explicit LocalService(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace cairn::local
