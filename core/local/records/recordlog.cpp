// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/records/recordlog.h"

#include "core/base/fileerror.h"
#include "core/base/logging.h"
#include "core/base/posix/folder.h"
#include "core/content/cid/multihash.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr int formatVersion = 1;
constexpr int digitsOfSegment = 6;
constexpr qint64 copiedAtOnce = 1024 * 1024;
constexpr QLatin1StringView segmentSuffix(".jsonl");
constexpr char snapshotEnd[] = "{\"r\":\"snapshot-end\"}\n";

struct SegmentHeader
{
    QString store;
    bool isSnapshot = false;
    bool isContinued = false; ///< Its snapshot is what the segments before it come to.
};

Result<SegmentHeader> readHeader(QFile& file)
{
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::Storage, file.errorString(), file.fileName());
    const QByteArray line = file.readLine();
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    if (!line.endsWith('\n') || json["cairn"_L1].toString() != "records"_L1)
        return fail(Error::Kind::Corrupt, u"not a segment of records"_s, file.fileName());
    if (json["version"_L1].toInt() > formatVersion)
        return fail(Error{Error::Kind::Storage,
                          u"records of a newer version (%1, this program knows %2)"_s
                              .arg(json["version"_L1].toInt())
                              .arg(formatVersion),
                          file.fileName(),
                          u"ERROR_NEWER_FOLDER"_s,
                          {}});
    return SegmentHeader{json["store"_L1].toString(), json["snapshot"_L1].toBool(),
                         !json["previous"_L1].toString().isEmpty()};
}

Result<QByteArray> sha256OfFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(Error::Kind::Storage, file.errorString(), path);
    content::Sha256 hash;
    for (;;) {
        const QByteArray bytes = file.read(copiedAtOnce);
        if (bytes.isEmpty())
            break;
        hash.add(bytes);
    }
    if (file.error() != QFileDevice::NoError)
        return fail(Error::Kind::Storage, file.errorString(), path);
    const content::Digest digest = hash.finish();
    return QByteArray(reinterpret_cast<const char*>(digest.data()), qsizetype(digest.size()))
        .toHex();
}

} // namespace

QString RecordPosition::text() const
{
    return u"%1:%2"_s.arg(segment).arg(offset);
}

std::optional<RecordPosition> RecordPosition::from(const QString& text)
{
    const qsizetype colon = text.indexOf(':'_L1);
    bool isSegment = false;
    bool isOffset = false;
    const RecordPosition position{text.left(colon).toLongLong(&isSegment),
                                  text.mid(colon + 1).toLongLong(&isOffset)};
    return colon > 0 && isSegment && isOffset ? std::optional(position) : std::nullopt;
}

RecordLog::RecordLog(QString folder)
    : m_folder(std::move(folder))
{ }

QString RecordLog::path(qint64 segment) const
{
    return u"%1/%2"_s.arg(m_folder).arg(segment, digitsOfSegment, 10, '0'_L1) + segmentSuffix;
}

Result<std::vector<qint64>> RecordLog::segments() const
{
    std::vector<qint64> numbers;
    auto folder = posix::FolderReader::open(QFile::encodeName(m_folder));
    if (!folder && folder.error() == std::errc::no_such_file_or_directory)
        return numbers;
    if (!folder)
        return posix::failure(folder.error(), m_folder);
    for (;;) {
        const auto next = folder->next();
        if (!next)
            return posix::failure(next.error(), m_folder);
        if (!*next)
            break;
        const QString name = QFile::decodeName((*next)->toByteArray());
        bool isNumber = false;
        const qint64 number = name.chopped(std::min<qsizetype>(segmentSuffix.size(), name.size()))
                                  .toLongLong(&isNumber);
        if (name.endsWith(segmentSuffix) && isNumber && number > 0)
            numbers.push_back(number);
    }
    std::ranges::sort(numbers);
    return numbers;
}

Result<QString> RecordLog::store() const
{
    const auto numbers = segments();
    if (!numbers)
        return fail(numbers.error());
    if (numbers->empty())
        return QString();
    QFile file(path(numbers->back()));
    const auto header = readHeader(file);
    if (!header)
        return fail(header.error());
    return header->store;
}

Result<qint64> RecordLog::size() const
{
    const auto numbers = segments();
    if (!numbers)
        return fail(numbers.error());
    qint64 bytes = 0;
    for (const qint64 number : *numbers)
        bytes += QFileInfo(path(number)).size();
    return bytes;
}

Result<RecordPosition> RecordLog::end() const
{
    const auto numbers = segments();
    if (!numbers)
        return fail(numbers.error());
    if (numbers->empty())
        return RecordPosition();
    QFile file(path(numbers->back()));
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::Storage, file.errorString(), file.fileName());
    qint64 end = file.size();
    // Backwards to the last LF; a line is a few hundred bytes.
    while (end > 0) {
        const qint64 from = std::max<qint64>(0, end - copiedAtOnce);
        file.seek(from);
        const QByteArray bytes = file.read(end - from);
        if (bytes.size() != end - from)
            return fail(Error::Kind::Storage, file.errorString(), file.fileName());
        const qsizetype last = bytes.lastIndexOf('\n');
        end = last < 0 ? from : from + last + 1;
        if (last >= 0)
            break;
    }
    return RecordPosition{numbers->back(), end};
}

Done RecordLog::open(qint64 segment)
{
    if (m_segment == segment && m_file.isOpen())
        return {};
    m_file = {};
    m_segment = 0;
    const auto folder = posix::openFolder(QFile::encodeName(m_folder), posix::Follow::Symlinks);
    if (!folder)
        return posix::failure(folder.error(), m_folder);
    auto file = posix::createFileIn(folder->number(),
                                    QFile::encodeName(QFileInfo(path(segment)).fileName()),
                                    posix::Existing::Kept, posix::Rights::OwnerOnly);
    if (!file)
        return posix::failure(file.error(), path(segment));
    m_file = std::move(*file);
    m_segment = segment;
    return {};
}

Done RecordLog::cutTo(const RecordPosition& at)
{
    if (const Done opened = open(at.segment); !opened)
        return opened;
    const auto status = posix::status(m_file.number());
    if (!status)
        return posix::failure(status.error(), path(at.segment));
    if (status->size < at.offset)
        return fail(Error::Kind::Storage,
                    u"the records end at byte %1, the catalog counts on %2"_s.arg(status->size)
                        .arg(at.offset),
                    path(at.segment));
    auto cut = posix::cutTo(m_file.number(), at.offset); // Writing goes on there, too.
    if (cut && status->size > at.offset) {
        qCDebug(lcLocal) << "cut off" << status->size - at.offset << "bytes of records at"
                         << at.text();
        cut = posix::sync(m_file.number()); // They must not be back after a power failure.
    }
    if (!cut)
        return posix::failure(cut.error(), path(at.segment));
    return {};
}

Result<RecordPosition> RecordLog::append(const RecordPosition& at, QByteArrayView lines)
{
    if (const Done cut = cutTo(at); !cut)
        return fail(cut.error());
    auto written = posix::writeAll(m_file.number(), lines);
    if (written)
        written = posix::sync(m_file.number());
    if (!written) {
        // Nobody was answered yet: as if it had never been written.
        std::ignore = posix::cutTo(m_file.number(), at.offset);
        return posix::failure(written.error(), path(at.segment));
    }
    return RecordPosition{at.segment, at.offset + lines.size()};
}

Result<RecordPosition> RecordLog::writeSnapshot(const QString& store, Continues continues,
                                                const std::function<Done(const WriteLine&)>& lines)
{
    const auto numbers = segments();
    if (!numbers)
        return fail(numbers.error());
    if (!QDir(m_folder).exists()) {
        if (const auto made = posix::makeFolder(QFile::encodeName(m_folder)); !made)
            return posix::failure(made.error(), m_folder);
        const QString parent = QFileInfo(m_folder).path();
        if (const auto synced = posix::syncFolder(QFile::encodeName(parent)); !synced)
            return posix::failure(synced.error(), parent);
    }
    QString previous;
    if (!numbers->empty() && continues == Continues::Yes) {
        const auto hash = sha256OfFile(path(numbers->back()));
        if (!hash)
            return fail(hash.error());
        previous = QString::fromLatin1(*hash);
    }
    const qint64 number = numbers->empty() ? 1 : numbers->back() + 1;
    const QString name = path(number);
    QFile file(name + ".new"_L1);
    file.remove();
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                   QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return fail(writeError(file, file.fileName()));
    const auto abandon = [&file](const Error& error) {
        file.remove();
        return fail(error);
    };
    const WriteLine write = [&file](const QByteArray& line) -> Done {
        if (file.write(line) != line.size())
            return fail(writeError(file, file.fileName()));
        return {};
    };
    // Members in the order in which people look for them; QJsonDocument would sort them.
    const QByteArray header
        = u"{\"cairn\":\"records\",\"version\":%1,\"store\":\"%2\",\"segment\":%3,"
          "\"previous\":\"%4\",\"snapshot\":true}\n"_s.arg(formatVersion)
              .arg(store)
              .arg(number)
              .arg(previous)
              .toUtf8();
    Done written = write(header);
    if (written)
        written = lines(write);
    if (written)
        written = write(snapshotEnd);
    if (!written)
        return abandon(written.error());
    if (!file.flush())
        return abandon(writeError(file, file.fileName()));
    if (const auto synced = posix::sync(file.handle()); !synced)
        return abandon(posix::failure(synced.error(), file.fileName()).value());
    const qint64 size = file.size();
    file.close();
    const auto renamed = posix::rename(QFile::encodeName(file.fileName()), QFile::encodeName(name));
    if (!renamed)
        return abandon(posix::failure(renamed.error(), name).value());
    if (const auto synced = posix::syncFolder(QFile::encodeName(m_folder)); !synced)
        return posix::failure(synced.error(), m_folder);
    return RecordPosition{number, size};
}

Result<bool> RecordLog::isContinuedAfter(qint64 segment) const
{
    const auto numbers = segments();
    if (!numbers)
        return fail(numbers.error());
    for (const qint64 number : *numbers) {
        if (number <= segment)
            continue;
        QFile file(path(number));
        const auto header = readHeader(file);
        if (!header)
            return fail(header.error());
        if (!header->isContinued)
            return false;
    }
    return true;
}

Done RecordLog::removeBefore(qint64 segment)
{
    const auto numbers = segments();
    if (!numbers)
        return fail(numbers.error());
    for (const qint64 number : *numbers) {
        if (number >= segment)
            continue;
        if (const auto removed = posix::removeFile(QFile::encodeName(path(number))); !removed)
            return posix::failure(removed.error(), path(number));
    }
    return {};
}

Result<std::vector<RecordLog::Damage>> RecordLog::read(const RecordPosition& from,
                                                       const Take& take) const
{
    const auto numbers = segments();
    if (!numbers)
        return fail(numbers.error());
    std::vector<Damage> damages;
    auto first
        = std::ranges::find_if(*numbers, [&](qint64 number) { return number >= from.segment; });
    if (from.segment == 0) {
        // The newest snapshot has all that was before it.
        for (auto number = numbers->begin(); number != numbers->end(); ++number) {
            QFile file(path(*number));
            const auto header = readHeader(file);
            if (header && header->isSnapshot)
                first = number;
        }
    }
    for (auto number = first; number != numbers->end(); ++number) {
        QFile file(path(*number));
        const auto header = readHeader(file);
        if (!header && header.error().kind != Error::Kind::Corrupt)
            return fail(header.error());
        if (!header)
            damages.push_back({{*number, 0}, header.error().detail});
        // A snapshot says again what the segments before it said.
        bool isSkipping = header && header->isSnapshot
            && (number != first || (from.segment != 0 && from.segment < *number));
        if (from.segment == *number) {
            file.seek(from.offset);
            isSkipping = false;
        }
        for (;;) {
            const QByteArray line = file.readLine();
            if (line.isEmpty())
                break;
            const RecordPosition end{*number, file.pos()};
            if (!line.endsWith('\n')) {
                if (std::next(number) != numbers->end()) // At the very end a crash cut it short.
                    damages.push_back({end, u"the line is cut short"_s});
                break;
            }
            if (line == snapshotEnd) {
                isSkipping = false;
                continue;
            }
            if (isSkipping)
                continue;
            const auto record = recordFrom(line);
            if (!record) {
                damages.push_back({end, record.error().detail});
                continue;
            }
            if (const Done taken = take(*record, end); !taken)
                return fail(taken.error());
        }
        if (file.error() != QFileDevice::NoError)
            return fail(Error::Kind::Storage, file.errorString(), file.fileName());
    }
    return damages;
}

} // namespace cairn::local
