// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/varint.h"

using namespace Qt::StringLiterals;

namespace cairn::content {

void appendVarint(QByteArray& to, quint64 value)
{
    while (value >= 0x80) {
        to.append(static_cast<char>((value & 0x7f) | 0x80));
        value >>= 7;
    }
    to.append(static_cast<char>(value));
}

int varintLength(quint64 value)
{
    int length = 1;
    while (value >= 0x80) {
        value >>= 7;
        ++length;
    }
    return length;
}

Result<quint64> takeVarint(QByteArrayView& from)
{
    constexpr int maxLength = 9; // multiformats/unsigned-varint: 63 bits
    quint64 value = 0;
    for (int i = 0; i < maxLength; ++i) {
        if (i >= from.size())
            return fail(Error::Kind::Corrupt, u"varint cut short"_s);
        const auto byte = static_cast<uchar>(from[i]);
        value |= static_cast<quint64>(byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            if (byte == 0 && i > 0)
                return fail(Error::Kind::Corrupt, u"varint not in shortest form"_s);
            from = from.sliced(i + 1);
            return value;
        }
    }
    return fail(Error::Kind::Corrupt, u"varint too long"_s);
}

} // namespace cairn::content
