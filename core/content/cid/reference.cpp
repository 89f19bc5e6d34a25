// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/reference.h"

#include <QUrl>
#include <QUrlQuery>

namespace cairn::content {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxLength = 8192;

tl::unexpected<Error> noReference(QStringView text)
{
    return fail(Error::Kind::Invalid, u"not a CID"_s,
                text.first(qMin(text.size(), 100)).toString());
}

QString withoutSlashes(QStringView path)
{
    while (path.startsWith(u'/'))
        path = path.sliced(1);
    while (path.endsWith(u'/'))
        path.chop(1);
    return path.toString();
}

/// "CID" or "CID/path", as it is.
Result<Reference> fromPath(QStringView text)
{
    const qsizetype slash = text.indexOf(u'/');
    const auto cid = Cid::parse(slash < 0 ? text : text.first(slash));
    if (!cid)
        return fail(cid.error());
    return Reference{*cid, slash < 0 ? QString() : withoutSlashes(text.sliced(slash)), {}};
}

qsizetype endOfPath(QStringView text)
{
    qsizetype end = 0;
    while (end < text.size() && text[end] != u'?' && text[end] != u'#')
        ++end;
    return end;
}

QString decoded(QStringView text)
{
    return QUrl::fromPercentEncoding(text.toUtf8());
}

QString proposedName(const QUrl& url)
{
    return QUrlQuery(url).queryItemValue(u"filename"_s, QUrl::FullyDecoded);
}

/// What follows "ipfs:" in an address. QUrl lower-cases hosts, which would break `ipfs://Qm…`.
Result<Reference> fromIpfsAddress(QStringView rest)
{
    while (rest.startsWith(u'/'))
        rest = rest.sliced(1);
    if (rest.startsWith(u"ipfs/"))
        rest = rest.sliced(5);
    const qsizetype end = endOfPath(rest);
    auto reference = fromPath(rest.first(end));
    if (!reference)
        return reference;
    reference->path = decoded(reference->path);
    reference->name = proposedName(QUrl("ipfs:"_L1 + rest.sliced(end).toString()));
    return reference;
}

Result<Reference> fromWebAddress(const QString& text)
{
    const QUrl url(text);
    const QString path = url.path(QUrl::FullyDecoded);
    const QStringList labels = url.host().split(u'.');
    if (labels.size() >= 3 && labels[1] == "ipfs"_L1) {
        if (const auto cid = Cid::parse(labels[0]))
            return Reference{*cid, withoutSlashes(path), proposedName(url)};
    }
    if (!path.startsWith("/ipfs/"_L1))
        return noReference(text);
    auto reference = fromPath(QStringView(path).sliced(6));
    if (reference)
        reference->name = proposedName(url);
    return reference;
}

} // namespace

Result<Reference> referenceFrom(QStringView text)
{
    const QString reference = text.trimmed().toString();
    if (reference.size() > maxLength)
        return noReference(text);
    const auto startsWith = [&reference](QLatin1StringView start) {
        return reference.startsWith(start, Qt::CaseInsensitive);
    };
    if (startsWith("http://"_L1) || startsWith("https://"_L1))
        return fromWebAddress(reference);
    for (const auto scheme : {"ipfs:"_L1, "dweb:"_L1}) {
        if (startsWith(scheme))
            return fromIpfsAddress(QStringView(reference).sliced(scheme.size()));
    }
    for (const auto start : {"/ipfs/"_L1, "ipfs/"_L1}) {
        if (startsWith(start))
            return fromPath(QStringView(reference).sliced(start.size()));
    }
    return fromPath(reference);
}

Result<Cid> cidFromReference(QStringView text)
{
    return referenceFrom(text).map([](const Reference& reference) { return reference.cid; });
}

QString pathFromReference(QStringView text)
{
    const auto reference = referenceFrom(text);
    return reference ? reference->path : QString();
}

} // namespace cairn::content
