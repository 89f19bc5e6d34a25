// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>
#include <QUrl>

namespace cairn {

/// What is known of an account without any secret: enough to show it and to look for its
/// credentials. The account *This computer* has the id "local" and is never written to disk.
struct AccountRecord
{
    QString id;
    QString name;
    QUrl endpoint;
    bool hasLogin = false; ///< A login token lies in the vault.
    bool hasApiToken = false; ///< An API token lies in the vault.

    bool isLocal() const { return id == QLatin1StringView("local"); }
    bool operator==(const AccountRecord&) const = default;
};

} // namespace cairn
