// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/host/runtimefile.h"
#include "core/local/localservice.h"

#include <chrono>
#include <functional>
#include <memory>

namespace cairn {

/// Attach or host: the local service of one data folder, reached either in the process that owns
/// the folder already or in this one. Owned by a LocalConnection, or by a program that only hosts.
class LocalHost
{
public:
    struct Wait
    {
        /// For an owner that neither answers nor is at work on it.
        std::chrono::milliseconds silence = std::chrono::seconds(15);
        std::function<bool()> isStopping{}; ///< Ends the wait, as Cancelled.
    };

    /// Takes the folder if it is free, else finds its owner and asks it whether it answers. Waits
    /// for one that is about to start or to end, however long it takes as long as it works. A port
    /// that is left open is the one of last time if it is still free. Errors: Timeout (the code is
    /// hostSilent) for an owner that does not answer; and those of LocalService::start().
    [[nodiscard]] static Result<std::unique_ptr<LocalHost>>
    open(const local::ServiceOptions& options, const Wait& wait);
    [[nodiscard]] static Result<std::unique_ptr<LocalHost>>
    open(const local::ServiceOptions& options)
    {
        return open(options, Wait());
    }
    /// Requests under way are answered first, as far as that takes a moment only.
    ~LocalHost();

    QUrl url() const { return m_running.url; }
    Secret login() const { return m_running.login; }
    bool isOwner() const { return m_service != nullptr; }
    local::LocalService* service() { return m_service.get(); } ///< Null when attached.

private:
    LocalHost() = default;
    [[nodiscard]] Done host(std::unique_ptr<local::LocalService> service);

    QString m_dataFolder;
    std::unique_ptr<local::LocalService> m_service;
    RunningService m_running;
};

} // namespace cairn
