// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QTemporaryFile>

namespace cairn::content {

/// An append-only temporary file for data that must not fill memory; removed with the object. One
/// thread appends; after flush() any number of threads may read. Errors: DiskFull, Storage.
class ScratchFile
{
public:
    [[nodiscard]] Done open(const QString& folder);

    /// Where the bytes begin in the file.
    [[nodiscard]] Result<qint64> append(QByteArrayView bytes);
    [[nodiscard]] Done flush();
    /// Exactly @p size bytes from @p offset.
    [[nodiscard]] Done read(qint64 offset, char* to, qint64 size) const;
    qint64 size() const { return m_size; }

private:
    QTemporaryFile m_file;
    QByteArray m_buffer;
    qint64 m_size = 0;
    int m_descriptor = -1;
};

} // namespace cairn::content
