// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/entered.h"

#include "core/api/http/loopback.h"

#include <QRegularExpression>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr QStringView quotes = u"\"'`<>()[]{},;\u2018\u2019\u201c\u201d\u00ab\u00bb";

/// Without quotes and brackets around it, one pair after the other.
QString unquoted(QString text)
{
    while (!text.isEmpty() && (quotes.contains(text.front()) || quotes.contains(text.back()))) {
        if (quotes.contains(text.front()))
            text.remove(0, 1);
        if (!text.isEmpty() && quotes.contains(text.back()))
            text.chop(1);
    }
    return text;
}

bool isTokenPart(QByteArrayView part)
{
    return !part.isEmpty() && std::ranges::all_of(part, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '-' || c == '_' || c == '=';
    });
}

Error notAnAddress(const QString& detail, const QString& code)
{
    return {Error::Kind::Invalid, detail, u"endpoint"_s, code};
}

} // namespace

Result<QUrl> endpointFrom(const QString& text)
{
    static const QRegularExpression blanks(u"\\s+"_s);
    static const QRegularExpression scheme(u"^[A-Za-z][A-Za-z0-9+.-]*:/"_s);
    QString address = unquoted(QString(text).remove(blanks));
    // A bracket belongs to the address of an IPv6 host.
    if (text.contains(u"://["_s) || text.trimmed().startsWith(u'['))
        address = QString(text).remove(blanks);
    const bool hasScheme = scheme.match(address).hasMatch();
    if (!hasScheme)
        address.prepend("https://"_L1);
    QUrl url(address, QUrl::StrictMode);
    if (!hasScheme && isLoopback(url))
        url.setScheme(u"http"_s);
    const bool isWeb = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    if (!url.isValid() || url.host().isEmpty() || !isWeb)
        return fail(notAnAddress(u"not an http or https address"_s, u"ADDRESS_INVALID"_s));
    if (!url.userInfo().isEmpty())
        return fail(notAnAddress(u"a user name in the address"_s, u"ADDRESS_HAS_LOGIN"_s));
    return url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
}

Secret tokenFrom(const QString& text)
{
    static const QRegularExpression blanks(u"\\s+"_s);
    static const QRegularExpression header(u"^\\s*[\"'`]*\\s*(authorization\\s*:\\s*)?bearer\\s+"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression headerAlone(u"^\\s*[\"'`]*\\s*authorization\\s*:\\s*"_s,
                                                QRegularExpression::CaseInsensitiveOption);
    // The word stands before a blank: a token may begin with its letters.
    QString token = QString(text).remove(header).remove(headerAlone);
    token = unquoted(token.remove(blanks));
    return Secret(token.toUtf8());
}

bool looksLikeApiToken(const Secret& token)
{
    const QList<QByteArray> parts = token.reveal().split('.');
    return parts.size() == 3 && std::ranges::all_of(parts, isTokenPart);
}

Credentials arranged(const Credentials& entered)
{
    const bool isLoginApiToken = looksLikeApiToken(entered.login);
    const bool isApiTokenOther
        = !entered.apiToken.isEmpty() && !looksLikeApiToken(entered.apiToken);
    const bool isTurned = (isLoginApiToken && (isApiTokenOther || entered.apiToken.isEmpty()))
        || (isApiTokenOther && entered.login.isEmpty());
    return isTurned ? Credentials{entered.apiToken, entered.login} : entered;
}

} // namespace cairn
