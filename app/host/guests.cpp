// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/guests.h"

#include "app/host/runtimefile.h"
#include "core/base/posix/folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <tuple>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

QFileInfo guestsFile(const QString& dataFolder)
{
    const QFileInfo beside(runtimeFile(dataFolder));
    return QFileInfo(beside.path() + u'/' + beside.completeBaseName() + ".guests"_L1);
}

posix::Descriptor openGuestsFile(const QString& dataFolder)
{
    const QFileInfo file = guestsFile(dataFolder);
    const auto folder = posix::openFolder(QFile::encodeName(file.path()), posix::Follow::Symlinks);
    if (!folder)
        return {};
    auto made = posix::createFileIn(folder->number(), QFile::encodeName(file.fileName()),
                                    posix::Existing::Kept, posix::Rights::OwnerOnly);
    return made ? std::move(*made) : posix::Descriptor();
}

} // namespace

Guest::Guest(const QString& dataFolder)
{
    std::ignore = makeRuntimeFolder(); // Without one there is no file to lock.
    m_file = openGuestsFile(dataFolder);
    if (m_file.isOpen())
        std::ignore = posix::lockShared(m_file.number()); // As above.
}

bool hasGuests(const QString& dataFolder)
{
    const posix::Descriptor file = openGuestsFile(dataFolder);
    if (!file.isOpen())
        return false;
    const auto locked = posix::lock(file.number());
    return !locked && locked.error() == std::errc::operation_would_block;
}

} // namespace cairn
