// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/carstore.h"

#include "core/base/fileerror.h"
#include "core/base/logging.h"
#include "core/base/posix/folder.h"
#include "core/local/store/carstate.h"
#include "core/storage/statement.h"

#include <QDir>
#include <QDirIterator>
#include <QUuid>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView carSuffix(".car");
constexpr QLatin1StringView setAsideSuffix(".car.damaged");
constexpr qint64 stride = 8 * 1024 * 1024;
constexpr QLatin1StringView partSuffix(".part");
constexpr QLatin1StringView markFile("/.cairn");

} // namespace

IncomingCar::IncomingCar(const QString& path)
    : m_file(path)
{ }

IncomingCar::~IncomingCar()
{
    if (!m_isKept)
        m_file.remove();
}

Error IncomingCar::error() const
{
    return writeError(m_file, m_file.fileName());
}

Done IncomingCar::open()
{
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered,
                     QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return fail(error());
    return {};
}

Done IncomingCar::write(QByteArrayView bytes)
{
    // A disk that fills up takes a part without complaint; only the next write says why.
    while (!bytes.isEmpty()) {
        const qint64 written = m_file.write(bytes.data(), bytes.size());
        if (written <= 0)
            return fail(error());
        bytes = bytes.sliced(written);
        m_written += written;
    }
    startWriting();
    return {};
}

// The disk works while the rest still comes in; else seal() waits for all of it at the end.
void IncomingCar::startWriting()
{
    if (m_written - m_started < stride)
        return;
    posix::beginSync(m_file.handle(), m_started, m_written - m_started);
    m_started = m_written;
}

Done IncomingCar::seal()
{
    if (const auto synced = posix::sync(m_file.handle()); !synced)
        return posix::failure(synced.error(), m_file.fileName());
    return {};
}

CarStore::CarStore(QString folder)
    : m_folder(std::move(folder))
{ }

Done CarStore::prepare() const
{
    if (!QDir().exists(m_folder) && !QDir().mkpath(m_folder))
        return fail(isOutOfSpace(m_folder) ? Error::Kind::DiskFull : Error::Kind::Storage,
                    u"cannot make the folder"_s, m_folder);
    constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    QFile::setPermissions(m_folder, ownerOnly | QFileDevice::ExeOwner);
    QFile mark(m_folder + markFile);
    if (!mark.exists() && !mark.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly))
        return fail(writeError(mark, mark.fileName()));
    return {};
}

QString CarStore::path(const content::Cid& car) const
{
    return m_folder + '/'_L1 + car.toString() + carSuffix;
}

Result<std::unique_ptr<IncomingCar>> CarStore::incoming() const
{
    // Into a folder that took its place while its disk is away nothing must come.
    if (const Done there = checkThere(); !there)
        return fail(there.error());
    auto car = std::make_unique<IncomingCar>(
        m_folder + '/'_L1 + QUuid::createUuid().toString(QUuid::WithoutBraces) + partSuffix);
    if (const Done opened = car->open(); !opened)
        return fail(opened.error());
    return car;
}

Done CarStore::keep(IncomingCar& car, const content::Cid& cid) const
{
    // Not QFile::rename, which refuses an existing name: the new file has the right bytes for
    // certain, the old one may have decayed.
    const QString name = path(cid);
    const auto renamed
        = posix::rename(QFile::encodeName(car.m_file.fileName()), QFile::encodeName(name));
    if (!renamed)
        return posix::failure(renamed.error(), name);
    car.m_file.close();
    car.m_isKept = true;
    return {};
}

void CarStore::takeBack(IncomingCar& car, const content::Cid& cid) const
{
    const auto renamed
        = posix::rename(QFile::encodeName(path(cid)), QFile::encodeName(car.m_file.fileName()));
    if (renamed)
        car.m_isKept = false;
    else
        qCWarning(lcLocal) << "stays although it was refused:" << path(cid);
}

bool CarStore::has(const content::Cid& car) const
{
    return QFile::exists(path(car));
}

Done CarStore::remove(const content::Cid& car) const
{
    if (const auto removed = posix::removeFile(QFile::encodeName(path(car))); !removed)
        return posix::failure(removed.error(), path(car));
    return {};
}

void CarStore::removeUnfinished() const
{
    QDirIterator files(m_folder, {u"*"_s + partSuffix}, QDir::Files | QDir::Hidden);
    while (files.hasNext()) {
        const QString path = files.next();
        if (QFile::remove(path))
            qCInfo(lcLocal) << "removed what an interrupted upload left:" << path;
    }
}

Result<std::vector<content::Cid>> CarStore::list() const
{
    return list(carSuffix);
}

Result<std::vector<content::Cid>> CarStore::listSetAside() const
{
    return list(setAsideSuffix);
}

QString CarStore::setAsidePath(const content::Cid& car) const
{
    return m_folder + '/'_L1 + car.toString() + setAsideSuffix;
}

Result<std::vector<content::Cid>> CarStore::list(QLatin1StringView suffix) const
{
    auto folder = posix::FolderReader::open(QFile::encodeName(m_folder));
    if (!folder)
        return posix::failure(folder.error(), m_folder);
    std::vector<content::Cid> cars;
    for (;;) {
        const auto entry = folder->next();
        if (!entry)
            return posix::failure(entry.error(), m_folder);
        if (!*entry)
            return cars;
        const QString text = QFile::decodeName((*entry)->toByteArray());
        if (!text.endsWith(suffix))
            continue;
        const auto name = text.chopped(suffix.size());
        const auto cid = content::Cid::parse(name);
        // Else not one of ours: each has one name.
        if (cid && cid->codec() == content::Codec::Car && cid->toString() == name)
            cars.push_back(*cid);
    }
}

Done CarStore::checkThere() const
{
    if (QFile::exists(m_folder + markFile))
        return {};
    const auto cars = list();
    if (cars && !cars->empty())
        return {};
    return fail(Error{Error::Kind::Storage,
                      cars ? u"there is no CAR in the folder"_s : cars.error().detail,
                      m_folder,
                      u"ERROR_CARS_AWAY"_s,
                      {}});
}

Done checkCarsAreThere(Database& catalog, const CarStore& cars)
{
    const auto any = Statement(catalog, u"SELECT EXISTS (SELECT 1 FROM car WHERE state < ?)"_s)
                         .bind(int(CarState::Absent))
                         .first(readInteger);
    if (!any)
        return fail(any.error());
    return any->value_or(0) ? cars.checkThere() : Done();
}

} // namespace cairn::local
