// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/gateway/listing.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr int maxEntries = 10'000;

QByteArray headOf(const QString& title)
{
    const QByteArray shown = title.toHtmlEscaped().toUtf8();
    return "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n<title>" + shown
        + "</title>\n<h1>" + shown + "</h1>\n";
}

} // namespace

Result<QByteArray> listingPage(content::DagReader& reader, const content::Cid& directory,
                               const QString& title, WayUp wayUp)
{
    QByteArray page = headOf(title) + "<ul>\n";
    if (wayUp == WayUp::Linked)
        page += "<li><a href=\"../\">../</a>\n";
    int entries = 0;
    const auto add = [&](const content::DirectoryEntry& entry) -> Done {
        // A name that runs from right to left, or says that it does, turns no more than itself.
        if (++entries > maxEntries)
            return fail(Error::Kind::Cancelled); // Enough for a page.
        page += "<li><a href=\"./" + entry.name.toPercentEncoding() + "\"><bdi>"
            + QString::fromUtf8(entry.name).toHtmlEscaped().toUtf8() + "</bdi></a> <small>"
            + QByteArray::number(entry.tsize) + " B</small>\n";
        return {};
    };
    const Done listed = reader.list(directory, add);
    if (!listed && entries <= maxEntries)
        return fail(listed.error());
    page += "</ul>\n";
    if (entries > 0)
        page += "<p><small>Sizes are what the folder says of its entries.</small></p>\n";
    if (entries > maxEntries)
        page += "<p>Only the first 10 000 entries are shown.</p>\n";
    return page + "</html>\n";
}

QByteArray dataPage(const content::Cid& block, const QString& title)
{
    const bool isJson = block.codec() == content::Codec::DagJson;
    const QByteArray codec = isJson ? "dag-json" : "dag-cbor";
    return headOf(title) + "<p>A block of " + codec + " data.\n<ul>\n<li><a href=\"?format=" + codec
        + "&amp;download=true\">Save it as " + codec
        + "</a>\n<li><a href=\"?format=raw\">Save it as a raw block</a>\n</ul>\n</html>\n";
}

} // namespace cairn::local
