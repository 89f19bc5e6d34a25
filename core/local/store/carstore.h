// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/content/cid/cid.h"

#include <QFile>
#include <QString>

#include <functional>
#include <memory>

namespace cairn::local {

/// A CAR on its way in: a file of its own that goes with this object unless it was kept. One
/// thread.
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

private:
    friend class CarStore;
    Error error() const;

    void startWriting();

    QFile m_file;
    qint64 m_written = 0;
    qint64 m_started = 0; ///< Of these the disk was asked to begin with.
};

/// The folder of CARs, each named by its CID and never changed. It does not know which of them the
/// catalog knows. Any thread. Errors: Storage, DiskFull; the subject is the path.
class CarStore
{
public:
    explicit CarStore(QString folder);

    /// Makes the folder.
    [[nodiscard]] Done prepare() const;
    QString path(const content::Cid& car) const;
    const QString& folder() const { return m_folder; }

    [[nodiscard]] Result<std::unique_ptr<IncomingCar>> incoming() const;
    /// Gives a sealed file its name, over an equal one that may be there; durable on return.
    [[nodiscard]] Done keep(IncomingCar& car, const content::Cid& cid) const;
    void remove(const content::Cid& car) const;

    /// Removes what a crash left: unfinished files, and CARs that @p known denies.
    [[nodiscard]] Done removeUnknown(const std::function<Result<bool>(const content::Cid&)>& known) const;

private:
    const QString m_folder;
};

} // namespace cairn::local
