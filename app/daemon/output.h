// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QJsonDocument>
#include <QStringList>

namespace cairn {

enum Exit { Succeeded = 0, Failed = 1, Misused = 2 };

/// What the program writes: results to standard output, everything for a person to standard error.
/// Lines are written as display text (app/host/terminal.h); JSON has names as they are.
class Output
{
public:
    explicit Output(bool isJson)
        : m_isJson(isJson)
    { }

    bool isJson() const { return m_isJson; }

    int failed(const Error& error) const;
    int misused(const QString& sentence) const;
    int done(const Done& outcome) const;
    void warn(const QString& sentence) const;
    void say(const QString& line) const;
    void sayRow(const QStringList& columns) const; ///< Separated by tabs.
    void sayJson(const QJsonDocument& result) const;

private:
    bool m_isJson;
};

} // namespace cairn
