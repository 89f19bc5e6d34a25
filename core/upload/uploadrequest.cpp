// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/upload/uploadrequest.h"

#include <QFileInfo>

namespace cairn {
using namespace Qt::StringLiterals;

QString shownName(const UploadRequest& request)
{
    if (!request.name.trimmed().isEmpty())
        return request.name.trimmed();
    const QString first
        = QFileInfo(request.carFile.isEmpty() ? request.paths.front() : request.carFile).fileName();
    return request.paths.size() <= 1
        ? first
        : u"%1 + %2"_s.arg(first, QString::number(request.paths.size() - 1));
}

} // namespace cairn
