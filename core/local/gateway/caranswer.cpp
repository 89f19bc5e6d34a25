// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/content/unixfs/dagreader.h"
#include "core/local/gateway/answer.h"
#include "core/local/gateway/dagstream.h"
#include "core/local/http/responses.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

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

} // namespace

Result<HttpResponse> sendCar(Found found)
{
    using Repeats = DagOutline::Repeats;
    const GatewayRequest& wanted = found.wanted;
    DagOutline dag{.root = wanted.root,
                   .before = found.way,
                   .whole = found.cid(),
                   .repeats = found.form.withRepeats ? Repeats::Given : Repeats::LeftOut};
    if (wanted.scope == "block") {
        dag.before.push_back(found.cid());
        dag.whole.reset();
    }
    if (wanted.scope == "entity")
        dag.scope.what = DagScope::What::Entity;
    if (wanted.scope == "entity" && wanted.entityBytes) {
        const auto node = content::DagReader(found.blocks).stat(found.cid());
        if (!node)
            return fail(node.error());
        const auto range = entityBytes(*wanted.entityBytes, node->size);
        if (!range)
            return failure(400, u"HTTP_ERROR"_s, u"entity-bytes is FROM:TO or FROM:*."_s);
        if (node->kind == content::NodeKind::File) // Of a folder there is no part.
            dag.scope = *range;
    }
    const char* const dups = found.form.withRepeats ? "y" : "n";
    const QByteArray tag = tagOf(found.cid(),
                                 wanted.scope + wanted.entityBytes.value_or(QByteArray()).toHex()
                                     + ".dups-" + dups + ".car");
    if (auto response = unchanged(found, tag))
        return std::move(*response);
    const auto length = announcedLength(found.blocks, dag, found.request);
    if (!length)
        return fail(length.error());
    HttpFields fields = fieldsOf(
        found, tag, QByteArray(routes::carType) + "; version=1; order=dfs; dups=" + dups);
    fields.emplace_back("Accept-Ranges", "none");
    fields.emplace_back(
        "Content-Disposition",
        disposition(wanted, Shown::Attachment, wanted.root.toString().toLatin1() + ".car"));
    return HttpResponse{200,
                        std::move(fields),
                        {},
                        std::make_unique<DagStream>(std::move(found.blocks), dag, *length)};
}

} // namespace cairn::local
