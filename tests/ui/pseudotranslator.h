// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/support/texts.h"

#include <QHash>
#include <QTranslator>

namespace cairn::test {

/// A language without words: every text that lupdate found becomes what it has beside letters,
/// between two marks. A letter that shows is then data, or was never asked to be translated; and
/// the marks tell which text was put into which.
class PseudoTranslator final : public QTranslator
{
public:
    PseudoTranslator();

    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* comment,
                      int n) const override;

    /// What is wrong with a text that shows: letters that are not among @p data, and sentences put
    /// together from pieces.
    QStringList offences(const QString& shown, const QStringList& data) const;

private:
    bool mayStandIn(const Text& inner, const Text& outer) const;

    std::vector<Text> m_texts;
    QHash<QString, int> m_places; ///< In m_texts.
};

} // namespace cairn::test
