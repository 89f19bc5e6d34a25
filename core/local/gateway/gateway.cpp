// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/gateway/gateway.h"

#include "core/content/unixfs/dagreader.h"
#include "core/local/gateway/answer.h"
#include "core/local/http/responses.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;
using content::Codec;

namespace {

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

bool isOf(const Found& found, Codec one, std::optional<Codec> other = {})
{
    return found.cid().codec() == one || found.cid().codec() == other;
}

/// Nothing where the content has no such form. Codecs are not converted.
Result<std::optional<HttpResponse>> sendAs(Found& found)
{
    switch (found.form.form) {
    case Form::AsItIs:
    case Form::Html:
        return sendPage(std::move(found));
    case Form::Raw:
        return sendBlock(std::move(found), Form::Raw);
    case Form::Car:
        return sendCar(std::move(found));
    case Form::Json:
        return sendJson(found);
    case Form::DagJson:
        if (isOf(found, Codec::DagJson))
            return sendBlock(std::move(found), Form::DagJson);
        break;
    case Form::DagCbor:
        if (isOf(found, Codec::DagCbor))
            return sendBlock(std::move(found), Form::DagCbor);
        break;
    case Form::Cbor:
        if (isOf(found, Codec::Cbor, Codec::DagCbor))
            return sendBlock(std::move(found), Form::Cbor);
        break;
    }
    return std::nullopt;
}

Result<HttpResponse> answer(BlockStore& blocks, const GatewayRequest& wanted,
                            const HttpRequest& request)
{
    NotedBlocks noted(blocks);
    const auto nodes = content::DagReader(noted).follow(wanted.root, wanted.path);
    if (!nodes)
        return fail(nodes.error());
    Found found{wanted, request, std::move(blocks), {}, *nodes, std::move(noted.read)};
    for (const WantedForm& form : wanted.forms) {
        found.form = form;
        auto response = sendAs(found);
        if (!response)
            return fail(response.error());
        if (*response)
            return std::move(**response);
    }
    return failure(406, notAcceptable,
                   u"This content has no such form here, and is not converted. format=raw gives the"
                   " block as it is."_s);
}

HttpResponse refusal(const Error& error, bool onlyIfHere)
{
    if (error.code == content::dagNotALink)
        return failure(501, u"HTTP_ERROR"_s,
                       u"The path ends inside of the block %1. Only whole blocks are sent."_s.arg(
                           error.subject));
    if (error.code == notAcceptable)
        return failure(406, error.code, error.detail);
    if (error.kind != Error::Kind::NotFound)
        return failure(error);
    if (error.code == content::dagNoEntry)
        return failure(404, {}, u"Nothing there has the name \"%1\"."_s.arg(error.subject));
    if (onlyIfHere)
        return {412, {}, {}, {}};
    return failure(404, {}, u"The block %1 is not here."_s.arg(error.subject));
}

} // namespace

HttpResponse serveContent(BlockStore blocks, const QByteArray& rest, const HttpRequest& request)
{
    const auto wanted = gatewayRequest(rest, request);
    if (!wanted)
        return refusal(wanted.error(), false);
    auto response = answer(blocks, *wanted, request);
    return response ? std::move(*response) : refusal(response.error(), wanted->onlyIfHere);
}

} // namespace cairn::local
