// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/unixfs/dagreader.h"
#include "core/local/gateway/answer.h"
#include "core/local/gateway/filestream.h"
#include "core/local/gateway/listing.h"
#include "core/local/http/mediatype.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <limits>
#include <utility>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Codec;
using content::DagReader;
using content::NodeInfo;
using content::NodeKind;

namespace {

constexpr qint64 sniffed = 512;
constexpr qint64 maxJson = 1024 * 1024;
// The pages are made here and may change, though what they show does not.
constexpr char forAWeek[] = "public, max-age=604800, stale-while-revalidate=2678400";

Result<QByteArray> beginningOf(BlockStore& blocks, const NodeInfo& file, qint64 length)
{
    QByteArray first;
    const Done begun = DagReader(blocks).read(
        file.cid,
        [&first](QByteArrayView bytes) {
            first.append(bytes);
            return Done();
        },
        0, std::min(length, qint64(file.size)));
    return begun ? Result<QByteArray>(std::move(first)) : fail(begun.error());
}

/// Content of a type that the name tells, unless @p type is given.
struct FileForm
{
    QByteArray name; ///< The content's own; empty for a root.
    QByteArray tag;
    QByteArray type{};
};

Result<HttpResponse> sendFile(Found found, const NodeInfo& file, const FileForm& as)
{
    if (auto response = unchanged(found, as.tag))
        return std::move(*response);
    if (file.size > quint64(std::numeric_limits<qint64>::max()))
        return fail(Error::Kind::Invalid, u"The file claims an impossible size."_s);
    const auto size = qint64(file.size);
    const auto first = beginningOf(found.blocks, file, sniffed);
    if (!first)
        return fail(first.error());
    const QByteArray& named = found.wanted.fileName.isEmpty() ? as.name : found.wanted.fileName;
    HttpFields fields
        = fieldsOf(found, as.tag, as.type.isEmpty() ? mediaType(named, *first) : as.type);
    if (found.wanted.isDownload || !found.wanted.fileName.isEmpty())
        fields.emplace_back(
            "Content-Disposition",
            disposition(found.wanted, Shown::Inline,
                        as.name.isEmpty() ? file.cid.toString().toLatin1() : as.name));
    const Part part = partOf(found.request, as.tag, size, fields);
    if (part.status == 416)
        return beyondEnd(size);
    return HttpResponse{
        part.status,
        std::move(fields),
        {},
        std::make_unique<FileStream>(std::move(found.blocks), file.cid, part.range)};
}

HttpResponse sendHtml(const Found& found, const QByteArray& tag, QByteArray page)
{
    HttpFields fields = fieldsOf(found, tag, "text/html;charset=utf-8");
    for (auto& [name, value] : fields) {
        if (name == "Cache-Control")
            value = forAWeek;
    }
    return {200, std::move(fields), std::move(page), {}};
}

/// The folder's address with a slash at its end, and what else it says.
QByteArray movedTo(const Found& found)
{
    QByteArray address = found.wanted.address + '/';
    char before = '?';
    for (const auto& [name, value] : found.request.query) {
        address += std::exchange(before, '&') + name.toPercentEncoding() + '='
            + value.toPercentEncoding();
    }
    return address;
}

QString shownPath(const Found& found)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(found.wanted.url));
}

Result<HttpResponse> sendFolder(Found found, const NodeInfo& folder)
{
    if (!found.wanted.endsInSlash) // Else the links in it would lead beside it.
        return HttpResponse{301, {{"Location", movedTo(found)}}, {}, {}};
    DagReader reader(found.blocks);
    const auto index = reader.resolve(folder.cid, "index.html");
    if (index && index->kind == NodeKind::File)
        return sendFile(std::move(found), *index, {"index.html", tagOf(folder.cid)});
    if (!index && index.error().code != content::dagNoEntry)
        return fail(index.error());
    const QByteArray tag = "\"DirIndex-1_CID-" + folder.cid.toString().toLatin1() + '"';
    if (auto response = unchanged(found, tag))
        return std::move(*response);
    const auto page = listingPage(reader, folder.cid, shownPath(found),
                                  found.wanted.path.isEmpty() ? WayUp::None : WayUp::Linked);
    if (!page)
        return fail(page.error());
    return sendHtml(found, tag, *page);
}

/// A block of data for a browser; as it is for others.
Result<HttpResponse> sendData(Found found, Form form)
{
    if (found.form.form != Form::Html)
        return sendBlock(std::move(found), form);
    const QByteArray tag = "\"DagIndex-1_CID-" + found.cid().toString().toLatin1() + '"';
    if (auto response = unchanged(found, tag))
        return std::move(*response);
    if (const auto bytes = found.blocks.block(found.cid()); !bytes)
        return fail(bytes.error());
    return sendHtml(found, tag, dataPage(found.cid(), shownPath(found)));
}

} // namespace

Result<HttpResponse> sendPage(Found found)
{
    switch (found.cid().codec()) {
    case Codec::DagJson:
        return sendData(std::move(found), Form::DagJson);
    case Codec::DagCbor:
        return sendData(std::move(found), Form::DagCbor);
    case Codec::Json:
        return sendBlock(std::move(found), Form::Json);
    case Codec::Cbor:
        return sendBlock(std::move(found), Form::Cbor);
    default:
        break;
    }
    const auto node = DagReader(found.blocks).stat(found.cid());
    if (!node)
        return fail(node.error());
    switch (node->kind) {
    case NodeKind::File: {
        const FileForm as{found.wanted.lastName(), tagOf(node->cid)};
        return sendFile(std::move(found), *node, as);
    }
    case NodeKind::Directory:
        return sendFolder(std::move(found), *node);
    case NodeKind::Symlink: // Where it leads is the business of whoever unpacks it.
        return HttpResponse{
            200, fieldsOf(found, tagOf(node->cid), "text/plain;charset=utf-8"), node->target, {}};
    case NodeKind::Other:
        break;
    }
    return sendBlock(std::move(found), Form::Raw);
}

Result<std::optional<HttpResponse>> sendJson(Found& found)
{
    const Codec codec = found.cid().codec();
    if (codec == Codec::Json || codec == Codec::DagJson)
        return sendBlock(std::move(found), Form::Json);
    const auto node = DagReader(found.blocks).stat(found.cid());
    if (!node)
        return fail(node.error());
    if (node->kind != NodeKind::File)
        return std::nullopt;
    const FileForm as{found.wanted.lastName(), tagOf(node->cid, "json"), "application/json"};
    if (mediaType(as.name, {}) == as.type)
        return sendFile(std::move(found), *node, as);
    if (node->size > quint64(maxJson))
        return std::nullopt;
    const auto bytes = beginningOf(found.blocks, *node, maxJson);
    if (!bytes)
        return fail(bytes.error());
    // Qt's reader takes no bare values.
    if (QJsonDocument::fromJson('[' + *bytes + ']').array().size() != 1)
        return std::nullopt;
    return sendFile(std::move(found), *node, as);
}

} // namespace cairn::local
