// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/safename.h"

#include "core/content/unixfs/portable.h"

#include <algorithm>

namespace cairn {
namespace {

constexpr qsizetype maxFileNameBytes = 255;

} // namespace

std::optional<LeftOut::Reason> nameProblem(QByteArrayView name, NameRules rules)
{
    if (name.isEmpty() || name == QByteArrayView(".") || name == QByteArrayView("..")
        || name.contains('/') || name.contains('\0'))
        return LeftOut::Reason::NoName;
    if (name.size() > maxFileNameBytes)
        return LeftOut::Reason::NameTooLong;
    if (rules == NameRules::Windows && !content::isPortableName(name))
        return LeftOut::Reason::NameNotHere;
    return std::nullopt;
}

bool isSafeName(QByteArrayView name)
{
    return !nameProblem(name) && name.isValidUtf8()
        && std::ranges::none_of(name, [](char c) { return uchar(c) < 0x20 || c == 0x7f; });
}

} // namespace cairn
