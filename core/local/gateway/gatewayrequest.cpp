// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/gateway/gatewayrequest.h"

#include "core/api/wire/routes.h"
#include "core/content/unixfs/dagreader.h"
#include "core/local/http/acceptheader.h"
#include "core/local/http/requestguard.h"

#include <algorithm>
#include <array>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

auto badRequest(const QString& message, const QString& code = u"HTTP_ERROR"_s)
{
    return fail(Error{Error::Kind::Invalid, message, {}, code, {}});
}

struct NamedForm
{
    QByteArrayView name; ///< In "format".
    QByteArrayView type; ///< In "Accept".
    Form form;
};

const std::array namedForms{
    NamedForm{"raw", "application/vnd.ipld.raw", Form::Raw},
    NamedForm{"car", routes::carType, Form::Car},
    NamedForm{"dag-json", "application/vnd.ipld.dag-json", Form::DagJson},
    NamedForm{"dag-cbor", "application/vnd.ipld.dag-cbor", Form::DagCbor},
    NamedForm{"json", "application/json", Form::Json},
    NamedForm{"cbor", "application/cbor", Form::Cbor},
};

/// Other gateways have these; here they are no form of anything.
const std::array typesLeftOut{QByteArrayView("application/x-tar"),
                              QByteArrayView("application/vnd.ipfs.ipns-record")};

/// How a CAR is wanted; nothing where no such CAR is made.
std::optional<WantedForm> carForm(const std::optional<QByteArray>& version,
                                  const std::optional<QByteArray>& order,
                                  const std::optional<QByteArray>& dups)
{
    const bool isMade = version.value_or("1") == "1"
        && (!order || *order == "dfs" || *order == "unk")
        && (!dups || *dups == "y" || *dups == "n");
    return isMade ? std::optional(WantedForm{Form::Car, dups.value_or("n") == "y"}) : std::nullopt;
}

/// The address may say of a CAR what the header says of it too, and is believed before it.
std::optional<WantedForm> carForm(const HttpRequest& request, const MediaRange& accepted)
{
    const auto either = [&](QByteArrayView inAddress, QByteArrayView inHeader) {
        const auto named = request.parameter(inAddress);
        return named ? named : accepted.parameter(inHeader);
    };
    return carForm(either("car-version", "version"), either("car-order", "order"),
                   either("car-dups", "dups"));
}

std::optional<WantedForm> formOf(const HttpRequest& request, const MediaRange& accepted)
{
    if (std::ranges::find(typesLeftOut, QByteArrayView(accepted.type)) != typesLeftOut.end())
        return std::nullopt;
    if (accepted.type == "text/html")
        return WantedForm{Form::Html};
    const auto named
        = std::ranges::find(namedForms, QByteArrayView(accepted.type), &NamedForm::type);
    if (named == namedForms.end())
        return WantedForm{Form::AsItIs};
    return named->form == Form::Car ? carForm(request, accepted) : WantedForm{named->form};
}

Result<std::vector<WantedForm>> formsAccepted(const HttpRequest& request)
{
    const auto types = acceptedTypes(request.headerList("Accept"));
    if (types.empty()) // No header, or none that says anything.
        return std::vector{WantedForm{}};
    std::vector<WantedForm> forms;
    for (const MediaRange& accepted : types) {
        if (const auto form = formOf(request, accepted))
            forms.push_back(*form);
    }
    if (forms.empty())
        return badRequest(u"Nothing is sent here in a form that Accept takes."_s, notAcceptable);
    return forms;
}

/// Of a CAR that the address asks for, Accept may say how it is to be.
Result<WantedForm> formNamed(const HttpRequest& request, const QByteArray& name)
{
    const auto named = std::ranges::find(namedForms, QByteArrayView(name), &NamedForm::name);
    if (name == "tar")
        return badRequest(u"This gateway makes no TAR; a CAR has the same."_s, notAcceptable);
    if (named == namedForms.end())
        return badRequest(u"format is raw, car, dag-json, dag-cbor, json or cbor."_s);
    if (named->form != Form::Car)
        return WantedForm{named->form};
    const auto accepted = acceptedTypes(request.headerList("Accept"));
    const auto car
        = std::ranges::find(accepted, QByteArrayView(routes::carType), &MediaRange::type);
    const auto form = carForm(request, car == accepted.end() ? MediaRange{} : *car);
    if (!form)
        return badRequest(u"CARs are version 1, in the order dfs, with dups=y or dups=n."_s,
                          notAcceptable);
    return *form;
}

/// Where Accept has a part in what is sent, the address alone does not name it.
bool choosesByHeader(const HttpRequest& request)
{
    const auto accepted = acceptedTypes(request.headerList("Accept"));
    return std::ranges::any_of(accepted, [](const MediaRange& range) {
        return std::ranges::find(namedForms, QByteArrayView(range.type), &NamedForm::type)
            != namedForms.end();
    });
}

Done takePath(GatewayRequest& wanted, const QByteArray& rest)
{
    const qsizetype slash = rest.indexOf('/');
    const QByteArray text = QByteArray::fromPercentEncoding(slash < 0 ? rest : rest.first(slash));
    const auto cid = Cid::parse(QString::fromUtf8(text));
    if (!cid)
        return badRequest(u"Invalid CID: "_s + QString::fromUtf8(text), u"ERROR_INVALID_CID"_s);
    if (const Done done = content::verifiable(cid->hash()); !done)
        return badRequest(u"%1: %2"_s.arg(QString::fromUtf8(text), done.error().detail));
    wanted.root = *cid;
    wanted.address = wanted.hasOwnHost ? rest.sliced(std::max<qsizetype>(slash, 0)) : wanted.url;
    wanted.endsInSlash = rest.endsWith('/');
    for (const QByteArray& segment : (slash < 0 ? QByteArray() : rest.sliced(slash)).split('/')) {
        const QByteArray name = QByteArray::fromPercentEncoding(segment);
        if (name.contains('/')) // No entry of a folder has such a name.
            return fail(
                Error{Error::Kind::NotFound, {}, QString::fromUtf8(name), content::dagNoEntry});
        if (!name.isEmpty())
            wanted.path += (wanted.path.isEmpty() ? "" : "/") + name;
    }
    return {};
}

bool isOnlyIfCached(const HttpRequest& request)
{
    const QByteArrayList directives = request.headerList("Cache-Control").toLower().split(',');
    return std::ranges::any_of(
        directives, [](const QByteArray& each) { return each.trimmed() == "only-if-cached"; });
}

} // namespace

Result<GatewayRequest> gatewayRequest(const QByteArray& rest, const HttpRequest& request)
{
    GatewayRequest wanted;
    wanted.url = "/ipfs/" + rest;
    wanted.hasOwnHost = contentLabel(request).has_value();
    if (const Done done = takePath(wanted, rest); !done)
        return fail(done.error());
    // A worker registered there could rule over all roots (path-gateway, Service-Worker).
    if (request.header("Service-Worker") == "script" && wanted.path.isEmpty()
        && !wanted.endsInSlash)
        return badRequest(u"A service worker belongs below a root, not beside it."_s);

    if (const auto format = request.parameter("format")) {
        const auto form = formNamed(request, *format);
        if (!form)
            return fail(form.error());
        wanted.forms = {*form};
    } else {
        auto forms = formsAccepted(request);
        if (!forms)
            return fail(forms.error());
        wanted.forms = std::move(*forms);
    }
    wanted.fileName = request.parameter("filename").value_or(QByteArray());
    wanted.isDownload = request.parameter("download") == "true";
    wanted.onlyIfHere = isOnlyIfCached(request);
    wanted.entityBytes = request.parameter("entity-bytes");
    wanted.scope = request.parameter("dag-scope").value_or(wanted.entityBytes ? "entity" : "all");
    if (wanted.scope != "all" && wanted.scope != "block" && wanted.scope != "entity")
        return badRequest(u"dag-scope is block, entity or all."_s);
    return wanted;
}

QByteArray locationOf(const GatewayRequest& wanted, const HttpRequest& request,
                      const WantedForm& form)
{
    const auto named = std::ranges::find(namedForms, form.form, &NamedForm::form);
    if (named == namedForms.end() || !choosesByHeader(request))
        return {};
    QByteArray query;
    const auto add = [&query](const QByteArray& name, const QByteArray& value) {
        query += (query.isEmpty() ? "?" : "&") + name.toPercentEncoding() + '='
            + value.toPercentEncoding(":*");
    };
    for (const auto& [name, value] : request.query) {
        if (name != "format" && name != "car-dups")
            add(name, value);
    }
    add("format", named->name.toByteArray());
    if (form.withRepeats)
        add("car-dups", "y");
    return wanted.address + query;
}

} // namespace cairn::local
