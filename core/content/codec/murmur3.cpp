// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/murmur3.h"

#include <QtEndian>

#include <bit>

namespace cairn::content {
namespace {

constexpr quint64 c1 = 0x87c37b91114253d5;
constexpr quint64 c2 = 0x4cf5ad432745937f;

quint64 mixLow(quint64 k)
{
    return std::rotl(k * c1, 31) * c2;
}

quint64 mixHigh(quint64 k)
{
    return std::rotl(k * c2, 33) * c1;
}

quint64 finalMix(quint64 k)
{
    k = (k ^ (k >> 33)) * 0xff51afd7ed558ccd;
    k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53;
    return k ^ (k >> 33);
}

quint64 tailWord(QByteArrayView bytes)
{
    quint64 word = 0;
    for (qsizetype i = bytes.size(); i-- > 0;)
        word = word << 8 | static_cast<uchar>(bytes[i]);
    return word;
}

} // namespace

quint64 murmur3(QByteArrayView bytes)
{
    const auto length = static_cast<quint64>(bytes.size());
    quint64 low = 0;
    quint64 high = 0;
    while (bytes.size() >= 16) {
        low ^= mixLow(qFromLittleEndian<quint64>(bytes.data()));
        low = (std::rotl(low, 27) + high) * 5 + 0x52dce729;
        high ^= mixHigh(qFromLittleEndian<quint64>(bytes.data() + 8));
        high = (std::rotl(high, 31) + low) * 5 + 0x38495ab5;
        bytes = bytes.sliced(16);
    }
    if (bytes.size() > 8)
        high ^= mixHigh(tailWord(bytes.sliced(8)));
    if (!bytes.isEmpty())
        low ^= mixLow(tailWord(bytes.first(qMin<qsizetype>(8, bytes.size()))));
    low ^= length;
    high ^= length;
    low += high;
    high += low;
    return finalMix(low) + finalMix(high);
}

} // namespace cairn::content
