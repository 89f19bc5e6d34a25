// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/host/guests.h"
#include "app/host/localhost.h"
#include "core/api/client/apiclient.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>
#include <optional>

namespace cairn {

/// A program's way to the local service of one data folder, from one host to the next: attaches to
/// whoever hosts it, or hosts it here (decision 0023). Owned by the program; main thread.
class LocalConnection final : public QObject
{
    Q_OBJECT

public:
    /// A command is at work until it ends, and its host stays a while for it. A window takes over
    /// whenever that is needed.
    enum class Use { Command, Window };

    LocalConnection(const QString& dataFolder, Use use);
    ~LocalConnection() override;

    /// Where the service is; whoever was attached looks for it anew. All that ask meanwhile get the
    /// same answer. Errors: those of LocalHost::open().
    [[nodiscard]] Reply<ServicePlace> find();
    LocalHost* host() const { return m_host.get(); } ///< Null until one was found.

    /// Ends when no command is at work at the service that is hosted here, or after a few seconds:
    /// whoever waits for this process may not care for theirs, and they find the next host.
    [[nodiscard]] Reply<void> stayForGuests();

signals:
    void found(); ///< Another host than before, perhaps this process.

private:
    Result<ServicePlace> take(const Result<std::shared_ptr<LocalHost>>& opened);
    void lookForGuests(const std::shared_ptr<QPromise<Done>>& promise, const QElapsedTimer& since);

    const QString m_dataFolder;
    const Use m_use;
    std::optional<Guest> m_guest; ///< While this is not the host.
    std::shared_ptr<LocalHost> m_host;
    std::optional<Reply<ServicePlace>> m_search; ///< The one under way.
    std::shared_ptr<std::atomic_bool> m_isStopping = std::make_shared<std::atomic_bool>(false);
    QThreadPool m_worker;
};

} // namespace cairn
