// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/support/catchqt.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

/// Relative luminance and contrast as WCAG 2 defines them.
double luminance(const QColor& color)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double one = luminance(a);
    const double other = luminance(b);
    const auto [dark, light] = std::minmax(one, other);
    return (light + 0.05) / (dark + 0.05);
}

} // namespace

TEST_CASE("every tone and text can be read on every ground, in light and in dark", "[theme]")
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    Theme theme(settings);
    const auto choice = GENERATE(Theme::Choice::Light, Theme::Choice::Dark, Theme::Choice::System);
    theme.choose(choice);
    const QPalette palette = QApplication::palette();
    for (const auto ground : {QPalette::Base, QPalette::Window}) {
        for (const auto tone :
             {Tone::Neutral, Tone::Accent, Tone::Good, Tone::Caution, Tone::Bad}) {
            CAPTURE(int(choice), int(ground), int(tone));
            CHECK(contrast(Theme::tone(tone, palette), palette.color(ground)) >= 4.5);
        }
        for (const auto text : {QPalette::WindowText, QPalette::Text, QPalette::PlaceholderText}) {
            CAPTURE(int(choice), int(ground), int(text));
            CHECK(contrast(palette.color(text), palette.color(ground)) >= 4.5);
        }
    }
    CHECK(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight))
          >= 4.5);
    CHECK(contrast(palette.color(QPalette::ButtonText), palette.color(QPalette::Button)) >= 4.5);
    CHECK(contrast(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase))
          >= 4.5);
}

TEST_CASE("a kept choice of theme is taken up again, nonsense means the system's", "[theme]")
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    settings.setValue(u"view/theme"_s, u"Dark"_s);
    CHECK(Theme(settings).choice() == Theme::Choice::Dark);
    CHECK(Theme::isDark(QApplication::palette()));
    settings.setValue(u"view/theme"_s, u"Plaid"_s);
    CHECK(Theme(settings).choice() == Theme::Choice::System);
}

TEST_CASE("a choice of theme is kept under the name that was shipped", "[theme]")
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    Theme theme(settings);
    for (const auto& [choice, name] :
         {std::pair(Theme::Choice::System, u"System"_s),
          std::pair(Theme::Choice::Light, u"Light"_s), std::pair(Theme::Choice::Dark, u"Dark"_s)}) {
        theme.choose(choice);
        CHECK(settings.value(u"view/theme"_s).toString() == name);
    }
    theme.choose(Theme::Choice::System);
}
