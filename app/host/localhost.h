// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/host/runtimefile.h"
#include "core/local/localservice.h"

#include <memory>

namespace cairn {

/// Attach or host: the local service of one data folder, reached either in the process that owns
/// the folder already or in this one. Owned by a program's composition root; lives as long as it.
class LocalHost
{
public:
    /// Takes the folder if it is free, else finds its owner. A port that is left open is the one
    /// of last time if it is still free. Conflict: owned, but its owner's address cannot be read.
    [[nodiscard]] static Result<std::unique_ptr<LocalHost>>
    open(const local::ServiceOptions& options);
    ~LocalHost();

    QUrl url() const { return m_running.url; }
    Secret login() const { return m_running.login; }
    bool isOwner() const { return m_service != nullptr; }
    local::LocalService* service() { return m_service.get(); } ///< Null when attached.

private:
    LocalHost() = default;

    QString m_dataFolder;
    std::unique_ptr<local::LocalService> m_service;
    RunningService m_running;
};

} // namespace cairn
