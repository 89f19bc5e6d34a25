// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/mediatype.h"

#include <QByteArrayView>

#include <algorithm>
#include <array>
#include <utility>

namespace cairn::local {

namespace {

using Type = std::pair<QByteArrayView, QByteArrayView>;
constexpr std::array types{
    Type{"avif", "image/avif"},
    Type{"bmp", "image/bmp"},
    Type{"css", "text/css;charset=utf-8"},
    Type{"csv", "text/csv;charset=utf-8"},
    Type{"flac", "audio/flac"},
    Type{"gif", "image/gif"},
    Type{"gz", "application/gzip"},
    Type{"htm", "text/html"},
    Type{"html", "text/html"},
    Type{"ico", "image/x-icon"},
    Type{"jpeg", "image/jpeg"},
    Type{"jpg", "image/jpeg"},
    Type{"js", "text/javascript;charset=utf-8"},
    Type{"json", "application/json"},
    Type{"m4a", "audio/mp4"},
    Type{"md", "text/plain;charset=utf-8"},
    Type{"mjs", "text/javascript;charset=utf-8"},
    Type{"mkv", "video/x-matroska"},
    Type{"mov", "video/quicktime"},
    Type{"mp3", "audio/mpeg"},
    Type{"mp4", "video/mp4"},
    Type{"oga", "audio/ogg"},
    Type{"ogg", "audio/ogg"},
    Type{"ogv", "video/ogg"},
    Type{"otf", "font/otf"},
    Type{"pdf", "application/pdf"},
    Type{"png", "image/png"},
    Type{"svg", "image/svg+xml"},
    Type{"tar", "application/x-tar"},
    Type{"ttf", "font/ttf"},
    Type{"txt", "text/plain;charset=utf-8"},
    Type{"wasm", "application/wasm"},
    Type{"wav", "audio/wav"},
    Type{"webm", "video/webm"},
    Type{"webp", "image/webp"},
    Type{"woff", "font/woff"},
    Type{"woff2", "font/woff2"},
    Type{"xml", "text/xml"},
    Type{"zip", "application/zip"},
};

bool isText(QByteArrayView bytes)
{
    // The end may be cut within a character of up to four bytes.
    for (int cut = 0; cut < 4 && cut <= bytes.size(); ++cut) {
        if (bytes.chopped(cut).isValidUtf8())
            return std::ranges::none_of(bytes.chopped(cut), [](char c) {
                return (uchar(c) < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f')
                    || c == '\x7f';
            });
    }
    return false;
}

} // namespace

QByteArray mediaType(const QByteArray& fileName, const QByteArray& firstBytes)
{
    const QByteArray ending = fileName.sliced(fileName.lastIndexOf('.') + 1).toLower();
    const auto known = std::ranges::find(types, QByteArrayView(ending), &Type::first);
    if (fileName.contains('.') && known != types.end())
        return known->second.toByteArray();
    return isText(firstBytes) ? "text/plain;charset=utf-8" : "application/octet-stream";
}

} // namespace cairn::local
