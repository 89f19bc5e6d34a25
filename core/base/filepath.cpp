// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/filepath.h"

#include <QDir>
#include <QFileInfo>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// Without its links; itself if it is not there.
QString resolved(const QString& path)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    return real.isEmpty() ? path : real;
}

} // namespace

QString absolutePath(const QString& path)
{
    const QString whole = QDir::isAbsolutePath(path) ? path : QDir::currentPath() + u'/' + path;
#ifdef Q_OS_WIN
    return QDir::cleanPath(whole);
#else
    QString made;
    for (const QString& component : whole.split(u'/', Qt::SkipEmptyParts)) {
        if (component == "."_L1)
            continue;
        if (component == ".."_L1) {
            made = resolved(made.isEmpty() ? u"/"_s : made);
            made.truncate(std::max<qsizetype>(made.lastIndexOf(u'/'), 0));
        } else {
            made += u'/' + component;
        }
    }
    if (made.isEmpty())
        return u"/"_s;
    const bool isFolder = whole.endsWith(u'/') || whole.endsWith("/."_L1);
    return isFolder && QFileInfo(made).isSymLink() ? resolved(made) : made;
#endif
}

} // namespace cairn
