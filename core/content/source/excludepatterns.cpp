// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/source/excludepatterns.h"

#include <algorithm>

namespace cairn::content {

namespace {

QRegularExpression expressionOf(const QString& wildcard)
{
    QString text = wildcard;
    if (text.startsWith(u'/')) // Below the folder that was named there is nothing above it.
        text.remove(0, 1);
    while (text.endsWith(u'/'))
        text.chop(1);
    return QRegularExpression(QRegularExpression::wildcardToRegularExpression(text),
                              QRegularExpression::DotMatchesEverythingOption);
}

} // namespace

ExcludePatterns::ExcludePatterns(const QStringList& wildcards)
{
    for (const QString& wildcard : wildcards) {
        if (!isPattern(wildcard))
            continue;
        QString inside = wildcard;
        while (inside.endsWith(u'/'))
            inside.chop(1);
        (inside.contains(u'/') ? m_paths : m_names).push_back(expressionOf(wildcard));
    }
}

bool ExcludePatterns::isPattern(const QString& wildcard)
{
    const QRegularExpression expression = expressionOf(wildcard);
    return expression.isValid() && wildcard.count(u'/') < wildcard.size();
}

bool ExcludePatterns::matches(QByteArrayView path) const
{
    const QString text = QString::fromUtf8(path);
    const auto matchesIn
        = [](const std::vector<QRegularExpression>& expressions, const QString& what) {
              return std::ranges::any_of(expressions, [&](const QRegularExpression& expression) {
                  return expression.match(what).hasMatch();
              });
          };
    return matchesIn(m_names, text.section(u'/', -1)) || matchesIn(m_paths, text);
}

} // namespace cairn::content
