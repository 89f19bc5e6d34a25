// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/localhost.h"

#include "core/base/logging.h"

#include <QCoreApplication>
#include <QFile>
#include <QLockFile>
#include <QThread>

namespace cairn {
namespace {

/// An owner that is just starting holds the folder a moment before its address is written.
constexpr int attempts = 20;
constexpr unsigned long pauseMilliseconds = 100;

/// The process that holds the folder's lock; a runtime file of any other is left over from a crash.
qint64 ownerOf(const QString& dataFolder)
{
    qint64 processId = 0;
    QString host;
    QString program;
    QLockFile(dataFolder + QLatin1StringView("/lock")).getLockInfo(&processId, &host, &program);
    return processId;
}

} // namespace

Result<std::unique_ptr<LocalHost>> LocalHost::open(const local::ServiceOptions& options)
{
    std::unique_ptr<LocalHost> host(new LocalHost);
    host->m_dataFolder = options.dataFolder;
    for (int attempt = 1;; ++attempt) {
        auto started = local::LocalService::start(options);
        if (started) {
            host->m_service = std::move(*started);
            host->m_running = {host->m_service->url(), host->m_service->sessionLogin(),
                               QCoreApplication::applicationPid()};
            if (const Done written = writeRuntimeFile(options.dataFolder, host->m_running);
                !written)
                return fail(written.error());
            return host;
        }
        if (started.error().kind != Error::Kind::Conflict)
            return fail(started.error());
        auto running = readRuntimeFile(options.dataFolder);
        if (running && running->processId == ownerOf(options.dataFolder)) {
            host->m_running = std::move(*running);
            qCInfo(lcApp) << "attached to the local service of process"
                          << host->m_running.processId;
            return host;
        }
        if (attempt == attempts)
            return fail(started.error());
        QThread::msleep(pauseMilliseconds);
    }
}

LocalHost::~LocalHost()
{
    // The address goes before the service does: nobody is sent to a door that is closing.
    if (m_service)
        QFile::remove(runtimeFile(m_dataFolder));
}

} // namespace cairn
