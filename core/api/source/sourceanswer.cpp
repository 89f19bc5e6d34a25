// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/source/sourceanswer.h"

#include <QDateTime>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

namespace {

bool hasAny(QByteArrayView text, std::initializer_list<QByteArrayView> words)
{
    const QByteArray lower = text.toByteArray().toLower();
    return std::ranges::any_of(words, [&](QByteArrayView word) { return lower.contains(word); });
}

/// Of the whole service, never of one content that is no longer there.
bool saysRetired(QByteArrayView text)
{
    return hasAny(text,
                  {"gateway has been retired", "gateway is retired", "gateway was retired",
                   "service has been retired", "gateway has been shut down",
                   "gateway was shut down", "service has been shut down", "has been sunset",
                   "has_been_sunset", "gateway has been discontinued",
                   "service has been discontinued", "service is discontinued",
                   "gateway has been decommissioned", "service has been decommissioned"});
}

bool isChallenge(const HttpStream::Head& head, QByteArrayView text)
{
    return head.isChallenge
        || (isPage(head)
            && hasAny(text, {"challenge-platform", "cf-chl", "just a moment", "captcha"}));
}

Kind kindOf(int status)
{
    switch (status) {
    case 404:
    case 412:
        return Kind::NotFound;
    case 400:
    case 405:
    case 406:
    case 415:
    case 501:
        return Kind::Invalid; // Not in this form.
    case 401:
    case 402:
    case 403:
    case 410:
    case 451:
        return Kind::Forbidden;
    case 429:
        return Kind::RateLimited;
    default:
        return status >= 500 ? Kind::Server : Kind::Protocol;
    }
}

Error retirement(const HttpStream::Head& head)
{
    Error error{Kind::Forbidden, u"HTTP %1, retired"_s.arg(head.status), head.url.host(),
                answer::retired};
    if (head.sunset && *head.sunset <= head.date) {
        const auto seconds = head.sunset->time_since_epoch().count();
        error.more = {QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).date().toString(Qt::ISODate)};
    }
    return error;
}

bool isRetirement(const HttpStream::Head& head, QByteArrayView text)
{
    const bool isOver = head.sunset && *head.sunset <= head.date;
    return head.status == 410 || (head.status == 429 && isOver) || saysRetired(text);
}

} // namespace

bool isPage(const HttpStream::Head& head)
{
    const QByteArray type = head.type.toLower();
    return type.startsWith("text/html") || type.startsWith("application/xhtml");
}

Error refusal(const HttpStream::Head& head, QByteArrayView text)
{
    if (isRetirement(head, text))
        return retirement(head);
    Error error{kindOf(head.status), u"HTTP %1"_s.arg(head.status), head.url.host()};
    error.retryAfter = head.retryAfter;
    if (head.status == 402)
        error.code = answer::wantsPayment;
    if (head.status == 401 || head.status == 403)
        error.code = answer::refusesPrograms;
    if (isChallenge(head, text))
        error = {Kind::Forbidden, u"HTTP %1, a challenge"_s.arg(head.status), head.url.host(),
                 answer::refusesPrograms};
    return withCode(std::move(error));
}

Error pageError(const HttpStream::Head& head, QByteArrayView text)
{
    if (saysRetired(text))
        return retirement(head);
    return {Kind::Forbidden, u"a page, not blocks"_s, head.url.host(), answer::refusesPrograms};
}

bool isFinal(const Error& error)
{
    return error.code == answer::retired || error.code == answer::wantsPayment
        || error.code == answer::refusesPrograms;
}

bool isOut(const Error& error)
{
    return isFinal(error) || error.kind == Kind::Untrusted;
}

bool isPassing(const Error& error)
{
    switch (error.kind) {
    case Kind::RateLimited:
    case Kind::Offline:
    case Kind::Timeout:
    case Kind::Server:
    case Kind::Protocol:
        return true;
    default:
        return false;
    }
}

bool isAboutForm(const Error& error)
{
    return error.kind == Kind::NotFound || error.kind == Kind::Invalid;
}

Error brokenOff(Error error)
{
    if (error.kind == Kind::Offline)
        error.code = answer::cutShort;
    if (error.kind == Kind::Timeout)
        error.code = answer::silent;
    return error;
}

} // namespace cairn
