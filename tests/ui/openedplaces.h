// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QDesktopServices>
#include <QUrl>

namespace cairn::test {

/// In the place of the system's file manager: notes which folders it was to open.
class OpenedPlaces final : public QObject
{
    Q_OBJECT

public:
    OpenedPlaces() { QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "open"); }
    ~OpenedPlaces() override { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }

    QStringList folders;

public slots:
    void open(const QUrl& url) { folders << url.toLocalFile(); }
};

} // namespace cairn::test
