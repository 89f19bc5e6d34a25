// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace cairn::local {

/// The head of a request, in the memory in which it came. The library reads over what others refuse
/// or read otherwise: a line feed alone, a NUL, a folded line. Since it hands out pieces of that
/// memory and copies nothing, what it read over is a gap between two pieces, or a wrong order. One
/// thing cannot be told from a line end: NULs right before a line feed alone, as many in all.
struct RequestHead
{
    QByteArrayView method;
    QByteArrayView target; ///< With its query; the library has taken it apart.
    QByteArrayView version;
    std::vector<std::pair<QByteArrayView, QByteArrayView>> fields; ///< Names and values, in order.
    qsizetype size = 0; ///< From the method to the end of the empty line.
};

/// Whether @p target, before it is taken apart, is one that we answer: a number of arguments that
/// somebody could mean, and no character that could end it for others.
bool isTarget(QByteArrayView target);

/// Why a proxy in front of us could see another request in @p head than we do, or another end of
/// its body (RFC 9112); none if all see the same. Who refuses these cannot be made to answer a
/// request that was hidden in another one.
std::optional<QString> ambiguityIn(const RequestHead& head);

} // namespace cairn::local
