// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/carfile.h"

#include "core/base/posix/file.h"
#include "core/local/store/carsalvage.h"
#include "core/local/store/ingest.h"

#include <QFile>

#include <limits>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr qint64 readAtOnce = 1024 * 1024;
constexpr qint64 maxCarSize = std::numeric_limits<quint32>::max(); // See BlockTable.

auto unreadable(const std::error_code& reason, const QString& path)
{
    if (reason == std::errc::no_such_file_or_directory)
        return fail(Error::Kind::NotFound, posix::text(reason), path);
    return fail(Error::Kind::Storage, posix::text(reason), path);
}

/// Gives all bytes to @p take, in pieces, until that says false.
template<typename Take> posix::Outcome<void> readAll(int descriptor, Take take)
{
    QByteArray buffer(readAtOnce, Qt::Uninitialized);
    for (qint64 at = 0;;) {
        const auto got = posix::readAt(descriptor, at, buffer.data(), buffer.size());
        if (!got)
            return tl::unexpected(got.error());
        if (*got == 0 || !take(QByteArrayView(buffer).first(*got)))
            return {};
        at += *got;
    }
}

/// The bytes do not follow the rules, or are not those of the name.
Result<CarFileContents> salvage(int descriptor, qint64 size, const QString& path, const Cid& name,
                                const QString& refusal)
{
    content::Sha256 hash;
    const auto read = readAll(descriptor, [&](QByteArrayView bytes) {
        hash.add(bytes);
        return true;
    });
    if (!read)
        return unreadable(read.error(), path);
    CarFileContents found;
    found.whole = Cid::ofCar(hash.finish()) == name;
    found.refusal = refusal;
    CarSalvage parts(descriptor, size);
    if (const auto done = parts.run(); !done)
        return unreadable(done.error(), path);
    found.roots = parts.roots();
    found.damagedBlocks = parts.takeDamaged();
    found.contents = parts.contents().finish(name, size);
    return found;
}

} // namespace

Result<CarFileContents> readCarFile(const QString& path, const Cid& name)
{
    const auto file = posix::openToRead(QFile::encodeName(path), posix::Follow::Symlinks);
    if (!file)
        return unreadable(file.error(), path);
    const auto status = posix::status(file->number());
    if (!status)
        return unreadable(status.error(), path);
    if (status->kind != posix::FileStatus::Kind::File)
        return fail(Error::Kind::Storage, u"not a file"_s, path);
    if (status->size >= maxCarSize) {
        CarFileContents found;
        found.refusal = u"larger than a CAR can be"_s;
        found.contents.carCid = name;
        found.contents.size = status->size;
        return found;
    }
    Ingest ingest(CarContentsBuilder::Blocks::Stored);
    QString refusal;
    const auto read = readAll(file->number(), [&](QByteArrayView bytes) {
        const Done fed = ingest.feed(bytes);
        if (!fed)
            refusal = fed.error().detail;
        return fed.has_value();
    });
    if (!read)
        return unreadable(read.error(), path);
    if (refusal.isEmpty()) {
        auto contents = ingest.finish();
        if (contents && contents->carCid == name) {
            CarFileContents found;
            found.whole = true;
            found.roots = {contents->root};
            found.contents = std::move(*contents);
            return found;
        }
        refusal = contents ? u"the bytes do not hash to its name"_s : contents.error().detail;
    }
    return salvage(file->number(), status->size, path, name, refusal);
}

} // namespace cairn::local
