// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carwriter.h"

#include "core/base/fileerror.h"

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
    if (m_out.write(bytes.data(), bytes.size()) != bytes.size())
        return fail(writeError(m_out));
    m_written += bytes.size();
    return {};
}

} // namespace cairn::content
