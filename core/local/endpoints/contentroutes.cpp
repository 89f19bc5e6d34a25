// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"
#include "core/local/endpoints/endpoints.h"
#include "core/local/gateway/dagstream.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

/// The forms that the original reads: v0, and v1 in base58btc or base32 (contract §4.1).
Result<Cid> cidFrom(const QByteArray& text)
{
    if (text.startsWith("Qm") || text.startsWith('z') || text.startsWith('b')) {
        if (const auto cid = Cid::parse(QString::fromLatin1(text)))
            return cid;
    }
    return fail(Error{Error::Kind::Invalid,
                      u"Invalid CID: "_s + QString::fromLatin1(text),
                      {},
                      u"ERROR_INVALID_CID"_s,
                      {}});
}

HttpResponse status(ServiceContext& context, const QByteArray& argument)
{
    const auto cid = cidFrom(argument);
    if (!cid)
        return failure(cid.error());
    auto status = context.uploads.status(*cid);
    if (!status)
        return failure(status.error());
    if (!*status)
        return notFound();
    (*status)->cid = content::CidString(QString::fromLatin1(argument));
    return json(wire::toJson(**status));
}

HttpResponse sendCar(ServiceContext& context, const Call& call)
{
    const auto cid = cidFrom(call.argument);
    if (!cid)
        return failure(cid.error());
    BlockStore blocks(context.database, context.cars);
    const DagOutline dag{*cid, {}, *cid, {}};
    const auto length = announcedLength(blocks, dag, call.request);
    if (!length)
        return failure(length.error());
    return {200,
            {{"Content-Type", routes::carType},
             {"Cache-Control", "public, max-age=31536000"},
             {"Content-Disposition",
              "attachment; filename=\"" + cid->toString().toLatin1() + ".car\""}},
            {},
            std::make_unique<DagStream>(std::move(blocks), dag, *length)};
}

} // namespace

std::vector<Route> contentRoutes(ServiceContext& context)
{
    const auto car = [&context](Call call) {
        return answering([&context, call = std::move(call)] { return sendCar(context, call); });
    };
    return {
        {"GET", "/car/:cid", {}, car},
        {"HEAD", "/car/:cid", {}, car},
        {"GET",
         "/status/:cid",
         {},
         [&context](const Call& call) {
             return answering([&context, cid = call.argument] { return status(context, cid); });
         }},
    };
}

} // namespace cairn::local
