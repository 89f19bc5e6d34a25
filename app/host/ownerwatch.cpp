// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/ownerwatch.h"

#include "app/host/runtimefile.h"
#include "core/base/posix/process.h"
#include "core/local/recovery/folderlock.h"

#include <QLockFile>

namespace cairn {

qint64 ownerOf(const QString& dataFolder)
{
    qint64 processId = 0;
    QString host;
    QString program;
    QLockFile(local::lockPath(dataFolder)).getLockInfo(&processId, &host, &program);
    return processId;
}

OwnerWatch::OwnerWatch(const QString& dataFolder, std::chrono::milliseconds limit)
    : m_dataFolder(dataFolder)
    , m_limit(limit)
{
    m_silent.start();
}

bool OwnerWatch::isSilent()
{
    const qint64 owner = ownerOf(m_dataFolder);
    const bool isAnother = std::exchange(m_owner, owner) != owner;
    if (isAnother || isAtWork(owner))
        m_silent.restart();
    return m_silent.hasExpired(m_limit.count());
}

bool OwnerWatch::isAtWork(qint64 owner)
{
    const auto running = readRuntimeFile(m_dataFolder);
    if (!running || !running->isStarting() || running->processId != owner)
        return false;
    const auto worked = posix::processorTime(owner);
    return std::exchange(m_worked, worked) != worked;
}

} // namespace cairn
