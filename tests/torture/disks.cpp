// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/faults.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 smallestPiece = 4096;

bool writeTo(const char* path, const QByteArray& text)
{
    QFile file(QFile::decodeName(path));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

/// Mounts of this process and of those that it starts are seen by no other and go with it. Where
/// its user may not mount, it becomes root of a user namespace first.
bool separate()
{
    const uid_t user = ::getuid();
    const gid_t group = ::getgid();
    if (::unshare(CLONE_NEWNS) != 0) {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return false;
        std::ignore = writeTo("/proc/self/setgroups", "deny");
        if (!writeTo("/proc/self/uid_map", "0 " + QByteArray::number(user) + " 1")
            || !writeTo("/proc/self/gid_map", "0 " + QByteArray::number(group) + " 1"))
            return false;
    }
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

} // namespace

std::unique_ptr<SmallDisk> SmallDisk::make(int mebibytes)
{
    static const bool isSeparate = separate();
    std::unique_ptr<SmallDisk> disk(new SmallDisk);
    const QByteArray options = "size=" + QByteArray::number(mebibytes) + "m,mode=0700";
    if (!isSeparate
        || ::mount("tmpfs", QFile::encodeName(disk->path()).constData(), "tmpfs", 0,
                   options.constData())
            != 0)
        return nullptr;
    return disk;
}

SmallDisk::~SmallDisk()
{
    ::umount2(QFile::encodeName(path()).constData(), MNT_DETACH);
}

void SmallDisk::fill(qint64 left)
{
    const int file = ::open(QFile::encodeName(path() + u"/filler"_s).constData(),
                            O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    // It is all or nothing, and others may take of the space meanwhile.
    for (qint64 piece = available() - left; piece >= smallestPiece;) {
        if (::posix_fallocate(file, ::lseek(file, 0, SEEK_END), piece) != 0)
            piece /= 2;
        else
            piece = available() - left;
    }
    ::close(file);
}

qint64 SmallDisk::available() const
{
    struct statvfs room = {};
    ::statvfs(QFile::encodeName(path()).constData(), &room);
    return qint64(room.f_bavail) * qint64(room.f_bsize);
}

void SmallDisk::free()
{
    QFile::remove(path() + u"/filler"_s);
}

void SmallDisk::setReadOnly(bool isReadOnly)
{
    ::mount(nullptr, QFile::encodeName(path()).constData(), nullptr,
            MS_REMOUNT | (isReadOnly ? unsigned(MS_RDONLY) : 0U), nullptr);
}

BadDisk::BadDisk()
    : m_file(m_folder.filePath(u"control"_s))
{
    if (m_file.open(QIODevice::ReadWrite) && m_file.resize(sizeof(DiskErrors)))
        m_errors = reinterpret_cast<DiskErrors*>(m_file.map(0, sizeof(DiskErrors)));
    mend();
}

QMap<QString, QString> BadDisk::variables() const
{
    return {{u"LD_PRELOAD"_s, QStringLiteral(CAIRN_EIO_LIBRARY)},
            {u"CAIRN_EIO_CONTROL"_s, m_file.fileName()}};
}

void BadDisk::breakDown(const DiskErrors& errors)
{
    if (!m_errors)
        return;
    m_errors->isOn = 0;
    *m_errors = errors;
}

} // namespace cairn::test
