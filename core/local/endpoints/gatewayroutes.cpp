// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/local/endpoints/dagstream.h"
#include "core/local/endpoints/endpoints.h"
#include "core/local/endpoints/filestream.h"
#include "core/local/endpoints/listing.h"
#include "core/local/http/mediatype.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;
using content::NodeInfo;
using content::NodeKind;

namespace {

constexpr qint64 sniffed = 512;
constexpr char forEver[] = "public, max-age=31536000, immutable";
// A stored page may run its scripts, but as nobody: of no origin, it has neither what another page
// keeps in the browser nor a form that sends anything out.
constexpr char sandbox[]
    = "sandbox allow-scripts allow-popups allow-downloads; form-action 'none'; "
      "frame-ancestors 'none'";

/// What stands behind /ipfs/.
struct Place
{
    Cid root;
    QByteArray path; ///< Decoded; empty for the root.
    QByteArray url; ///< As asked for.
    bool asFolder = false; ///< Ended in '/'.

    QByteArray name() const { return path.sliced(path.lastIndexOf('/') + 1); }
};

Result<Place> placeFrom(const QByteArray& rest)
{
    const qsizetype slash = rest.indexOf('/');
    const QByteArray text = slash < 0 ? rest : rest.first(slash);
    const auto cid = Cid::parse(QString::fromLatin1(text));
    if (!cid)
        return fail(Error{Error::Kind::Invalid,
                          u"Invalid CID: "_s + QString::fromLatin1(text),
                          {},
                          u"ERROR_INVALID_CID"_s,
                          {}});
    Place place{*cid, {}, "/ipfs/" + rest, rest.endsWith('/')};
    for (const QByteArray& segment : rest.mid(text.size()).split('/')) {
        if (segment.isEmpty())
            continue;
        const QByteArray name = QByteArray::fromPercentEncoding(segment);
        if (name.contains('/')) // No entry of a folder has such a name.
            return fail(Error::Kind::NotFound);
        place.path += (place.path.isEmpty() ? "" : "/") + name;
    }
    return place;
}

enum class Form { Page, Raw, Car };

std::optional<Form> formOf(const HttpRequest& request)
{
    if (const auto format = request.parameter("format"))
        return *format == "raw" ? std::optional(Form::Raw)
            : *format == "car"  ? std::optional(Form::Car)
                                : std::nullopt;
    const QByteArray accept = request.header("Accept");
    return accept.contains("application/vnd.ipld.raw") ? Form::Raw
        : accept.contains(routes::carType)             ? Form::Car
                                                       : Form::Page;
}

bool knows(const HttpRequest& request, const QByteArray& tag)
{
    for (const QByteArray& known : request.header("If-None-Match").split(',')) {
        QByteArray text = known.trimmed();
        if (text.startsWith("W/"))
            text.remove(0, 2);
        if (text == tag || text == "*")
            return true;
    }
    return false;
}

HttpFields fieldsOf(const Place& place, const QByteArray& tag, const QByteArray& type)
{
    return {{"Content-Type", type},
            {"Cache-Control", forEver},
            {"ETag", tag},
            {"X-Ipfs-Path", place.url},
            {"X-Content-Type-Options", "nosniff"},
            {"Content-Security-Policy", sandbox},
            {"Vary", "Accept"}};
}

HttpResponse unchanged(const QByteArray& tag)
{
    return {304, {{"ETag", tag}, {"Cache-Control", forEver}}, {}, {}};
}

QByteArray attachment(const Cid& cid, const QByteArray& ending)
{
    return "attachment; filename=\"" + cid.toString().toLatin1() + ending + '"';
}

/// Notes what a walk down a path reads, for whoever has to be able to verify it.
class NotedBlocks final : public content::BlockSource
{
public:
    explicit NotedBlocks(BlockStore& blocks)
        : m_blocks(blocks)
    { }
    Result<QByteArray> block(const Cid& cid) override
    {
        read.push_back(cid);
        return m_blocks.block(cid);
    }
    std::vector<Cid> read;

private:
    BlockStore& m_blocks;
};

HttpResponse sendRaw(BlockStore& blocks, const Place& place, const HttpRequest& request)
{
    Cid cid = place.root;
    if (!place.path.isEmpty()) {
        const auto found = content::DagReader(blocks).resolve(place.root, place.path);
        if (!found)
            return failure(found.error());
        cid = found->cid;
    }
    const QByteArray tag = '"' + cid.toString().toLatin1() + ".raw\"";
    if (knows(request, tag))
        return unchanged(tag);
    const auto bytes = blocks.block(cid);
    if (!bytes)
        return failure(bytes.error());
    HttpFields fields = fieldsOf(place, tag, "application/vnd.ipld.raw");
    fields.emplace_back("Content-Disposition", attachment(cid, ".bin"));
    return {200, std::move(fields), *bytes, {}};
}

/// "FROM:TO", both included, TO also "*"; negative ones count from the end of a file of @p size.
/// What lies before the file or behind it is no error: then there are fewer bytes, or none.
std::optional<DagScope> entityBytes(const QByteArray& text, quint64 size)
{
    const auto number = [](const QByteArray& digits) -> std::optional<qint64> {
        bool isNumber = false;
        const qint64 value = digits.toLongLong(&isNumber);
        return isNumber ? std::optional(value) : std::nullopt;
    };
    // Where the byte after this one is; of one before the file, its beginning.
    const auto behind = [size](qint64 value) {
        if (value >= 0)
            return quint64(value) + 1;
        const quint64 back = quint64(-(value + 1)); // The last byte is -1.
        return back < size ? size - back : 0;
    };
    const qsizetype colon = text.indexOf(':');
    const auto from = number(text.first(std::max<qsizetype>(colon, 0)));
    const QByteArray end = text.mid(colon + 1);
    const auto to = end == "*" ? std::nullopt : number(end);
    if (colon < 0 || !from || (end != "*" && !to))
        return std::nullopt;
    DagScope scope{.what = DagScope::What::Entity, .size = size};
    scope.from = std::max<quint64>(behind(*from), 1) - 1;
    if (to)
        scope.to = behind(*to);
    return scope;
}

HttpResponse sendCar(BlockStore blocks, const Place& place, const HttpRequest& request)
{
    const auto bytes = request.parameter("entity-bytes");
    const QByteArray scope = request.parameter("dag-scope").value_or(bytes ? "entity" : "all");
    if (scope != "all" && scope != "block" && scope != "entity")
        return failure(400, u"HTTP_ERROR"_s, u"dag-scope is block, entity or all."_s);
    DagOutline dag{place.root, {}, place.root, {}};
    if (!place.path.isEmpty()) {
        NotedBlocks noted(blocks);
        const auto found = content::DagReader(noted).resolve(place.root, place.path);
        if (!found)
            return failure(found.error());
        dag.before = std::move(noted.read);
        dag.whole = found->cid;
    }
    if (scope == "block") {
        dag.before.push_back(*dag.whole);
        dag.whole.reset();
    }
    if (scope == "entity")
        dag.scope.what = DagScope::What::Entity;
    if (scope == "entity" && bytes) {
        const auto node = content::DagReader(blocks).stat(*dag.whole);
        if (!node)
            return failure(node.error());
        const auto range = entityBytes(*bytes, node->size);
        if (!range)
            return failure(400, u"HTTP_ERROR"_s, u"entity-bytes is FROM:TO or FROM:*."_s);
        if (node->kind == NodeKind::File) // Of a folder there is no part.
            dag.scope = *range;
    }
    const QByteArray tag = '"' + dag.end().toString().toLatin1() + '.' + scope
        + bytes.value_or(QByteArray()).toHex() + ".car\"";
    if (knows(request, tag))
        return unchanged(tag);
    const auto length = carLength(blocks, dag, std::numeric_limits<qint64>::max());
    if (!length)
        return failure(length.error());
    HttpFields fields
        = fieldsOf(place, tag, QByteArray(routes::carType) + "; version=1; order=dfs; dups=n");
    fields.emplace_back("Content-Disposition", attachment(place.root, ".car"));
    return {
        200, std::move(fields), {}, std::make_unique<DagStream>(std::move(blocks), dag, *length)};
}

HttpResponse sendFile(BlockStore blocks, const Place& place, const NodeInfo& file,
                      const QByteArray& name, const HttpRequest& request)
{
    const QByteArray tag = '"' + file.cid.toString().toLatin1() + '"';
    if (knows(request, tag))
        return unchanged(tag);
    if (file.size > quint64(std::numeric_limits<qint64>::max()))
        return failure(400, u"HTTP_ERROR"_s, u"The file claims an impossible size."_s);
    const auto size = qint64(file.size);
    QByteArray first;
    const Done begun = content::DagReader(blocks).read(
        file.cid,
        [&first](QByteArrayView bytes) {
            first.append(bytes);
            return Done();
        },
        0, std::min(sniffed, size));
    if (!begun)
        return failure(begun.error());

    HttpFields fields = fieldsOf(place, tag, mediaType(name, first));
    fields.emplace_back("Accept-Ranges", "bytes");
    const QByteArray condition = request.header("If-Range");
    std::optional<ByteRange> range;
    if (condition.isEmpty() || condition == tag)
        range = byteRange(request.header("Range"), size);
    if (range && range->length == 0) {
        HttpResponse refused
            = failure(416, u"ERROR_RANGE_NOT_SATISFIABLE"_s, u"The file ends before that range."_s);
        refused.headers.emplace_back("Content-Range", "bytes */" + QByteArray::number(size));
        return refused;
    }
    if (range)
        fields.emplace_back("Content-Range",
                            "bytes " + QByteArray::number(range->begin) + '-'
                                + QByteArray::number(range->begin + range->length - 1) + '/'
                                + QByteArray::number(size));
    return {range ? 206 : 200,
            std::move(fields),
            {},
            std::make_unique<FileStream>(std::move(blocks), file.cid,
                                         range.value_or(ByteRange{0, size}))};
}

HttpResponse sendFolder(BlockStore blocks, const Place& place, const NodeInfo& folder,
                        const HttpRequest& request)
{
    if (!place.asFolder) // Else the links in it would lead beside it.
        return {301, {{"Location", place.url + '/'}}, {}, {}};
    content::DagReader reader(blocks);
    const auto index = reader.resolve(folder.cid, "index.html");
    if (index && index->kind == NodeKind::File)
        return sendFile(std::move(blocks), place, *index, "index.html", request);
    if (!index && index.error().kind != Error::Kind::NotFound)
        return failure(index.error());
    const QByteArray tag = "\"listing-" + folder.cid.toString().toLatin1() + '"';
    if (knows(request, tag))
        return unchanged(tag);
    const auto page = listingPage(reader, folder.cid,
                                  QString::fromUtf8(QByteArray::fromPercentEncoding(place.url)));
    if (!page)
        return failure(page.error());
    HttpFields fields = fieldsOf(place, tag, "text/html;charset=utf-8");
    for (auto& [name, value] : fields) {
        if (name == "Cache-Control") // The folder never changes, the page about it may.
            value = "public, max-age=604800";
    }
    return {200, std::move(fields), *page, {}};
}

HttpResponse sendPage(BlockStore blocks, const Place& place, const HttpRequest& request)
{
    const auto node = content::DagReader(blocks).resolve(place.root, place.path);
    if (!node)
        return failure(node.error());
    switch (node->kind) {
    case NodeKind::File:
        return sendFile(std::move(blocks), place, *node, place.name(), request);
    case NodeKind::Directory:
        return sendFolder(std::move(blocks), place, *node, request);
    case NodeKind::Symlink: // Where it leads is the business of whoever unpacks it.
        return {200,
                fieldsOf(place, '"' + node->cid.toString().toLatin1() + '"',
                         "text/plain;charset=utf-8"),
                node->target,
                {}};
    case NodeKind::Other:
        break;
    }
    return sendRaw(blocks, place, request);
}

HttpResponse serveContent(ServiceContext& context, const Call& call)
{
    const auto place = placeFrom(call.argument);
    if (!place)
        return failure(place.error());
    const auto form = formOf(call.request);
    if (!form)
        return failure(400, u"HTTP_ERROR"_s, u"format is raw or car."_s);
    BlockStore blocks(context.database, context.cars);
    switch (*form) {
    case Form::Raw:
        return sendRaw(blocks, *place, call.request);
    case Form::Car:
        return sendCar(std::move(blocks), *place, call.request);
    case Form::Page:
        break;
    }
    return sendPage(std::move(blocks), *place, call.request);
}

} // namespace

std::vector<Route> gatewayRoutes(ServiceContext& context)
{
    const auto serve = [&context](Call call) {
        return answering(
            [&context, call = std::move(call)] { return serveContent(context, call); });
    };
    return {{"GET", "/ipfs/*", {}, serve}, {"HEAD", "/ipfs/*", {}, serve}};
}

} // namespace cairn::local
