// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/localhost.h"

#include "core/base/logging.h"

#include <QCoreApplication>
#include <QFile>
#include <QLockFile>
#include <QSaveFile>
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

Result<std::unique_ptr<local::LocalService>> start(local::ServiceOptions options)
{
    if (options.port != 0)
        return local::LocalService::start(options);
    options.port = lastPort(options.dataFolder);
    auto started = local::LocalService::start(options);
    if (!started && started.error().kind == Error::Kind::Conflict && options.port != 0) {
        options.port = 0; // Taken by another program meanwhile, or else this says the same again.
        started = local::LocalService::start(options);
    }
    if (started)
        rememberPort(options.dataFolder, (*started)->url().port());
    return started;
}

} // namespace

Result<std::unique_ptr<LocalHost>> LocalHost::open(const local::ServiceOptions& options)
{
    std::unique_ptr<LocalHost> host(new LocalHost);
    host->m_dataFolder = options.dataFolder;
    for (int attempt = 1;; ++attempt) {
        auto started = start(options);
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
