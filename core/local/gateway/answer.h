// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/gateway/gatewayrequest.h"
#include "core/local/http/byterange.h"
#include "core/local/store/blockstore.h"

namespace cairn::local {

/// What was asked for and where it was found; what every form of an answer is made of.
struct Found
{
    const GatewayRequest& wanted;
    const HttpRequest& request;
    BlockStore blocks;
    WantedForm form; ///< The one that was chosen.
    std::vector<content::Cid>
        nodes; ///< From the root to the content, one for each step of the path.
    /// All blocks that had to be read on the way to it, without its own.
    std::vector<content::Cid> way;

    const content::Cid& cid() const { return nodes.back(); }
};

/// In quotation marks, as ETag has it.
QByteArray tagOf(const content::Cid& cid, const QByteArray& ending = {});
/// The headers that all of it has. What @p tag names never changes.
HttpFields fieldsOf(const Found& found, const QByteArray& tag, const QByteArray& type);
/// 304 without a body where the client has what @p tag names.
std::optional<HttpResponse> unchanged(const Found& found, const QByteArray& tag);

enum class Shown { Inline, Attachment };
/// The value of Content-Disposition: under the name that was asked for, or @p ownName.
QByteArray disposition(const GatewayRequest& wanted, Shown usual, const QByteArray& ownName);

/// What a Range header leaves of an answer.
struct Part
{
    int status = 200; ///< Or 206, or 416: nothing.
    ByteRange range;
};
/// Adds Accept-Ranges and Content-Range to @p fields.
Part partOf(const HttpRequest& request, const QByteArray& tag, qint64 size, HttpFields& fields);
HttpResponse beyondEnd(qint64 size); ///< 416

// The answers by form. Errors: the reader's and the store's.
[[nodiscard]] Result<HttpResponse> sendBlock(Found found, Form form);
[[nodiscard]] Result<HttpResponse> sendCar(Found found);
[[nodiscard]] Result<HttpResponse> sendPage(Found found);
/// Nothing where it is no JSON.
[[nodiscard]] Result<std::optional<HttpResponse>> sendJson(Found& found);

} // namespace cairn::local
