// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArrayView>

#include <cstdint>
#include <cstdlib>

namespace fuzz {

inline QByteArrayView bytes(const uint8_t* data, size_t size)
{
    return {reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)};
}

inline void require(bool holds)
{
    if (!holds)
        std::abort(); // which the fuzzer reports with its input
}

} // namespace fuzz
