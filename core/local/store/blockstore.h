// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/unixfs/dagreader.h"
#include "core/local/store/carstore.h"
#include "core/storage/database.h"

#include <QHash>

namespace cairn::local {

/// Blocks of all stored CARs, of every user, each verified as it is read. Keeps a few files open;
/// made for one request and used by one thread. Errors: NotFound; Storage, also when the bytes of a
/// block have changed.
class BlockStore final : public content::BlockSource
{
public:
    BlockStore(Database& database, const CarStore& cars);

    [[nodiscard]] Result<QByteArray> block(const content::Cid& cid) override;
    /// How long the block is, without reading it; nothing if it is not here.
    [[nodiscard]] Result<std::optional<qint64>> length(const content::Cid& cid);

private:
    struct Spot
    {
        QByteArray car;
        qint64 offset = 0;
        qint64 length = 0;
    };
    /// All its places: several CARs may have it.
    [[nodiscard]] Result<std::vector<Spot>> locate(const content::Cid& cid);
    [[nodiscard]] Result<QByteArray> readAt(const Spot& spot, const content::Cid& cid);
    [[nodiscard]] Result<QFile*> file(const QByteArray& car);

    Database& m_database;
    const CarStore& m_cars;
    QHash<QByteArray, std::shared_ptr<QFile>> m_files;
};

} // namespace cairn::local
