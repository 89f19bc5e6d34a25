// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carwriter.h"

#include <QFileDevice>

namespace cairn::content {

CarWriter::CarWriter(QIODevice& out)
    : m_out(out)
{ }

Done CarWriter::begin(const std::vector<Cid>& roots)
{
    return write(encodeCarHeader(roots));
}

Done CarWriter::append(const Cid& cid, QByteArrayView data)
{
    if (Done done = write(carFrame(cid.bytes(), data.size())); !done)
        return done;
    return write(data);
}

Done CarWriter::write(QByteArrayView bytes)
{
    if (m_out.write(bytes.data(), bytes.size()) != bytes.size()) {
        const auto* file = qobject_cast<const QFileDevice*>(&m_out);
        const bool full = file && file->error() == QFileDevice::ResourceError;
        return fail(full ? Error::Kind::DiskFull : Error::Kind::Storage, m_out.errorString());
    }
    m_written += bytes.size();
    return {};
}

} // namespace cairn::content
