// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"
#include "core/local/endpoints/carupload.h"
#include "core/local/endpoints/endpoints.h"
#include "core/local/endpoints/fileupload.h"
#include "core/local/endpoints/uploadlist.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

/// The CID if it is written exactly as uploads carry it: another spelling of the same CID is
/// another name (contract §4.1).
std::optional<Cid> sourceCid(const QByteArray& text)
{
    const QString wanted = QString::fromLatin1(text);
    const auto cid = Cid::parse(wanted);
    return cid && cid->toString() == wanted ? std::optional(*cid) : std::nullopt;
}

Result<UploadContext> uploadContext(const ServiceContext& context, const Call& call,
                                    const QString& type)
{
    const auto name = uploadName(call.request, context.clock);
    if (!name)
        return fail(name.error());
    UploadContext upload{
        .user = call.caller.user, .token = call.caller.token, .type = type, .name = *name};
    if (context.storageLimit)
        upload.storageLimit = call.caller.tags.storageLimit.value_or(*context.storageLimit);
    return upload;
}

std::unique_ptr<BodyReceiver> receiveCar(ServiceContext& context, const Call& call)
{
    const auto upload = uploadContext(context, call, u"Car"_s);
    if (!upload)
        return refusing(failure(upload.error()));
    return std::make_unique<CarUpload>(context.committer, *upload, context.helpers);
}

std::unique_ptr<BodyReceiver> receiveFiles(ServiceContext& context, const Call& call)
{
    const QByteArray type = call.request.header("Content-Type");
    if (!type.contains("multipart/form-data")
        && (type.contains(routes::carType) || type.contains("application/car")))
        return refusing(failure(400, {}, u"A CAR is sent to /car."_s));
    const auto upload = uploadContext(context, call, u"Upload"_s);
    if (!upload)
        return refusing(failure(upload.error()));
    return std::make_unique<FileUpload>(context.committer, *upload, context.scratch, type);
}

HttpResponse oneUpload(ServiceContext& context, const Call& call)
{
    const auto cid = sourceCid(call.argument);
    if (!cid)
        return notFound();
    const auto upload = context.uploads.find(call.caller.user, *cid);
    if (!upload)
        return failure(upload.error());
    return *upload ? json(wire::toJson(**upload)) : notFound();
}

HttpResponse removeUpload(ServiceContext& context, const Call& call)
{
    const auto cid = sourceCid(call.argument);
    if (!cid)
        return notFound();
    const auto id = context.uploads.remove(call.caller.user, *cid);
    if (!id)
        return failure(id.error());
    return *id ? json(QJsonObject{{u"_id"_s, **id}}) : notFound();
}

HttpResponse renameUpload(ServiceContext& context, const Call& call, const QJsonObject& body)
{
    const QJsonValue name = body["name"_L1];
    if (!name.isString())
        return failure(400, u"HTTP_ERROR"_s, u"Expected a name."_s);
    const auto cid = sourceCid(call.argument);
    if (!cid)
        return notFound();
    const auto renamed = context.uploads.rename(call.caller.user, *cid, name.toString());
    if (!renamed)
        return failure(renamed.error());
    return *renamed ? json(QJsonObject{{u"name"_s, name}}) : notFound();
}

} // namespace

std::vector<Route> uploadRoutes(ServiceContext& context)
{
    using enum Rule::Access;
    constexpr auto write = Rule::Gate::Write;
    return {
        {"POST",
         "/car",
         {.access = LoginOrToken,
          .gate = write,
          .restriction = Rule::Restriction::Account,
          .scope = Scope::Upload},
         [&context](const Call& call) { return receiveCar(context, call); }},
        {"POST",
         "/upload",
         {.access = LoginOrToken,
          .gate = write,
          .restriction = Rule::Restriction::Account,
          .scope = Scope::Upload},
         [&context](const Call& call) { return receiveFiles(context, call); }},
        // Never implemented by the original either (contract §6.2).
        {"PUT",
         "/car/:cid",
         {.access = LoginOrToken,
          .gate = Rule::Gate::None,
          .restriction = Rule::Restriction::Account,
          .scope = Scope::Upload},
         [](const Call&) {
             return refusing({501,
                              {{"Content-Type", "text/plain;charset=UTF-8"}},
                              "PUT /car no can has\n",
                              {}});
         }},
        {"GET",
         "/user/uploads",
         {.access = LoginOrToken, .scope = Scope::List},
         [&context](Call call) {
             return answering([&context, call = std::move(call)] {
                 return listUploads(context.uploads, call.caller.user, call.request);
             });
         }},
        {"GET",
         "/user/uploads/:cid",
         {.access = LoginOrToken, .scope = Scope::List},
         [&context](Call call) {
             return answering(
                 [&context, call = std::move(call)] { return oneUpload(context, call); });
         }},
        {"DELETE",
         "/user/uploads/:cid",
         {.access = Login,
          .gate = write,
          .restriction = Rule::Restriction::Delete,
          .scope = Scope::Delete},
         [&context](Call call) {
             return answering(
                 [&context, call = std::move(call)] { return removeUpload(context, call); });
         }},
        {"POST",
         "/user/uploads/:cid/rename",
         {.access = Login, .gate = write},
         [&context](Call call) {
             return receivingJson([&context, call = std::move(call)](const QJsonObject& body) {
                 return renameUpload(context, call, body);
             });
         }},
    };
}

} // namespace cairn::local
