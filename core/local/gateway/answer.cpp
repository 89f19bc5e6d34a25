// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/gateway/answer.h"

#include "core/local/http/responses.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr char forEver[] = "public, max-age=29030400, immutable";
// A stored page may run its scripts, but as nobody: of no origin, it has neither what another page
// keeps in the browser nor a form that sends anything out.
constexpr char sandbox[]
    = "sandbox allow-scripts allow-popups allow-downloads; form-action 'none'; "
      "frame-ancestors 'none'";
// One with a host of its own has the origin of that, which no other content shares.
constexpr char ownOrigin[] = "frame-ancestors 'self'";
// A header has its bounds; the specification lets it be left out.
constexpr std::size_t mostRoots = 100;

QByteArray rootsOf(const std::vector<Cid>& nodes)
{
    QByteArrayList roots;
    for (const Cid& node : nodes)
        roots.append(node.toString().toLatin1());
    return roots.join(',');
}

/// For readers that know no UTF-8.
QByteArray asciiOf(const QString& name)
{
    QByteArray ascii;
    for (const QChar letter : name) {
        const ushort code = letter.unicode();
        if (letter.isLowSurrogate())
            continue; // One character, one '_'.
        const bool isPlain = code >= ' ' && code < 0x7f && code != '"' && code != '\\';
        ascii.append(isPlain ? char(code) : '_');
    }
    return ascii;
}

} // namespace

QByteArray tagOf(const Cid& cid, const QByteArray& ending)
{
    return '"' + cid.toString().toLatin1() + (ending.isEmpty() ? "" : '.' + ending) + '"';
}

HttpFields fieldsOf(const Found& found, const QByteArray& tag, const QByteArray& type)
{
    HttpFields fields{{"Content-Type", type},
                      {"Cache-Control", forEver},
                      {"ETag", tag},
                      {"X-Ipfs-Path", found.wanted.url},
                      {"Content-Security-Policy", found.wanted.hasOwnHost ? ownOrigin : sandbox},
                      {"Vary", "Accept"}};
    if (found.nodes.size() <= mostRoots)
        fields.emplace_back("X-Ipfs-Roots", rootsOf(found.nodes));
    const QByteArray location = locationOf(found.wanted, found.request, found.form);
    if (!location.isEmpty())
        fields.emplace_back("Content-Location", location);
    return fields;
}

std::optional<HttpResponse> unchanged(const Found& found, const QByteArray& tag)
{
    for (const QByteArray& known : found.request.headerList("If-None-Match").split(',')) {
        QByteArray text = known.trimmed();
        if (text.startsWith("W/"))
            text.remove(0, 2);
        if (text == tag || text == "*")
            return HttpResponse{304, {{"ETag", tag}, {"Cache-Control", forEver}}, {}, {}};
    }
    return std::nullopt;
}

QByteArray disposition(const GatewayRequest& wanted, Shown usual, const QByteArray& ownName)
{
    const QByteArray name = wanted.fileName.isEmpty() ? ownName : wanted.fileName;
    const QString text = QString::fromUtf8(name);
    const QByteArray ascii = asciiOf(text);
    QByteArray value = usual == Shown::Attachment || wanted.isDownload ? "attachment" : "inline";
    value += "; filename=\"" + ascii + '"';
    if (text != QLatin1StringView(ascii))
        value += "; filename*=UTF-8''" + text.toUtf8().toPercentEncoding();
    return value;
}

Part partOf(const HttpRequest& request, const QByteArray& tag, qint64 size, HttpFields& fields)
{
    fields.emplace_back("Accept-Ranges", "bytes");
    const QByteArray condition = request.header("If-Range");
    std::optional<ByteRange> range;
    if (request.method == "GET" && (condition.isEmpty() || condition == tag))
        range = byteRange(request.header("Range"), size);
    if (!range)
        return {200, {0, size}};
    if (range->length == 0)
        return {416, {}};
    fields.emplace_back("Content-Range",
                        "bytes " + QByteArray::number(range->begin) + '-'
                            + QByteArray::number(range->begin + range->length - 1) + '/'
                            + QByteArray::number(size));
    return {206, *range};
}

HttpResponse beyondEnd(qint64 size)
{
    HttpResponse refused
        = failure(416, u"ERROR_RANGE_NOT_SATISFIABLE"_s, u"The content ends before that range."_s);
    refused.headers.emplace_back("Content-Range", "bytes */" + QByteArray::number(size));
    return refused;
}

} // namespace cairn::local
