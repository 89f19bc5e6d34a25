// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/datafolder.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace cairn {
using namespace Qt::StringLiterals;

Result<QString> dataFolder(const QString& fromOption)
{
    QString folder = fromOption;
    if (folder.isEmpty())
        folder = qEnvironmentVariable("CAIRN_DATA_DIR");
    if (folder.isEmpty()) {
        folder
            = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/cairn"_L1;
    }
    folder = QDir::cleanPath(QDir(folder).absolutePath());
    if (!QDir().exists(folder)) {
        if (!QDir().mkpath(folder))
            return fail(Error::Kind::Storage, u"the data folder cannot be made"_s, folder);
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    return folder;
}

QString accountsFile(const QString& dataFolder)
{
    return dataFolder + "/accounts.json"_L1;
}

QString transferFolder(const QString& dataFolder)
{
    return dataFolder + "/transfers"_L1;
}

} // namespace cairn
