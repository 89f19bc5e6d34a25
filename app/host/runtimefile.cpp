// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/runtimefile.h"

#include "core/base/posix/process.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

QString runtimeFolder()
{
    chooseRuntimeFolder();
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + "/cairn"_L1;
}

/// A file name from a path, without hashing: readable, and as unique as the path.
QString fileName(const QString& dataFolder)
{
    QString name = QDir(dataFolder).canonicalPath();
    if (name.isEmpty())
        name = dataFolder;
    return QString::fromLatin1(name.toUtf8().toBase64(QByteArray::Base64UrlEncoding
                                                      | QByteArray::OmitTrailingEquals))
               .right(200)
        + ".json"_L1;
}

} // namespace

void chooseRuntimeFolder()
{
    if (qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR"))
        qputenv("XDG_RUNTIME_DIR",
                QFile::encodeName(QDir::tempPath() + "/runtime-"_L1) + posix::userName());
}

QString runtimeFile(const QString& dataFolder)
{
    return runtimeFolder() + u'/' + fileName(dataFolder);
}

Done makeRuntimeFolder()
{
    const QString folder = runtimeFolder();
    if (!QDir().mkpath(folder))
        return fail(Error::Kind::Storage, u"the runtime folder cannot be made"_s, folder,
                    u"FOLDER_NOT_MADE"_s);
    QFile::setPermissions(folder, ownerOnly | QFile::ExeOwner);
    return {};
}

Done writeRuntimeFile(const QString& dataFolder, const RunningService& service)
{
    if (const Done made = makeRuntimeFolder(); !made)
        return made;
    const QString path = runtimeFile(dataFolder);
    QSaveFile file(path);
    // Narrowed before the secret goes in, so that nobody can open it in between.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerOnly))
        return fail(Error::Kind::Storage, file.errorString(), path);
    file.write(QJsonDocument(QJsonObject{{u"url"_s, service.url.toString()},
                                         {u"login"_s, QString::fromLatin1(service.login.reveal())},
                                         {u"pid"_s, service.processId}})
                   .toJson());
    if (!file.commit())
        return fail(Error::Kind::Storage, file.errorString(), path);
    return {};
}

Result<RunningService> readRuntimeFile(const QString& dataFolder)
{
    QFile file(runtimeFile(dataFolder));
    if (!file.exists())
        return fail(Error::Kind::NotFound, u"no service is running on this folder"_s, dataFolder,
                    u"SERVICE_NOT_RUNNING"_s);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::Storage, file.errorString(), file.fileName());
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    RunningService service{QUrl(json["url"_L1].toString()),
                           Secret(json["login"_L1].toString().toLatin1()),
                           json["pid"_L1].toInteger()};
    const bool isServing = service.url.isValid() && !service.login.isEmpty();
    const bool isStarting = service.isStarting() && service.processId > 0;
    if (!isServing && !isStarting)
        return fail(Error::Kind::Corrupt, u"not a runtime file"_s, file.fileName(),
                    u"RUNTIME_FILE_DAMAGED"_s);
    return service;
}

} // namespace cairn
