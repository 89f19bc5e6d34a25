// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/content/cid/cid.h"
#include "core/storage/database.h"

#include <QFile>
#include <QString>

#include <memory>
#include <vector>

namespace cairn::local {

/// A CAR that is coming in: a file that is removed with this object unless CarStore::keep() was
/// called. One thread.
class IncomingCar
{
public:
    explicit IncomingCar(const QString& path);
    ~IncomingCar();
    IncomingCar(const IncomingCar&) = delete;
    IncomingCar& operator=(const IncomingCar&) = delete;

    [[nodiscard]] Done open();
    [[nodiscard]] Done write(QByteArrayView bytes);
    /// Every byte is on the disk when this returns.
    [[nodiscard]] Done seal();
    QString path() const { return m_file.fileName(); } ///< Until it is kept.

private:
    friend class CarStore;
    Error error() const;

    void startWriting();

    QFile m_file;
    bool m_isKept = false;
    qint64 m_written = 0;
    qint64 m_started = 0; ///< Bytes that the disk was asked to write already.
};

/// The folder of CARs, each named by its CID and never changed. It does not know the catalog. Any
/// thread. Errors: Storage, DiskFull; the subject is the path.
class CarStore
{
public:
    explicit CarStore(QString folder);

    /// Makes the folder, and a mark in it by which it is known to be there even without a CAR.
    [[nodiscard]] Done prepare() const;
    QString path(const content::Cid& car) const;
    const QString& folder() const { return m_folder; }

    [[nodiscard]] Result<std::unique_ptr<IncomingCar>> incoming() const;
    /// Renames a sealed file to the name of its CID, over a file that has it already. Durable once
    /// the folder is synced.
    [[nodiscard]] Done keep(IncomingCar& car, const content::Cid& cid) const;
    /// Takes keep() back: the file is unfinished again. For a name that no file had before.
    void takeBack(IncomingCar& car, const content::Cid& cid) const;
    bool has(const content::Cid& car) const;
    [[nodiscard]] Done remove(const content::Cid& car) const;

    /// Removes the unfinished files that a crash left. A whole CAR stays, whether anybody knows it
    /// or not.
    void removeUnfinished() const;
    /// The CARs in the folder, by their names.
    [[nodiscard]] Result<std::vector<content::Cid>> list() const;

    /// CARs that an earlier version found changed, or could not read, and named CID.car.damaged.
    [[nodiscard]] Result<std::vector<content::Cid>> listSetAside() const;
    QString setAsidePath(const content::Cid& car) const;

    /// Whether this is the folder that prepare() made, or has any CAR: otherwise its disk may be
    /// away. Errors with ERROR_CARS_AWAY.
    [[nodiscard]] Done checkThere() const;

private:
    [[nodiscard]] Result<std::vector<content::Cid>> list(QLatin1StringView suffix) const;

    const QString m_folder;
};

/// Fails as CarStore::checkThere() if the catalog knows CARs that were there.
[[nodiscard]] Done checkCarsAreThere(Database& catalog, const CarStore& cars);

} // namespace cairn::local
