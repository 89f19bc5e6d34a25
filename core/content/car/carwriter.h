// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/car/car.h"
#include "core/content/cid/block.h"

#include <QIODevice>

namespace cairn::content {

/// Writes a CARv1 to a device it borrows: the header at once, then one block after another.
/// Errors: DiskFull or Storage, with nothing to clean up here. One thread.
class CarWriter
{
public:
    explicit CarWriter(QIODevice& out);

    [[nodiscard]] Done begin(const std::vector<Cid>& roots);
    [[nodiscard]] Done append(const Cid& cid, QByteArrayView data);
    qint64 bytesWritten() const { return m_written; }

private:
    Done write(QByteArrayView bytes);

    QIODevice& m_out;
    qint64 m_written = 0;
};

} // namespace cairn::content
