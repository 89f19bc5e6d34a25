// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/pins/fetchedcar.h"

#include "core/content/car/car.h"

namespace cairn::local {
using content::Cid;

Result<std::unique_ptr<FetchedCar>> FetchedCar::begin(const UploadCommitter& committer,
                                                      const Cid& root)
{
    std::unique_ptr<FetchedCar> fetched(new FetchedCar);
    auto car = committer.incoming();
    if (!car)
        return fail(car.error());
    fetched->m_car = std::move(*car);
    fetched->m_contents.root = root;
    if (const Done done = fetched->write(content::encodeCarHeader({root})); !done)
        return fail(done.error());
    return fetched;
}

Done FetchedCar::write(QByteArrayView bytes)
{
    m_hash.add(bytes);
    m_contents.size += bytes.size();
    return m_car->write(bytes);
}

Done FetchedCar::append(const Cid& cid, QByteArrayView bytes)
{
    if (const Done done = write(content::carFrame(cid.bytes(), bytes.size())); !done)
        return done;
    m_contents.blocks.add({blockKey(cid), m_contents.size, bytes.size()});
    return write(bytes);
}

Done FetchedCar::keep(UploadCommitter& committer)
{
    m_contents.carCid = Cid::ofCar(m_hash.finish());
    return committer.commitBlocks(m_contents, *m_car);
}

} // namespace cairn::local
