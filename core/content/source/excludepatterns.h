// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>
#include <QRegularExpression>
#include <QStringList>

#include <vector>

namespace cairn::content {

/// Which files and folders below those that were named are left out, by wildcards: `*`, `?` and
/// `[…]`, none of which matches a `/`. One without a `/` is compared with names, one with a `/`
/// with paths below the folder that was named. A value; any thread.
class ExcludePatterns
{
public:
    /// Those that are no wildcard match nothing; see isPattern().
    explicit ExcludePatterns(const QStringList& wildcards);

    bool isEmpty() const { return m_names.empty() && m_paths.empty(); }
    /// @p path is relative and ends with the name.
    bool matches(QByteArrayView path) const;

    static bool isPattern(const QString& wildcard);

private:
    std::vector<QRegularExpression> m_names;
    std::vector<QRegularExpression> m_paths;
};

} // namespace cairn::content
