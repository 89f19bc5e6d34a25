// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/pins/fetchedcar.h"

#include "core/api/wire/routes.h"
#include "core/content/car/car.h"

namespace cairn::local {
using content::Cid;

namespace {

constexpr qint64 enoughBytes = routes::largestBody / 2;

} // namespace

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

bool FetchedCar::isFull() const
{
    return m_contents.size >= enoughBytes || m_contents.blocks.size() >= mostBlocksAtOnce;
}

Done FetchedCar::keep(UploadCommitter& committer)
{
    m_contents.carCid = Cid::ofCar(m_hash.finish());
    return committer.commitBlocks(m_contents, *m_car);
}

} // namespace cairn::local
