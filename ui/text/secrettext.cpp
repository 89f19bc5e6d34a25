// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/secrettext.h"

#include <QCoreApplication>

namespace cairn {
namespace {

struct SecretText
{
    Q_DECLARE_TR_FUNCTIONS(SecretText)
};

} // namespace

QString secretText(content::SecretKind kind)
{
    switch (kind) {
    case content::SecretKind::PrivateKey:
        return SecretText::tr("private key");
    case content::SecretKind::Credentials:
        return SecretText::tr("sign-in or token");
    case content::SecretKind::Wallet:
        return SecretText::tr("wallet or seed phrase");
    case content::SecretKind::Passwords:
        return SecretText::tr("passwords");
    }
    Q_UNREACHABLE();
}

} // namespace cairn
