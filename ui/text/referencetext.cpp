// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/referencetext.h"

#include "core/content/cid/reference.h"
#include "ui/text/displaytext.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

struct ReferenceText
{
    Q_DECLARE_TR_FUNCTIONS(ReferenceText)
};

constexpr qsizetype maxShown = 120;

bool matches(const QString& text, const QString& pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption)
        .match(text)
        .hasMatch();
}

} // namespace

bool isAddress(const QString& text)
{
    if (matches(text.trimmed(), u"^file:"_s))
        return false;
    // A scheme has two letters or more: one is a drive.
    return matches(text.trimmed(), u"^([a-z][a-z0-9+.-]+:|/ip[fn]s/)\\S"_s)
        || content::referenceFrom(text).has_value();
}

QString refusedAddressText(const QString& address)
{
    const QString text = address.trimmed();
    const QString shown = displayText(text.size() > maxShown ? text.first(maxShown) + u'…' : text);
    if (matches(text, u"^ipns:|^(dweb:)?/ipns/|^https?://[^/?#]*(\\.ipns\\.|/ipns/)"_s))
        return ReferenceText::tr("“%1” is an IPNS name: what it stands for may change, and Cairn "
                                 "does not look it up. Open it with another IPFS program and use "
                                 "the CID that it gives.")
            .arg(shown);
    if (matches(text, u"^ipfs:|^(dweb:)?/ipfs/|^https?://[^/?#]*(\\.ipfs\\.|/ipfs/)"_s))
        return ReferenceText::tr("There is no valid CID in “%1”. A letter may be missing or "
                                 "changed: copy it again from where it came from.")
            .arg(shown);
    if (matches(text, u"^https?:"_s))
        return ReferenceText::tr("There is no CID in “%1”, so nothing from there could be "
                                 "verified. Save it with a browser and drop the file here, or ask "
                                 "for its CID.")
            .arg(shown);
    return ReferenceText::tr("“%1” is no address that Cairn can open. Use a file, a CID, "
                             "ipfs://CID or the link of an IPFS gateway.")
        .arg(shown);
}

} // namespace cairn
