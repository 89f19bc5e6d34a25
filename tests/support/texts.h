// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>
#include <QTranslator>

#include <mutex>
#include <set>
#include <tuple>
#include <vector>

namespace cairn::test {

/// A text under the name by which translators and tr() know it.
struct Text
{
    QString context;
    QString source;
    QString comment; ///< Tells two texts apart that are the same in English.
    bool isPlural = false;

    bool operator<(const Text& other) const
    {
        return std::tie(context, source, comment, isPlural)
            < std::tie(other.context, other.source, other.comment, other.isPlural);
    }
};

/// What lupdate found in core, ui and app when this was built.
std::vector<Text> foundTexts();

/// Whether the text is one of Qt's own, such as the buttons of its dialogs.
bool isQtContext(const QString& context);

/// Translates nothing and notes what it is asked for. It must be installed last, to be asked first.
class AskedTexts final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* comment,
                      int n) const override;
    /// What was asked for that lupdate did not find: it could never be translated.
    QStringList unknown() const;

private:
    mutable std::mutex m_lock; ///< Texts are made on the threads of the services too.
    mutable std::set<std::tuple<const void*, const void*, const void*, bool>> m_seen; ///< Literals.
    mutable std::set<Text> m_asked;
};

} // namespace cairn::test
