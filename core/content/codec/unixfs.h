// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace cairn::content {

/// When something was last changed, as UnixFS says it: seconds since 1970, before it negative.
struct UnixFsTime
{
    qint64 seconds = 0;
    quint32 nanoseconds = 0; ///< Below 10^9, always forward.

    bool operator==(const UnixFsTime&) const = default;
};

/// The UnixFS message in a dag-pb node's data (specs.ipfs.tech/unixfs). A value. No profile writes
/// mode and time; what others wrote is restored.
struct UnixFs
{
    enum class Type : quint64 {
        Raw = 0,
        Directory = 1,
        File = 2,
        Metadata = 3,
        Symlink = 4,
        Shard = 5
    };

    Type type = Type::File;
    std::optional<QByteArray> data{}; ///< file bytes, symlink target or shard bit field
    std::optional<quint64> fileSize{};
    std::vector<quint64> blockSizes{}; ///< content bytes below each link
    std::optional<quint64> hashType{};
    std::optional<quint64> fanout{};
    std::optional<quint64> mode{}; ///< POSIX rights; may have further bits
    std::optional<UnixFsTime> modified{};

    bool operator==(const UnixFs&) const = default;
};

[[nodiscard]] QByteArray encodeUnixFs(const UnixFs& message);
/// Corrupt when malformed; unknown fields are skipped, packed block sizes are understood.
[[nodiscard]] Result<UnixFs> decodeUnixFs(QByteArrayView bytes);

inline constexpr quint64 murmur3Code = 0x22; ///< hashType of a sharded directory
inline constexpr quint64 hamtFanout = 256;

} // namespace cairn::content
