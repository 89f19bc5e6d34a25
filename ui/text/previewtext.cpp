// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/previewtext.h"

#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>
#include <QLocale>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

struct PreviewText
{
    Q_DECLARE_TR_FUNCTIONS(PreviewText)
};

/// With fewer parts than this upload has.
QString incompleteText(const Upload& upload, qsizetype partsHere)
{
    const int parts = int(upload.parts.size());
    const QString here = QLocale().toString(partsHere);
    if (upload.created)
        return PreviewText::tr("The service lists this CID since %1, with %Ln part(s) where this "
                               "upload has %2, so it may be incomplete. Sending it again "
                               "completes it.",
                               nullptr, parts)
            .arg(formatDate(*upload.created), here);
    return PreviewText::tr("The service lists this CID, with %Ln part(s) where this upload has "
                           "%1, so it may be incomplete. Sending it again completes it.",
                           nullptr, parts)
        .arg(here);
}

QString listedText(const Upload& upload, qsizetype partsHere)
{
    if (qsizetype(upload.parts.size()) < partsHere)
        return incompleteText(upload, partsHere);
    if (upload.created && upload.name.isEmpty())
        return PreviewText::tr("Already stored on %1. Sending it again changes nothing in it.")
            .arg(formatDate(*upload.created));
    if (upload.created)
        return PreviewText::tr("Already stored on %1 as “%2”. Sending it again changes nothing "
                               "in it.")
            .arg(formatDate(*upload.created), nameText(upload.name));
    if (upload.name.isEmpty())
        return PreviewText::tr("Already stored. Sending it again changes nothing in it.");
    return PreviewText::tr("Already stored as “%1”. Sending it again changes nothing in it.")
        .arg(nameText(upload.name));
}

} // namespace

QString previewNumbers(const UploadPreview& preview)
{
    const QString files = PreviewText::tr("%Ln file(s)", nullptr, int(preview.files()));
    const QString bytes = formatBytes(preview.bytes());
    if (preview.state() == UploadPreview::State::Failed)
        return PreviewText::tr("Nothing can be sent as it is.");
    if (preview.state() == UploadPreview::State::Reading)
        //: files, bytes
        return PreviewText::tr("Reading: %1, %2 so far").arg(files, bytes);
    //: files, bytes, a number
    return PreviewText::tr("%1, %2, sent in %Ln part(s)", nullptr,
                           int(preview.packedUpload()->partBytes.size()))
        .arg(files, bytes);
}

StatusText listingText(const UploadPreview& preview)
{
    using Answer = UploadPreview::Listing::Answer;
    const UploadPreview::Listing& listing = preview.listing();
    switch (listing.answer) {
    case Answer::NotAsked:
        return {PreviewText::tr("Whether it is stored already is asked once the CID is known."),
                u"waiting"_s, Tone::Neutral};
    case Answer::Asking:
        return {PreviewText::tr("Asking whether it is stored already…"), u"search"_s,
                Tone::Neutral};
    case Answer::No:
        return {PreviewText::tr("Not stored in this account yet."), u"info"_s, Tone::Neutral};
    case Answer::Yes:
        return {listedText(*listing.upload, qsizetype(preview.packedUpload()->partBytes.size())),
                u"stored"_s, Tone::Accent};
    case Answer::Unknown:
        return {PreviewText::tr("It is not known whether this is stored already. %1")
                    .arg(errorText(*listing.error)),
                u"unknown"_s, Tone::Caution};
    }
    Q_UNREACHABLE();
}

QString credentialText(const AccountRecord& record)
{
    if (record.isLocal())
        return PreviewText::tr("It is sent with the sign-in of this computer.");
    return record.hasApiToken
        ? PreviewText::tr("It is sent with the API token of “%1”.").arg(nameText(record.name))
        : PreviewText::tr("It is sent with the login token of “%1”.").arg(nameText(record.name));
}

QString profileMeaning(const QString& profile)
{
    if (profile == "ipfs-car-3"_L1)
        return PreviewText::tr("The CIDs that the ipfs-car tool and the successor service give.");
    if (profile == "unixfs-v1-2025"_L1)
        return PreviewText::tr(
            "The CIDs that current IPFS nodes give. Empty folders and links are kept.");
    if (profile == "unixfs-v0-2015"_L1)
        return PreviewText::tr("The CIDs that begin with Qm, as IPFS nodes gave them for years.");
    return PreviewText::tr("The CIDs that the web3.storage clients give. The usual choice.");
}

QString problemText(content::Problem::Kind kind, qint64 count)
{
    using Kind = content::Problem::Kind;
    const int n = int(count);
    switch (kind) {
    case Kind::LikelySecret:
        return PreviewText::tr("%Ln file(s) look like secrets", nullptr, n);
    case Kind::UnreadableLeftOut:
        return PreviewText::tr("%Ln entries cannot be read", nullptr, n);
    case Kind::NameLeftOut:
        return PreviewText::tr("%Ln name(s) cannot be stored", nullptr, n);
    case Kind::HiddenSkipped:
        return PreviewText::tr("%Ln hidden file(s) or folder(s) are left out", nullptr, n);
    case Kind::SymlinkSkipped:
        return PreviewText::tr("%Ln symbolic link(s) are left out", nullptr, n);
    case Kind::EmptyDirectoryDropped:
        return PreviewText::tr("%Ln empty folder(s) are left out", nullptr, n);
    case Kind::LeftOut:
        return PreviewText::tr("%Ln entries are left out", nullptr, n);
    case Kind::LinkLeavesFolder:
        return PreviewText::tr("%Ln link(s) lead out of the folder", nullptr, n);
    case Kind::NameNotPortable:
        return PreviewText::tr("%Ln name(s) are not possible on every system", nullptr, n);
    }
    Q_UNREACHABLE();
}

} // namespace cairn
