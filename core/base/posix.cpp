// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace cairn::posix {

QString systemError()
{
    return QString::fromStdString(std::generic_category().message(errno));
}

tl::unexpected<Error> failure(const QString& subject)
{
    const bool isFull = errno == ENOSPC || errno == EDQUOT;
    return fail(isFull ? Error::Kind::DiskFull : Error::Kind::Storage, systemError(), subject);
}

Done writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t wrote
            = ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return failure();
        bytes = bytes.sliced(wrote);
    }
    return {};
}

void beginFlush([[maybe_unused]] int descriptor, [[maybe_unused]] qint64 offset,
                [[maybe_unused]] qint64 size)
{
#ifdef Q_OS_LINUX
    ::sync_file_range(descriptor, offset, size, SYNC_FILE_RANGE_WRITE);
#endif
}

Result<qint64> readAt(int descriptor, qint64 offset, char* to, qint64 size)
{
    qint64 done = 0;
    while (done < size) {
        const ssize_t got
            = ::pread(descriptor, to + done, static_cast<std::size_t>(size - done), offset + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(Error::Kind::FileUnreadable, systemError());
        if (got == 0)
            break;
        done += got;
    }
    return done;
}

} // namespace cairn::posix
