// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/previewtext.h"

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

QString counted(qint64 count, const char* one, const char* many)
{
    return PreviewText::tr(count == 1 ? one : many).arg(QLocale().toString(count));
}

QString listedText(const Upload& upload, qsizetype partsHere)
{
    const QString since = upload.created ? formatDate(*upload.created) : PreviewText::tr("an unknown date");
    const auto parts = qsizetype(upload.parts.size());
    if (parts < partsHere)
        return PreviewText::tr("The service lists this CID since %1, with %2 parts where this upload has %3, so "
                  "it may be incomplete. Sending it again completes it.")
            .arg(since, QLocale().toString(parts), QLocale().toString(partsHere));
    if (upload.name.isEmpty())
        return PreviewText::tr("Already stored on %1. Sending it again changes nothing in it.").arg(since);
    return PreviewText::tr("Already stored on %1 as “%2”. Sending it again changes nothing in it.")
        .arg(since, upload.name);
}

} // namespace

QString previewNumbers(const UploadPreview& preview)
{
    const QString files = counted(preview.files(), QT_TRANSLATE_NOOP("PreviewText", "%1 file"),
                                  QT_TRANSLATE_NOOP("PreviewText", "%1 files"));
    const QString bytes = formatBytes(preview.bytes());
    if (preview.state() == UploadPreview::State::Failed)
        return PreviewText::tr("Nothing can be sent as it is.");
    if (preview.state() == UploadPreview::State::Reading)
        //: files, bytes
        return PreviewText::tr("Reading: %1, %2 so far").arg(files, bytes);
    const auto parts = qsizetype(preview.packedUpload()->partBytes.size());
    if (parts == 1)
        //: files, bytes
        return PreviewText::tr("%1, %2, sent in one part").arg(files, bytes);
    //: files, bytes, a number
    return PreviewText::tr("%1, %2, sent in %3 parts").arg(files, bytes, QLocale().toString(parts));
}

StatusText listingText(const UploadPreview& preview)
{
    using Answer = UploadPreview::Listing::Answer;
    const UploadPreview::Listing& listing = preview.listing();
    switch (listing.answer) {
    case Answer::NotAsked:
        return {PreviewText::tr("Whether it is stored already is asked once the CID is known."), u"waiting"_s,
                Tone::Neutral};
    case Answer::Asking:
        return {PreviewText::tr("Asking whether it is stored already…"), u"search"_s, Tone::Neutral};
    case Answer::No:
        return {PreviewText::tr("Not stored in this account yet."), u"info"_s, Tone::Neutral};
    case Answer::Yes:
        return {listedText(*listing.upload, qsizetype(preview.packedUpload()->partBytes.size())),
                u"stored"_s, Tone::Accent};
    case Answer::Unknown:
        return {
            PreviewText::tr("It is not known whether this is stored already. %1").arg(errorText(*listing.error)),
            u"unknown"_s, Tone::Caution};
    }
    Q_UNREACHABLE();
}

QString credentialText(const AccountRecord& record)
{
    if (record.isLocal())
        return PreviewText::tr("the sign-in of this computer");
    return record.hasApiToken ? PreviewText::tr("the API token of “%1”").arg(record.name)
                              : PreviewText::tr("the login token of “%1”").arg(record.name);
}

QString profileMeaning(const QString& profile)
{
    if (profile == "ipfs-car-3"_L1)
        return PreviewText::tr("The CIDs that the ipfs-car tool and the successor service give.");
    if (profile == "unixfs-v1-2025"_L1)
        return PreviewText::tr("The CIDs that current IPFS nodes give. Empty folders and links are kept.");
    if (profile == "unixfs-v0-2015"_L1)
        return PreviewText::tr("The CIDs that begin with Qm, as IPFS nodes gave them for years.");
    return PreviewText::tr("The CIDs that the web3.storage clients give. The usual choice.");
}

QString problemText(content::Problem::Kind kind, qint64 count)
{
    using Kind = content::Problem::Kind;
    switch (kind) {
    case Kind::LikelySecret:
        return counted(count, QT_TRANSLATE_NOOP("PreviewText", "%1 file looks like a secret"),
                       QT_TRANSLATE_NOOP("PreviewText", "%1 files look like secrets"));
    case Kind::UnreadableLeftOut:
        return counted(count, QT_TRANSLATE_NOOP("PreviewText", "%1 entry cannot be read"),
                       QT_TRANSLATE_NOOP("PreviewText", "%1 entries cannot be read"));
    case Kind::NameLeftOut:
        return counted(count, QT_TRANSLATE_NOOP("PreviewText", "%1 name cannot be stored"),
                       QT_TRANSLATE_NOOP("PreviewText", "%1 names cannot be stored"));
    case Kind::HiddenSkipped:
        return counted(count, QT_TRANSLATE_NOOP("PreviewText", "%1 hidden file or folder is left out"),
                       QT_TRANSLATE_NOOP("PreviewText", "%1 hidden files or folders are left out"));
    case Kind::SymlinkSkipped:
        return counted(count, QT_TRANSLATE_NOOP("PreviewText", "%1 symbolic link is left out"),
                       QT_TRANSLATE_NOOP("PreviewText", "%1 symbolic links are left out"));
    case Kind::EmptyDirectoryDropped:
        return counted(count, QT_TRANSLATE_NOOP("PreviewText", "%1 empty folder is left out"),
                       QT_TRANSLATE_NOOP("PreviewText", "%1 empty folders are left out"));
    case Kind::LeftOut:
        return counted(count, QT_TRANSLATE_NOOP("PreviewText", "%1 entry is left out"),
                       QT_TRANSLATE_NOOP("PreviewText", "%1 entries are left out"));
    }
    Q_UNREACHABLE();
}

} // namespace cairn
