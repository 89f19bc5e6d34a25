// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/pipes.h"

#include "core/base/fileerror.h"
#include "core/base/posix/file.h"
#include "core/base/posix/process.h"

#include <QDir>
#include <QFileInfo>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 pieceSize = 1024 * 1024;
constexpr QLatin1StringView folderPrefix("cairnctl-");
constexpr QLatin1StringView lockName(".lock");

/// What calls have left that were killed. Whoever lives holds the lock of its folder.
void removeLeft(uint owner)
{
    const QDir temporary(QDir::tempPath());
    for (const QString& name : temporary.entryList({folderPrefix + '*'_L1}, QDir::Dirs)) {
        const QFileInfo folder(temporary.filePath(name));
        QFile lock(folder.filePath() + '/'_L1 + lockName);
        const bool isOurs = !folder.isSymLink() && folder.ownerId() == owner && lock.exists();
        if (isOurs && lock.open(QIODevice::ReadWrite) && posix::lock(lock.handle()))
            QDir(folder.filePath()).removeRecursively();
    }
}

Done copy(QIODevice& from, const QString& fromName, QIODevice& to, const QString& toName)
{
    QByteArray piece(pieceSize, Qt::Uninitialized);
    for (;;) {
        const qint64 got = from.read(piece.data(), piece.size());
        if (got < 0)
            return fail(Error::Kind::FileUnreadable, from.errorString(), fromName);
        if (got == 0)
            return {};
        for (qint64 done = 0; done < got;) {
            const qint64 put = to.write(piece.constData() + done, got - done);
            if (put <= 0)
                return fail(writeError(to, toName));
            done += put;
        }
    }
}

} // namespace

Done openForReading(QFile& file, const QString& path)
{
    constexpr auto mode = QIODevice::ReadOnly | QIODevice::Unbuffered;
    const bool isOpen = path == "-"_L1 ? file.open(posix::numberOf(stdin), mode) : file.open(mode);
    if (isOpen)
        return {};
    const bool isThere = path == "-"_L1 || file.exists();
    return fail(isThere ? Error::Kind::FileUnreadable : Error::Kind::NotFound, file.errorString(),
                path, isThere ? QString() : u"FILE_MISSING"_s);
}

bool isPipe(const QString& path)
{
    if (path == "-"_L1)
        return true;
    const QFileInfo info(path);
    return info.exists() && !info.isFile() && !info.isDir();
}

Result<FileOnTheWay> FileOnTheWay::named(const QString& name)
{
    FileOnTheWay file;
    file.m_folder
        = std::make_unique<QTemporaryDir>(QDir::tempPath() + '/'_L1 + folderPrefix + "XXXXXX"_L1);
    if (!file.m_folder->isValid())
        return fail(Error::Kind::Storage, file.m_folder->errorString(), QDir::tempPath());
    removeLeft(QFileInfo(file.m_folder->path()).ownerId());
    file.m_lock = std::make_unique<QFile>(file.m_folder->filePath(lockName));
    if (!file.m_lock->open(QIODevice::WriteOnly))
        return fail(writeError(*file.m_lock, file.m_folder->path()));
    std::ignore = posix::lock(file.m_lock->handle());
    file.m_path = file.m_folder->filePath(name);
    return file;
}

Done FileOnTheWay::readFrom(const QString& pipe) const
{
    QFile from(pipe);
    if (const Done open = openForReading(from, pipe); !open)
        return open;
    QFile to(m_path);
    if (!to.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return fail(writeError(to, m_path));
    return copy(from, pipe, to, m_path);
}

Done FileOnTheWay::writeTo(const QString& pipe) const
{
    QFile from(m_path);
    if (!from.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(Error::Kind::FileUnreadable, from.errorString(), m_path);
    QFile to(pipe);
    constexpr auto mode = QIODevice::WriteOnly | QIODevice::Unbuffered;
    if (!(pipe == "-"_L1 ? to.open(posix::numberOf(stdout), mode) : to.open(mode)))
        return fail(writeError(to, pipe));
    return copy(from, m_path, to, pipe);
}

} // namespace cairn::ctl
