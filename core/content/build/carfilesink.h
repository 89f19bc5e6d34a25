// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/descriptor.h"
#include "core/content/build/blocksink.h"

#include <QString>

namespace cairn::content {

/// Writes blocks into a CAR file while they are packed. The file has a temporary name until
/// commit(), and is removed without it. Errors: DiskFull, Storage, Conflict where
/// its folder is not there; the subject is the path, or the folder.
class CarFileSink final : public BlockSink
{
public:
    CarFileSink(QString path, Profile::CidVersion version);
    ~CarFileSink() override;
    CarFileSink(const CarFileSink&) = delete;
    CarFileSink& operator=(const CarFileSink&) = delete;

    [[nodiscard]] Done open();
    /// Cuts off the blocks after the mark, writes the root into the header and renames the file.
    [[nodiscard]] Done commit(const Cid& root);
    qint64 carBytes() const;
    QString temporaryPath() const;

    Result<quint64> source(const QByteArray&, const FileIdentity&) override { return 0; }

protected:
    Done putLeaf(const BlockRef& ref, char* block) override;
    Result<quint64> putNode(const BlockRef& ref, QByteArrayView bytes,
                            std::span<const BlockLink> children) override;

private:
    Done put(const BlockRef& ref, QByteArrayView section);
    Done flush();
    Done named(const posix::Outcome<void>& outcome) const;

    QString m_path;
    QByteArray m_temporary;
    QByteArray m_buffer;
    qint64 m_headerSize;
    posix::Descriptor m_file;
};

} // namespace cairn::content
