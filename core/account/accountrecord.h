// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/id.h"

#include <QString>
#include <QUrl>

namespace cairn {

/// The account *This computer*.
inline const AccountId localAccount{QStringLiteral("local")};

/// What is known of an account without any secret: enough to show it and to look for its
/// credentials. That of *This computer* is never written to disk.
struct AccountRecord
{
    AccountId id;
    QString name;
    QUrl endpoint;
    bool hasLogin = false; ///< A login token lies in the vault.
    bool hasApiToken = false; ///< An API token lies in the vault.
    bool allowsHttp = false; ///< A person lets its tokens go by http to another computer.

    bool isLocal() const { return id == localAccount; }
    bool operator==(const AccountRecord&) const = default;
};

} // namespace cairn
