// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/secrettext.h"

#include <QCoreApplication>

namespace cairn {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("SecretText", text);
}

} // namespace

QString secretText(content::SecretKind kind)
{
    switch (kind) {
    case content::SecretKind::PrivateKey:
        return tr("private key");
    case content::SecretKind::Credentials:
        return tr("sign-in or token");
    case content::SecretKind::Wallet:
        return tr("wallet or seed phrase");
    case content::SecretKind::Passwords:
        return tr("passwords");
    }
    Q_UNREACHABLE();
}

} // namespace cairn
