// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/endpoints/uploadlist.h"

#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"

#include <QDateTime>
#include <QTimeZone>
#include <QUrl>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr int defaultSize = 25;
constexpr int largestSize = 1000;

HttpResponse badRequest(const QString& message)
{
    return failure(400, u"HTTP_ERROR"_s, message);
}

QByteArray link(const QByteArray& path, const QByteArray& query, const QByteArray& rel)
{
    return '<' + path + '?' + query + ">; rel=\"" + rel + '"';
}

HttpResponse answer(const UploadPage& page, std::optional<int> size)
{
    HttpResponse response = json(wire::toJson(page.uploads));
    response.headers.emplace_back(routes::countHeader, QByteArray::number(page.total));
    if (size)
        response.headers.emplace_back(routes::sizeHeader, QByteArray::number(*size));
    return response;
}

HttpResponse listBefore(Uploads& uploads, qint64 user, const HttpRequest& request,
                        std::optional<int> size)
{
    std::optional<Timestamp> before;
    if (const auto text = request.parameter("before"); text && !text->isEmpty()) {
        before = momentFrom(*text);
        if (!before)
            return badRequest(u"before is not a date."_s);
    }
    const int wanted = size.value_or(defaultSize);
    const auto page = uploads.before(user, before, wanted);
    if (!page)
        return failure(page.error());
    HttpResponse response = answer(*page, size);
    if (size && qsizetype(page->uploads.size()) == *size) {
        const QString last = wire::timestampText(*page->uploads.back().created);
        response.headers.emplace_back("Link", nextLink(request.path, *size, last));
    }
    return response;
}

HttpResponse listPage(Uploads& uploads, qint64 user, const HttpRequest& request,
                      std::optional<int> size, const QByteArray& pageText)
{
    UploadQuery query{.page = 1, .size = size.value_or(defaultSize)};
    const auto number = leadingInteger(pageText);
    if (!number || *number < 1 || *number > std::numeric_limits<int>::max())
        return badRequest(u"page is not a number from 1."_s);
    query.page = int(*number);
    const QByteArray by = request.parameter("sortBy").value_or("Date");
    const QByteArray order = request.parameter("sortOrder").value_or("Desc");
    if (by != "Date" && by != "Name")
        return badRequest(u"sortBy is neither Date nor Name."_s);
    if (order != "Asc" && order != "Desc")
        return badRequest(u"sortOrder is neither Asc nor Desc."_s);
    query.sortBy = by == "Name" ? SortBy::Name : SortBy::Date;
    query.sortOrder = order == "Asc" ? SortOrder::Ascending : SortOrder::Descending;

    const auto page = uploads.page(user, query);
    if (!page)
        return failure(page.error());
    if (qint64(query.page - 1) * query.size > page->total)
        return failure(416, u"ERROR_RANGE_NOT_SATISFIABLE"_s, u"There is no such page."_s);
    HttpResponse response = answer(*page, size);
    response.headers.emplace_back(routes::pageHeader, QByteArray::number(query.page));
    response.headers.emplace_back("Link",
                                  pageLinks(request.path, query.page, query.size, page->total));
    return response;
}

} // namespace

HttpResponse listUploads(Uploads& uploads, qint64 user, const HttpRequest& request)
{
    std::optional<int> size;
    if (const auto text = request.parameter("size")) {
        const auto number = leadingInteger(*text);
        if (!number || *number < 1 || *number > largestSize)
            return badRequest(u"size is not a number from 1 to 1000."_s);
        size = int(*number);
    }
    if (const auto page = request.parameter("page"))
        return listPage(uploads, user, request, size, *page);
    return listBefore(uploads, user, request, size);
}

std::optional<qint64> leadingInteger(QByteArrayView text)
{
    text = text.trimmed();
    qsizetype end = text.startsWith('-') || text.startsWith('+') ? 1 : 0;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9')
        ++end;
    bool fits = false;
    const qint64 number = text.first(end).toByteArray().toLongLong(&fits);
    return fits ? std::optional(number) : std::nullopt;
}

QByteArray nextLink(const QByteArray& path, qint64 size, const QString& last)
{
    return link(path,
                "size=" + QByteArray::number(size) + "&before=" + QUrl::toPercentEncoding(last),
                "next");
}

QByteArray pageLinks(const QByteArray& path, qint64 page, qint64 size, qint64 count)
{
    const qint64 pages = (count + size - 1) / size;
    QList<QByteArray> links;
    const auto add = [&](qint64 target, const QByteArray& rel) {
        links.append(link(
            path, "size=" + QByteArray::number(size) + "&page=" + QByteArray::number(target), rel));
    };
    if (page < pages)
        add(page + 1, "next");
    add(pages, "last");
    add(1, "first");
    if (page > 1)
        add(page - 1, "previous");
    return links.join(", ");
}

std::optional<Timestamp> momentFrom(const QByteArray& text)
{
    const QString moment = QString::fromLatin1(text);
    if (const auto exact = wire::timestampFrom(moment))
        return exact;
    for (const auto& format : {u"yyyy-MM-dd"_s, u"yyyy-MM"_s, u"yyyy"_s}) {
        const QDate date = QDate::fromString(moment, format);
        if (date.isValid())
            return Timestamp(
                std::chrono::milliseconds(date.startOfDay(Qt::UTC).toMSecsSinceEpoch()));
    }
    for (const auto format : {Qt::ISODate, Qt::RFC2822Date}) {
        QDateTime time = QDateTime::fromString(moment, format);
        if (time.isValid())
            return Timestamp(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
    }
    return std::nullopt;
}

} // namespace cairn::local
