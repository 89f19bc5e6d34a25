// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/localhost.h"

#include "app/host/ownerwatch.h"
#include "core/api/http/httpstream.h"
#include "core/api/http/retrypolicy.h"
#include "core/api/wire/routes.h"
#include "core/base/logging.h"
#include "core/local/recovery/folderlock.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>
#include <QThread>

#include <tuple>

namespace cairn {
namespace {

constexpr unsigned long pollIntervalMs = 30;
// Longer than any request but the large bodies takes; those are sent again to the next host.
constexpr std::chrono::seconds lastRequests{2};

/// Scripts and other programs are given an address once: it stays the same from run to run.
QString portFile(const QString& dataFolder)
{
    return dataFolder + QLatin1StringView("/port");
}

quint16 lastPort(const QString& dataFolder)
{
    QFile file(portFile(dataFolder));
    return file.open(QIODevice::ReadOnly) ? file.readLine(16).trimmed().toUShort() : 0;
}

void rememberPort(const QString& dataFolder, int port)
{
    if (lastPort(dataFolder) == port)
        return;
    QSaveFile file(portFile(dataFolder));
    const QByteArray line = QByteArray::number(port) + '\n';
    if (!file.open(QIODevice::WriteOnly) || file.write(line) != line.size() || !file.commit())
        qCWarning(lcApp) << "the port is not remembered:" << file.errorString();
}

bool isInUse(const Error& error)
{
    return error.code == local::folderInUse;
}

Result<std::unique_ptr<local::LocalService>> start(local::ServiceOptions options)
{
    // Whoever comes now is to know that it takes a while, not that nobody answers.
    options.whenLocked = [folder = options.dataFolder] {
        std::ignore = writeRuntimeFile(folder, {{}, {}, QCoreApplication::applicationPid()});
    };
    if (options.port != 0)
        return local::LocalService::start(options);
    options.port = lastPort(options.dataFolder);
    auto started = local::LocalService::start(options);
    if (!started && started.error().kind == Error::Kind::Conflict && !isInUse(started.error())
        && options.port != 0) {
        options.port = 0; // Taken by another program meanwhile, or else this says the same again.
        started = local::LocalService::start(options);
    }
    if (started)
        rememberPort(options.dataFolder, (*started)->url().port());
    return started;
}

/// Any answer will do. Nothing if none came yet, an error if none is to be expected.
Result<bool> answers(const QUrl& url, const LocalHost::Wait& wait)
{
    HttpConnections connections;
    const auto isStopping = wait.isStopping ? wait.isStopping : [] { return false; };
    HttpStream stream(connections, routes::urlOf(url, routes::version), "application/json",
                      isStopping, HttpStream::defaultReadAhead, wait.silence);
    const auto head = stream.head();
    if (head || head.error().kind == Error::Kind::Offline)
        return head.has_value();
    return fail(head.error());
}

Error silentError(qint64 owner)
{
    return {Error::Kind::Timeout, QStringLiteral("the owner of the data folder does not answer"),
            QString::number(owner), hostSilent.toString()};
}

/// The service in the process that owns the folder, if it serves by now.
Result<std::optional<RunningService>> attach(const QString& dataFolder, const LocalHost::Wait& wait)
{
    const auto running = readRuntimeFile(dataFolder);
    if (!running || running->isStarting() || running->processId != ownerOf(dataFolder))
        return std::nullopt;
    const auto isThere = answers(running->url, wait);
    if (!isThere) {
        return fail(isThere.error().kind == Error::Kind::Timeout ? silentError(running->processId)
                                                                 : isThere.error());
    }
    return *isThere ? std::optional(*running) : std::nullopt;
}

} // namespace

Result<std::unique_ptr<LocalHost>> LocalHost::open(const local::ServiceOptions& options,
                                                   const Wait& wait)
{
    std::unique_ptr<LocalHost> host(new LocalHost);
    host->m_dataFolder = options.dataFolder;
    OwnerWatch watch(options.dataFolder, wait.silence);
    while (true) {
        auto started = start(options);
        if (started) {
            const Done isFound = host->host(std::move(*started));
            return isFound ? Result<std::unique_ptr<LocalHost>>(std::move(host))
                           : fail(isFound.error());
        }
        if (!isInUse(started.error()))
            return fail(started.error());
        const auto running = attach(options.dataFolder, wait);
        if (!running)
            return fail(running.error());
        if (*running) {
            host->m_running = **running;
            qCInfo(lcApp) << "attached to the local service of process"
                          << host->m_running.processId;
            return host;
        }
        if (wait.isStopping && wait.isStopping())
            return fail(Error::Kind::Cancelled);
        if (watch.isSilent())
            return fail(silentError(ownerOf(options.dataFolder)));
        QThread::msleep(pollIntervalMs);
    }
}

Done LocalHost::host(std::unique_ptr<local::LocalService> service)
{
    m_service = std::move(service);
    m_running = {m_service->url(), m_service->sessionLogin(), QCoreApplication::applicationPid()};
    return writeRuntimeFile(m_dataFolder, m_running);
}

LocalHost::~LocalHost()
{
    if (!m_service)
        return;
    // The address goes before the service does: nobody is sent to a door that is closing.
    QFile::remove(runtimeFile(m_dataFolder));
    m_service->finishRequests(lastRequests);
}

} // namespace cairn
