// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/unixfs/portable.h"

#include <QByteArray>
#include <QList>

#include <algorithm>

namespace cairn::content {
namespace {

constexpr qsizetype longestLink = 4095;

bool hasControl(QByteArrayView bytes)
{
    return std::ranges::any_of(bytes, [](char c) { return uchar(c) < 0x20 || c == 0x7f; });
}

/// With or without an extension, in any case.
bool isDevice(QByteArrayView name)
{
    QByteArray stem = name.toByteArray().toUpper();
    if (const qsizetype dot = stem.indexOf('.'); dot >= 0)
        stem.truncate(dot);
    stem = stem.trimmed();
    if (stem.size() == 4 && (stem.startsWith("COM") || stem.startsWith("LPT")))
        return stem[3] >= '1' && stem[3] <= '9';
    return stem == "CON" || stem == "PRN" || stem == "AUX" || stem == "NUL" || stem == "CONIN$"
        || stem == "CONOUT$";
}

bool breaksWindowsRules(QByteArrayView name)
{
    return std::ranges::any_of(name,
                               [](char c) { return QByteArrayView("<>:\"|?*\\").contains(c); })
        || name.back() == '.' || name.back() == ' ' || isDevice(name) || hasControl(name);
}

} // namespace

bool isPortableName(QByteArrayView name)
{
    return name.isValidUtf8() && !name.isEmpty() && !breaksWindowsRules(name);
}

bool staysInside(QByteArrayView text, int depth)
{
    if (text.isEmpty() || text.size() > longestLink || text.front() == '/' || text.contains('\0'))
        return false;
    bool hasDescended = false;
    int climbed = 0;
    for (const QByteArray& part : text.toByteArray().split('/')) {
        if (part.isEmpty() || part == ".")
            continue;
        if (part != "..")
            hasDescended = true;
        else if (hasDescended || ++climbed > depth)
            return false;
    }
    return true;
}

} // namespace cairn::content
