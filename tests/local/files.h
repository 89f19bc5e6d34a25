// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QFile>

#include <catch2/catch.hpp>

namespace cairn::test {

inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

inline void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(file.write(bytes) == bytes.size());
}

} // namespace cairn::test
