// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/endpoints/pinwire.h"

#include "core/api/wire/wire.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;
using content::Codec;

namespace {

constexpr qsizetype maxOrigins = 20;
constexpr qint64 maxResults = 1'000;
constexpr std::array codecs{Codec::Raw, Codec::DagPb, Codec::DagCbor, Codec::DagJson};

auto refuse(const QString& reason, const QString& details)
{
    return fail(Error{Error::Kind::Invalid, details, {}, reason, {}});
}
auto invalid(const QString& details)
{
    return refuse(u"PSA_INVALID_DATA"_s, details);
}

bool isTooLong(const QString& name)
{
    return name.toUcs4().size() > maxNameLength;
}

/// The forms that the original reads (contract §4.1).
Result<Cid> cidFrom(const QString& text)
{
    if (text.startsWith("Qm"_L1) || text.startsWith('z'_L1) || text.startsWith('b'_L1)) {
        if (auto cid = Cid::parse(text))
            return cid;
    }
    return invalid(u"#/cid: not a CID: "_s + text);
}

QString textOf(const std::optional<QByteArray>& parameter)
{
    return QString::fromUtf8(parameter.value_or(QByteArray()));
}

/// A whole RFC 3339 date and time.
Result<std::optional<Timestamp>> momentAt(const HttpRequest& request, const QByteArray& name)
{
    const auto text = request.lastParameter(name);
    if (!text)
        return std::nullopt;
    static const QRegularExpression zone(u"(Z|[+-]\\d{2}:\\d{2})$"_s);
    const QString moment = QString::fromLatin1(*text).toUpper();
    const auto time = wire::timestampFrom(moment);
    if (!time || !zone.match(moment).hasMatch())
        return invalid(u"#/%1: not a date and time"_s.arg(QString::fromLatin1(name)));
    return time;
}

Result<QJsonObject> metaFrom(const QByteArray& text)
{
    const auto document = QJsonDocument::fromJson(text);
    const QJsonObject meta = document.object();
    const bool strings
        = std::ranges::all_of(meta, [](const QJsonValue& value) { return value.isString(); });
    if (!document.isObject() || !strings)
        return invalid(u"#/meta: not an object of strings"_s);
    return meta;
}

Result<PinFilter::Match> matchFrom(const QString& word)
{
    using enum PinFilter::Match;
    if (word.isEmpty() || word == "exact"_L1)
        return Exact;
    if (word == "iexact"_L1)
        return CaseBlind;
    if (word == "partial"_L1)
        return Part;
    if (word == "ipartial"_L1)
        return CaseBlindPart;
    return invalid(u"#/match: none of exact, iexact, partial, ipartial"_s);
}

} // namespace

Result<PinSpec> pinSpecFrom(const QJsonObject& body)
{
    const QJsonValue cid = body["cid"_L1];
    if (cid.isUndefined() || cid.isNull() || cid.toString(u"-"_s).isEmpty())
        return refuse(u"PSA_REQUIRED_DATA"_s, u"#/cid: missing"_s);
    if (!cid.isString())
        return invalid(u"#/cid: not a string"_s);
    const auto parsed = cidFrom(cid.toString());
    if (!parsed)
        return fail(parsed.error());
    if (std::ranges::find(codecs, parsed->codec()) == codecs.end())
        return refuse(u"PSA_CODEC_ERROR"_s, u"#/cid: of a codec that cannot be pinned"_s);
    PinSpec spec{cid.toString(), *parsed};

    const QJsonValue name = body["name"_L1];
    if (!name.isUndefined() && !name.isNull() && !name.isString())
        return invalid(u"#/name: not a string"_s);
    spec.name = name.toString();
    if (isTooLong(spec.name))
        return invalid(u"#/name: longer than 255 characters"_s);

    const QJsonValue origins = body["origins"_L1];
    spec.origins = origins.toArray();
    const bool isList = origins.isUndefined() || origins.isNull() || origins.isArray();
    if (!isList || spec.origins.size() > maxOrigins
        || std::ranges::any_of(spec.origins,
                               [](const QJsonValue& origin) { return !origin.isString(); }))
        return invalid(u"#/origins: not a list of up to 20 strings"_s);

    const QJsonValue meta = body["meta"_L1];
    if (!meta.isUndefined() && !meta.isNull() && !meta.isObject())
        return invalid(u"#/meta: not an object"_s);
    spec.meta = meta.toObject();
    return spec;
}

Result<PinFilter> pinFilterFrom(const HttpRequest& request)
{
    PinFilter filter;
    if (const auto cids = request.lastParameter("cid")) {
        filter.cids = textOf(cids).split(','_L1);
        for (const QString& cid : filter.cids) {
            if (const auto parsed = cidFrom(cid); !parsed)
                return fail(parsed.error());
        }
    }
    filter.name = textOf(request.lastParameter("name"));
    if (isTooLong(filter.name))
        return invalid(u"#/name: longer than 255 characters"_s);
    const auto match = matchFrom(textOf(request.lastParameter("match")));
    if (!match)
        return fail(match.error());
    filter.match = *match;
    if (const auto statuses = request.lastParameter("status")) {
        filter.statuses = textOf(statuses).split(','_L1);
        for (const QString& status : filter.statuses) {
            if (status != "queued"_L1 && status != "pinning"_L1 && status != "pinned"_L1
                && status != "failed"_L1)
                return invalid(u"#/status: none of queued, pinning, pinned, failed"_s);
        }
    }
    const auto meta = request.lastParameter("meta");
    if (meta) {
        const auto wanted = metaFrom(*meta);
        if (!wanted)
            return fail(wanted.error());
        filter.meta = *wanted;
    }
    const auto before = momentAt(request, "before");
    if (!before)
        return fail(before.error());
    const auto after = momentAt(request, "after");
    if (!after)
        return fail(after.error());
    filter.before = *before;
    filter.after = *after;
    if (filter.cids.isEmpty() && filter.name.isEmpty() && filter.statuses.isEmpty() && !meta)
        filter.statuses = {u"pinned"_s};
    return filter;
}

Result<qint64> pinLimitFrom(const HttpRequest& request)
{
    const auto text = request.lastParameter("limit");
    if (!text)
        return PinFilter().limit;
    bool isNumber = false;
    const qint64 limit = text->toLongLong(&isNumber);
    if (!isNumber || limit < 1 || limit > maxResults)
        return invalid(u"#/limit: not a number from 1 to 1000"_s);
    return limit;
}

QJsonObject toJson(const PinRequest& request, Origins origins)
{
    QJsonObject pin{{u"cid"_s, request.pin.text}};
    if (!request.pin.name.isEmpty())
        pin.insert(u"name"_s, request.pin.name);
    if (!request.pin.origins.isEmpty() && origins == Origins::Shown)
        pin.insert(u"origins"_s, request.pin.origins);
    if (!request.pin.meta.isEmpty())
        pin.insert(u"meta"_s, request.pin.meta);
    QJsonObject json{{u"requestid"_s, request.id},
                     {u"status"_s, request.status},
                     {u"created"_s, wire::timestampText(request.created)},
                     {u"pin"_s, pin},
                     {u"delegates"_s, QJsonArray()}};
    // The API's place for it; the original had nothing to say there.
    if (!request.reason.isEmpty())
        json.insert(u"info"_s, QJsonObject{{u"status_details"_s, request.reason}});
    return json;
}

} // namespace cairn::local
