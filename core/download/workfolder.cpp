// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/workfolder.h"

#include "core/content/cid/multihash.h"
#include "core/base/posix.h"
#include "core/download/downloadrequest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSysInfo>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// Most records are shorter. It is taken up at once, so that none is lost to a disk that fills up.
constexpr qsizetype recordRoom = 4096;

QString folderFor(const DownloadRequest& request)
{
    const QByteArray what = (request.cid.text() + '\n'_L1 + request.path + '\n'_L1
                             + QFileInfo(request.target).fileName())
                                .toUtf8();
    return QFileInfo(request.target).absolutePath() + "/.cairn-"_L1
        + QString::fromLatin1(content::sha256(what).digest.first(8).toHex());
}

QByteArray textOf(const DownloadRecord& record)
{
    QJsonArray entries;
    for (const quint64 count : record.entries)
        entries.append(qint64(count));
    return QJsonDocument(
               QJsonObject{{u"boot"_s, QString::fromLatin1(QSysInfo::bootUniqueId())},
                           {u"entries"_s, entries},
                           {u"fileBytes"_s, qint64(record.fileBytes)},
                           {u"verified"_s, qint64(record.verified)},
                           {u"sourceBytes"_s, qint64(record.sourceBytes)},
                           {u"files"_s, record.files},
                           {u"leftOut"_s, QJsonArray::fromStringList(record.leftOut)},
                           {u"inode"_s, record.inode}})
        .toJson(QJsonDocument::Compact);
}

DownloadRecord recordFrom(const QJsonObject& json)
{
    DownloadRecord record;
    for (const QJsonValue count : json[u"entries"_s].toArray())
        record.entries.push_back(quint64(count.toInteger()));
    record.fileBytes = quint64(json[u"fileBytes"_s].toInteger());
    record.verified = quint64(json[u"verified"_s].toInteger());
    record.sourceBytes = quint64(json[u"sourceBytes"_s].toInteger());
    record.files = json[u"files"_s].toInt();
    for (const QJsonValue name : json[u"leftOut"_s].toArray())
        record.leftOut.append(name.toString());
    record.inode = json[u"inode"_s].toInteger();
    return record;
}

QJsonObject objectIn(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

qint64 inodeOf(int folder, const char* name)
{
    struct stat status{};
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? qint64(status.st_ino) : 0;
}

/// Everything written below the folder so far; the data of a whole file system where one cannot ask
/// for less.
int syncAll(int folder)
{
#ifdef Q_OS_LINUX
    return syncfs(folder);
#else
    sync();
    return fsync(folder);
#endif
}

/// Takes nobody's place: EEXIST instead.
int renameAnew(int folder, const char* name, const QByteArray& target)
{
#ifdef Q_OS_LINUX
    const int renamed
        = renameat2(folder, name, AT_FDCWD, target.constData(), RENAME_NOREPLACE);
    if (renamed == 0 || (errno != EINVAL && errno != ENOSYS))
        return renamed;
#endif
    struct stat status{};
    if (fstatat(AT_FDCWD, target.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    return renameat(folder, name, AT_FDCWD, target.constData());
}

} // namespace

Descriptor::~Descriptor()
{
    if (m_number >= 0)
        ::close(m_number);
}

void removeTree(int folder, const char* name)
{
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        return;
    const int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner < 0)
        return;
    if (DIR* entries = fdopendir(inner)) {
        while (const dirent* entry = readdir(entries)) {
            const QByteArrayView inside(entry->d_name);
            if (inside != "." && inside != "..")
                removeTree(inner, entry->d_name);
        }
        closedir(entries);
    } else {
        ::close(inner);
    }
    unlinkat(folder, name, AT_REMOVEDIR);
}

WorkFolder::WorkFolder(QString path, QString target)
    : m_path(std::move(path))
    , m_target(std::move(target))
{ }

Result<WorkFolder> WorkFolder::open(const DownloadRequest& request)
{
    WorkFolder folder(folderFor(request), request.target);
    const QByteArray path = QFile::encodeName(folder.m_path);
    if (mkdir(path.constData(), 0700) != 0 && errno != EEXIST)
        return posix::failure(QFileInfo(request.target).absolutePath());
    folder.m_folder
        = Descriptor(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.m_folder.isOpen())
        return posix::failure(folder.m_path);
    if (const Done locked = folder.lock(); !locked)
        return fail(locked.error());
    folder.load();
    if (folder.m_recordSize < recordRoom) {
        folder.m_recordSize = recordRoom;
        if (const Done written = folder.write(folder.m_record); !written) {
            if (folder.isEmpty())
                folder.clear();
            return fail(written.error());
        }
    }
    // What is there already is nobody's to replace, unless it is what we put there ourselves.
    if (QFileInfo(request.target).isSymLink() || QFileInfo::exists(request.target)) {
        if (!folder.isPlaced())
            return fail(Error{Error::Kind::Conflict, u"the target is there already"_s,
                              request.target, u"TARGET_EXISTS"_s});
    }
    return folder;
}

Done WorkFolder::lock()
{
    m_recordFile = Descriptor(
        openat(m_folder.number(), "record", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!m_recordFile.isOpen())
        return posix::failure(m_path);
    struct stat status{};
    // Without a link it is one that somebody threw away at this moment.
    if (flock(m_recordFile.number(), LOCK_EX | LOCK_NB) != 0
        || fstat(m_recordFile.number(), &status) != 0 || status.st_nlink == 0)
        return fail(Error{Error::Kind::Conflict, u"another download writes there"_s, m_target,
                          u"TARGET_BUSY"_s});
    return {};
}

void WorkFolder::load()
{
    QJsonObject json = objectIn(m_path + "/record"_L1);
    m_recordSize = QFileInfo(m_path + "/record"_L1).size();
    if (json[u"boot"_s].toString().toLatin1() != QSysInfo::bootUniqueId()
        || QSysInfo::bootUniqueId().isEmpty())
        json = objectIn(m_path + "/synced"_L1);
    m_record = recordFrom(json);
}

/// One write over the old text, and never a shorter one: there is no moment between two.
Done WorkFolder::write(const DownloadRecord& record)
{
    QByteArray text = textOf(record);
    m_recordSize = std::max(m_recordSize, text.size());
    text = text.leftJustified(m_recordSize, ' ');
    if (pwrite(m_recordFile.number(), text.constData(), size_t(text.size()), 0) != text.size())
        return posix::failure(m_path);
    m_record = record;
    return {};
}

Done WorkFolder::sync(const DownloadRecord& record)
{
    if (syncAll(m_folder.number()) != 0)
        return posix::failure(m_path);
    if (const Done written = writeSynced(textOf(record)); !written)
        return written;
    return write(record);
}

Done WorkFolder::writeSynced(const QByteArray& text)
{
    const Descriptor file(openat(m_folder.number(), "synced.new",
                                 O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return posix::failure(m_path);
    if (const Done written = posix::writeAll(file.number(), text); !written)
        return written;
    if (fsync(file.number()) != 0
        || renameat(m_folder.number(), "synced.new", m_folder.number(), "synced") != 0)
        return posix::failure(m_path);
    return {};
}

bool WorkFolder::isPlaced() const
{
    return m_record.inode != 0 && inodeOf(m_folder.number(), content) == 0
        && inodeOf(AT_FDCWD, QFile::encodeName(m_target).constData()) == m_record.inode;
}

Done WorkFolder::place(DownloadRecord record)
{
    if (!isPlaced()) {
        record.inode = inodeOf(m_folder.number(), content);
        if (const Done synced = sync(record); !synced)
            return synced;
        if (renameAnew(m_folder.number(), content, QFile::encodeName(m_target)) != 0) {
            if (errno == EEXIST || errno == ENOTEMPTY)
                return fail(Error{Error::Kind::Conflict, u"the target has come meanwhile"_s,
                                  m_target, u"TARGET_EXISTS"_s});
            return posix::failure(m_target);
        }
    }
    const Descriptor parent(
        ::open(QFile::encodeName(QFileInfo(m_target).absolutePath()).constData(),
               O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!parent.isOpen() || fsync(parent.number()) != 0)
        return posix::failure(m_target);
    return {};
}

void WorkFolder::clear()
{
    for (const char* name : {content, "synced", "synced.new", "record"})
        removeTree(m_folder.number(), name);
    rmdir(QFile::encodeName(m_path).constData());
}

bool WorkFolder::discard(const DownloadRequest& request, Discard when)
{
    WorkFolder folder(folderFor(request), request.target);
    folder.m_folder = Descriptor(::open(QFile::encodeName(folder.m_path).constData(),
                                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.m_folder.isOpen())
        return true;
    if (!folder.lock())
        return false;
    folder.load();
    if (when == Discard::Always || folder.isPlaced())
        folder.clear();
    return true;
}

} // namespace cairn
