// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/noticetext.h"

#include <QCoreApplication>
#include <QStringList>

namespace cairn {

namespace {

struct StartNotices
{
    Q_DECLARE_TR_FUNCTIONS(StartNotices)
};

} // namespace

QString noticeText(local::StartNotice notice, const QString& dataFolder)
{
    using enum local::StartNotice;
    switch (notice) {
    case CatalogMadeAnew:
        return StartNotices::tr(
            "The catalog of this computer was lost or damaged and has been made anew from what is "
            "stored. When tokens were last used is not known since.");
    case CatalogIsBeingMade:
        return StartNotices::tr(
            "The catalog of this computer was lost or damaged and is being made anew from what is "
            "stored. Lists and uploads work when that is done.");
    case CarsMissing:
        return StartNotices::tr(
            "Some stored CARs are no longer in the folder, so some uploads are not whole. Run "
            "“cairnd check” to see which.");
    case CarsDamaged:
        return StartNotices::tr(
            "The bytes of some stored CARs have changed, so some uploads are not whole. Run "
            "“cairnd check” to see which.");
    case KeyMadeAnew:
        return StartNotices::tr(
            "The file signing.key was missing and has been made anew. Tokens that were made before "
            "stay valid.");
    case KeyWasReadable:
        return StartNotices::tr(
            "Other users of this computer could read signing.key. They cannot any more.");
    case DiskFull:
        return StartNotices::tr("There is no space left on the disk of “%1”. What is stored can be "
                                "read; free some space and start again to store more.")
            .arg(dataFolder);
    case ReadOnly:
        return StartNotices::tr("“%1” cannot be written. What is stored can be read; nothing can "
                                "be changed until the folder may be written again.")
            .arg(dataFolder);
    }
    Q_UNREACHABLE();
}

QString noticesText(const std::vector<local::StartNotice>& notices, const QString& dataFolder)
{
    QStringList texts;
    for (const local::StartNotice notice : notices)
        texts << noticeText(notice, dataFolder);
    return texts.join(QLatin1Char(' '));
}

QString catchUpText(int percent)
{
    return StartNotices::tr("The catalog of this computer was lost or damaged and is being made "
                            "anew from what is stored: %1 % is read. Lists and uploads work when "
                            "that is done.")
        .arg(percent);
}

} // namespace cairn
