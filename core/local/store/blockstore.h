// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/unixfs/dagreader.h"
#include "core/local/store/blocktable.h"
#include "core/local/store/carstore.h"
#include "core/storage/database.h"

#include <QHash>

namespace cairn::local {

/// Blocks of all stored CARs, of every user, each verified as it is read. A block is here when a
/// CAR has it under its codec; a raw one when a CAR has its bytes. Keeps a few files open; made for
/// one request and used by one thread. Errors: NotFound; Storage, also when the bytes of a block
/// have changed.
class BlockStore final : public content::BlockSource
{
public:
    BlockStore(Database& database, const CarStore& cars);

    [[nodiscard]] Result<QByteArray> block(const content::Cid& cid) override;
    /// The bytes that the CID's hash names, whatever codec a CAR has them under.
    [[nodiscard]] Result<QByteArray> bytesOf(const content::Cid& cid);
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
    [[nodiscard]] Result<std::vector<Spot>> locate(const content::Cid& cid,
                                                   std::optional<quint64> codec);
    [[nodiscard]] Result<QByteArray> read(const content::Cid& cid, std::optional<quint64> codec);
    [[nodiscard]] Result<QByteArray> readAt(const Spot& spot, const content::Cid& cid);
    [[nodiscard]] Result<QFile*> file(const QByteArray& car);

    Database& m_database;
    const CarStore& m_cars;
    QHash<QByteArray, std::shared_ptr<QFile>> m_files;
};

} // namespace cairn::local
