// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/workfolder.h"

#include "core/base/posix/folder.h"
#include "core/content/cid/multihash.h"
#include "core/download/downloadrequest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>

#include <tuple>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// Most records are shorter. It is taken up at once, so that none is lost to a disk that fills up.
constexpr qsizetype recordRoom = 4096;

QByteArray textOf(const DownloadRecord& record)
{
    QJsonArray entries;
    for (const quint64 count : record.entries)
        entries.append(qint64(count));
    return QJsonDocument(QJsonObject{{u"boot"_s, QString::fromLatin1(QSysInfo::bootUniqueId())},
                                     {u"entries"_s, entries},
                                     {u"fileBytes"_s, qint64(record.fileBytes)},
                                     {u"sourceBytes"_s, qint64(record.sourceBytes)},
                                     {u"files"_s, record.files},
                                     {u"leftOut"_s, qint64(record.leftOut)},
                                     {u"leftOutBytes"_s, record.leftOutBytes},
                                     {u"inode"_s, record.inode}})
        .toJson(QJsonDocument::Compact);
}

DownloadRecord recordFrom(const QJsonObject& json)
{
    DownloadRecord record;
    for (const QJsonValue count : json[u"entries"_s].toArray())
        record.entries.push_back(quint64(count.toInteger()));
    record.fileBytes = quint64(json[u"fileBytes"_s].toInteger());
    record.sourceBytes = quint64(json[u"sourceBytes"_s].toInteger());
    record.files = json[u"files"_s].toInt();
    record.leftOut = quint64(json[u"leftOut"_s].toInteger());
    record.leftOutBytes = json[u"leftOutBytes"_s].toInteger();
    record.inode = json[u"inode"_s].toInteger();
    return record;
}

QJsonObject objectIn(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

qint64 inodeOf(const posix::Outcome<posix::FileStatus>& status)
{
    return status ? qint64(status->inode) : 0;
}

} // namespace

WorkFolder::WorkFolder(QString path, QString target)
    : m_path(std::move(path))
    , m_target(std::move(target))
{ }

QString WorkFolder::pathFor(const DownloadRequest& request)
{
    const QByteArray what = (request.cid.text() + '\n'_L1 + request.path + '\n'_L1
                             + QFileInfo(request.target).fileName())
                                .toUtf8();
    return QFileInfo(request.target).absolutePath() + "/.cairn-"_L1
        + QString::fromLatin1(content::sha256(what).digest.first(8).toHex());
}

Result<WorkFolder> WorkFolder::open(const DownloadRequest& request)
{
    WorkFolder folder(pathFor(request), request.target);
    const QByteArray path = QFile::encodeName(folder.m_path);
    const auto made = posix::makeFolder(path);
    if (!made && made.error() != std::errc::file_exists)
        return posix::failure(made.error(), QFileInfo(request.target).absolutePath());
    auto opened = posix::openFolder(path, posix::Follow::Nothing);
    if (!opened)
        return posix::failure(opened.error(), folder.m_path);
    folder.m_folder = std::move(*opened);
    if (const Done locked = folder.lock(); !locked)
        return fail(locked.error());
    if (const Done loaded = folder.load(); !loaded)
        return fail(loaded.error());
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
    auto opened = posix::createFileIn(m_folder.number(), "record", posix::Existing::Kept,
                                      posix::Rights::OwnerOnly);
    if (!opened)
        return posix::failure(opened.error(), m_path);
    m_recordFile = std::move(*opened);
    const auto status = posix::lock(m_recordFile.number()).and_then([this] {
        return posix::status(m_recordFile.number());
    });
    // Without a link it is one that somebody threw away at this moment.
    if (!status || status->links == 0)
        return fail(Error{Error::Kind::Conflict, u"another download writes there"_s, m_target,
                          u"TARGET_BUSY"_s});
    return {};
}

Done WorkFolder::load()
{
    QJsonObject json = objectIn(m_path + "/record"_L1);
    m_recordSize = QFileInfo(m_path + "/record"_L1).size();
    if (json[u"boot"_s].toString().toLatin1() != QSysInfo::bootUniqueId()
        || QSysInfo::bootUniqueId().isEmpty())
        json = objectIn(m_path + "/synced"_L1);
    m_record = recordFrom(json);
    return loadLeftOut(json[u"leftOut"_s]);
}

/// Earlier versions had the names in the record.
Done WorkFolder::loadLeftOut(const QJsonValue& leftOut)
{
    for (const QJsonValue name : leftOut.toArray()) {
        const LeftOut entry{name.toString(), LeftOut::Reason::NotSaid};
        if (const Done noted = leaveOut(m_record, entry); !noted)
            return noted;
    }
    return {};
}

Done WorkFolder::leaveOut(DownloadRecord& record, const LeftOut& entry)
{
    if (record.leftOut++ >= mostLeftOut)
        return {};
    const QByteArray line = QJsonDocument(QJsonObject{{u"path"_s, entry.path},
                                                      {u"reason"_s, int(entry.reason)},
                                                      {u"block"_s, entry.block}})
                                .toJson(QJsonDocument::Compact)
        + '\n';
    const auto written = posix::createFileIn(m_folder.number(), "leftout", posix::Existing::Kept,
                                             posix::Rights::OwnerOnly)
                             .and_then([&](const posix::Descriptor& file) {
                                 return posix::writeAt(file.number(), record.leftOutBytes, line);
                             });
    if (!written)
        return posix::failure(written.error(), m_path);
    record.leftOutBytes += line.size();
    return {};
}

std::vector<LeftOut> WorkFolder::leftOut(const DownloadRecord& record) const
{
    std::vector<LeftOut> entries;
    QFile file(m_path + "/leftout"_L1);
    if (!file.open(QIODevice::ReadOnly))
        return entries;
    // What an earlier run wrote behind the record does not count.
    for (const QByteArray& line : file.read(record.leftOutBytes).split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        entries.push_back({json[u"path"_s].toString(), LeftOut::Reason(json[u"reason"_s].toInt()),
                           json[u"block"_s].toString()});
    }
    return entries;
}

/// One write over the old text, and never a shorter one: there is no moment between two.
Done WorkFolder::write(const DownloadRecord& record)
{
    QByteArray text = textOf(record);
    m_recordSize = std::max(m_recordSize, text.size());
    text = text.leftJustified(m_recordSize, ' ');
    if (const auto written = posix::writeAt(m_recordFile.number(), 0, text); !written)
        return posix::failure(written.error(), m_path);
    m_record = record;
    return {};
}

Done WorkFolder::sync(const DownloadRecord& record)
{
    if (const auto synced = posix::syncFileSystem(m_folder.number()); !synced)
        return posix::failure(synced.error(), m_path);
    if (const Done written = writeSynced(textOf(record)); !written)
        return written;
    return write(record);
}

Done WorkFolder::writeSynced(const QByteArray& text)
{
    const auto file = posix::createFileIn(m_folder.number(), "synced.new", posix::Existing::Emptied,
                                          posix::Rights::OwnerOnly);
    if (!file)
        return posix::failure(file.error(), m_path);
    if (const auto written = posix::writeAll(file->number(), text); !written)
        return posix::failure(written.error());
    const auto placed = posix::sync(file->number()).and_then([this] {
        return posix::renameIn(m_folder.number(), "synced.new", "synced");
    });
    if (!placed)
        return posix::failure(placed.error(), m_path);
    return {};
}

bool WorkFolder::isPlaced() const
{
    return m_record.inode != 0 && inodeOf(posix::statusIn(m_folder.number(), content)) == 0
        && inodeOf(posix::status(QFile::encodeName(m_target), posix::Follow::Nothing))
        == m_record.inode;
}

bool WorkFolder::isWhole() const
{
    return isPlaced()
        || (m_record.inode != 0
            && inodeOf(posix::statusIn(m_folder.number(), content)) == m_record.inode);
}

Done WorkFolder::place(DownloadRecord record, std::optional<quint32> rights)
{
    if (!isPlaced()) {
        record.inode = inodeOf(posix::statusIn(m_folder.number(), content));
        if (const Done synced = sync(record); !synced)
            return synced;
        const auto placed
            = posix::renameOut(m_folder.number(), content, QFile::encodeName(m_target));
        if (!placed) {
            if (placed.error() == std::errc::file_exists
                || placed.error() == std::errc::directory_not_empty)
                return fail(Error{Error::Kind::Conflict, u"the target has come meanwhile"_s,
                                  m_target, u"TARGET_EXISTS"_s});
            return posix::failure(placed.error(), m_target);
        }
    }
    if (rights) {
        // As far as that is possible here: the content is whole without.
        if (const auto folder
            = posix::openFolder(QFile::encodeName(m_target), posix::Follow::Nothing))
            std::ignore = posix::setRights(folder->number(), *rights);
    }
    const QString parent = QFileInfo(m_target).absolutePath();
    if (const auto synced = posix::syncFolder(QFile::encodeName(parent)); !synced)
        return posix::failure(synced.error(), m_target);
    return {};
}

void WorkFolder::clear()
{
    for (const char* name : {content, "synced", "synced.new", "leftout", "record"})
        posix::removeTreeIn(m_folder.number(), name);
    std::ignore = posix::removeFolder(QFile::encodeName(m_path));
}

bool WorkFolder::discard(const DownloadRequest& request, Discard when)
{
    WorkFolder folder(pathFor(request), request.target);
    auto opened = posix::openFolder(QFile::encodeName(folder.m_path), posix::Follow::Nothing);
    if (!opened)
        return true;
    folder.m_folder = std::move(*opened);
    if (!folder.lock())
        return false;
    if (!folder.load())
        return true; // It cannot even be written there.
    if (when == Discard::Always || folder.isPlaced())
        folder.clear();
    return true;
}

} // namespace cairn
