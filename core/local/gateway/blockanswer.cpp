// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/gateway/answer.h"

#include <algorithm>
#include <array>

namespace cairn::local {

namespace {

struct BlockForm
{
    Form form;
    const char* type;
    const char* tagEnding;
    const char* nameEnding;
    Shown shown;
};

// A browser is not to render what it may take for something else.
constexpr std::array blockForms{
    BlockForm{Form::Raw, "application/vnd.ipld.raw", "raw", ".bin", Shown::Attachment},
    BlockForm{Form::DagJson, "application/vnd.ipld.dag-json", "dag-json", ".json", Shown::Inline},
    BlockForm{Form::DagCbor, "application/vnd.ipld.dag-cbor", "dag-cbor", ".cbor",
              Shown::Attachment},
    BlockForm{Form::Json, "application/json", "json", ".json", Shown::Inline},
    BlockForm{Form::Cbor, "application/cbor", "cbor", ".cbor", Shown::Attachment},
};

} // namespace

Result<HttpResponse> sendBlock(Found found, Form form)
{
    const auto said = std::ranges::find(blockForms, form, &BlockForm::form);
    const BlockForm& as = said == blockForms.end() ? blockForms.front() : *said;
    const QByteArray tag = tagOf(found.cid(), as.tagEnding);
    if (auto response = unchanged(found, tag))
        return std::move(*response);
    const auto bytes = found.blocks.block(found.cid());
    if (!bytes)
        return fail(bytes.error());
    HttpFields fields = fieldsOf(found, tag, as.type);
    fields.emplace_back(
        "Content-Disposition",
        disposition(found.wanted, as.shown, found.cid().toString().toLatin1() + as.nameEnding));
    const Part part = partOf(found.request, tag, bytes->size(), fields);
    if (part.status == 416)
        return beyondEnd(bytes->size());
    return HttpResponse{
        part.status, std::move(fields), bytes->sliced(part.range.begin, part.range.length), {}};
}

} // namespace cairn::local
