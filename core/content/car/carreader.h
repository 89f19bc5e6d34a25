// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/car/carparser.h"
#include "core/content/cid/block.h"

#include <QIODevice>

#include <deque>

namespace cairn::content {

/// Reads verified blocks from a CAR on a device, version 1 or the payload of version 2. Borrows the
/// device. Reads forward only, in small pieces; holds a few blocks. Errors as CarParser's, and
/// Storage when the device cannot be read. Any thread, one at a time.
class CarReader
{
public:
    explicit CarReader(QIODevice& device, CarLimits limits = {});

    struct Entry
    {
        Block block;
        qint64 offset = 0; ///< of the data, from where the device stood at the start
    };

    [[nodiscard]] Result<std::vector<Cid>> roots();
    /// The next block, or nothing at the end.
    [[nodiscard]] Result<std::optional<Entry>> next();
    /// After an error: what is wrong with the file, unless it could not be read.
    std::optional<CarFault> fault() const;

private:
    Done fill();
    Done open();
    Done broken(const QString& what);

    QIODevice& m_device;
    CarParser m_parser;
    std::optional<std::vector<Cid>> m_roots;
    std::deque<Entry> m_entries;
    qint64 m_payloadStart = 0;
    std::optional<qint64> m_payloadLeft; ///< of a version 2 file
    std::optional<CarFault> m_fault; ///< around the version 1 payload
    bool m_opened = false;
    bool m_atEnd = false;
};

} // namespace cairn::content
