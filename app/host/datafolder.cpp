// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/datafolder.h"

#include "core/local/http/originpolicy.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

QString dataFolderPath(const QString& fromOption)
{
    QString folder = fromOption;
    if (folder.isEmpty())
        folder = qEnvironmentVariable("CAIRN_DATA_DIR");
    if (folder.isEmpty()) {
        folder
            = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/cairn"_L1;
    }
    return QDir::cleanPath(QDir(folder).absolutePath());
}

} // namespace

Result<QString> existingDataFolder(const QString& fromOption)
{
    const QString folder = dataFolderPath(fromOption);
    if (!QFileInfo(folder).isDir())
        return fail(
            Error{Error::Kind::NotFound, u"no data folder"_s, folder, u"DATA_FOLDER_MISSING"_s});
    return folder;
}

Result<QString> dataFolder(const QString& fromOption)
{
    const QString folder = dataFolderPath(fromOption);
    if (!QDir().exists(folder)) {
        if (!QDir().mkpath(folder))
            return fail(Error::Kind::Storage, u"the data folder cannot be made"_s, folder,
                        u"FOLDER_NOT_MADE"_s);
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    return folder;
}

QString accountsFilePath(const QString& dataFolder)
{
    return dataFolder + "/accounts.json"_L1;
}

QString transferFolder(const QString& dataFolder)
{
    return dataFolder + "/transfers"_L1;
}

QString settingsFile(const QString& dataFolder)
{
    return dataFolder + "/settings.ini"_L1;
}

std::vector<QUrl> gateways(const QString& dataFolder)
{
    std::vector<QUrl> addresses;
    const QSettings settings(settingsFile(dataFolder), QSettings::IniFormat);
    for (const QString& text : settings.value("gateways"_L1).toStringList()) {
        const QUrl address(text.trimmed(), QUrl::StrictMode);
        const bool isWeb = address.scheme() == "https"_L1 || address.scheme() == "http"_L1;
        if (address.isValid() && isWeb && !address.host().isEmpty())
            addresses.push_back(address);
    }
    return addresses;
}

QByteArrayList allowedOrigins(const QString& dataFolder)
{
    QByteArrayList origins;
    const QSettings settings(settingsFile(dataFolder), QSettings::IniFormat);
    for (const QString& text : settings.value("allowedOrigins"_L1).toStringList()) {
        if (const auto origin = local::originFrom(text))
            origins.append(*origin);
    }
    return origins;
}

} // namespace cairn
