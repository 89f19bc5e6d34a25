// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>

#include <catch2/catch.hpp>

// So that a failed check shows the text instead of its letters one by one.
namespace Catch {

template<> struct StringMaker<QString>
{
    static std::string convert(const QString& text) { return '"' + text.toStdString() + '"'; }
};

template<> struct StringMaker<QStringList>
{
    static std::string convert(const QStringList& texts)
    {
        return "{ " + texts.join(QStringLiteral("\n  ")).toStdString() + " }";
    }
};

} // namespace Catch
