// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/multihash.h"
#include "core/local/store/uploadcommitter.h"

namespace cairn::local {

/// Blocks from elsewhere, written into a CAR of their own. The caller has verified them. One
/// thread.
class FetchedCar
{
public:
    [[nodiscard]] static Result<std::unique_ptr<FetchedCar>> begin(const UploadCommitter& committer,
                                                                   const content::Cid& root);

    [[nodiscard]] Done append(const content::Cid& cid, QByteArrayView bytes);
    /// What is in it makes a CAR of a good size, and is listed in one short change.
    bool isFull() const;
    /// Durable and in the catalog when this returns.
    [[nodiscard]] Done keep(UploadCommitter& committer);

private:
    FetchedCar() = default;
    [[nodiscard]] Done write(QByteArrayView bytes);

    std::unique_ptr<IncomingCar> m_car;
    content::Sha256 m_hash;
    CarContents m_contents;
};

} // namespace cairn::local
