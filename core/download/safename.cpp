// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/safename.h"

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <array>

namespace cairn {
namespace {

constexpr qsizetype maxFileNameBytes = 255;
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
        || name.back() == '.' || name.back() == ' ' || isDevice(name) || hasControl(name)
        || !name.isValidUtf8();
}

} // namespace

std::optional<LeftOut::Reason> nameProblem(QByteArrayView name, NameRules rules)
{
    if (name.isEmpty() || name == QByteArrayView(".") || name == QByteArrayView("..")
        || name.contains('/') || name.contains('\0'))
        return LeftOut::Reason::NoName;
    if (name.size() > maxFileNameBytes)
        return LeftOut::Reason::NameTooLong;
    if (rules == NameRules::Windows && breaksWindowsRules(name))
        return LeftOut::Reason::NameNotHere;
    return std::nullopt;
}

bool isSafeName(QByteArrayView name)
{
    return !nameProblem(name) && !hasControl(name) && name.isValidUtf8();
}

bool isSafeLink(QByteArrayView text, int depth)
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

} // namespace cairn
