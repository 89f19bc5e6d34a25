// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/safename.h"

#include <QByteArray>
#include <QList>
#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace cairn {
namespace {

constexpr qsizetype maxFileNameBytes = 255;
constexpr qsizetype longestLink = 4095;

bool isUtf8(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    return !decoder.hasError() && !text.contains(QChar::ReplacementCharacter);
}

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
        || name.back() == '.' || name.back() == ' ' || isDevice(name);
}

} // namespace

bool isSafeName(QByteArrayView name, NameRules rules)
{
    if (name.isEmpty() || name.size() > maxFileNameBytes || name == "." || name == "..")
        return false;
    if (name.contains('/') || hasControl(name) || !isUtf8(name))
        return false;
    return rules != NameRules::Windows || !breaksWindowsRules(name);
}

bool isSafeLink(QByteArrayView text, int depth)
{
    if (text.isEmpty() || text.size() > longestLink || text.front() == '/' || hasControl(text)
        || !isUtf8(text))
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
