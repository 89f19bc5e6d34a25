// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/migration.h"

#include <QCryptographicHash>

namespace cairn::test {

/// The SHA-256 of each step's statements, each with a line feed behind it.
inline QStringList stepDigests(const std::vector<Migration>& steps)
{
    QStringList digests;
    for (const Migration& step : steps) {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        for (const QString& statement : step.statements)
            hash.addData(statement.toUtf8() + '\n');
        digests.append(QString::fromLatin1(hash.result().toHex()));
    }
    return digests;
}

} // namespace cairn::test
