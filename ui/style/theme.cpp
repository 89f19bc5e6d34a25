// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/style/theme.h"

#include "ui/style/cairnstyle.h"

#include <QApplication>
#include <QMetaEnum>
#include <QSettings>
#include <QStyle>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

struct Shades
{
    QRgb window, base, alternate, button, text, muted, accent, onAccent, link, tip;
};

constexpr Shades lightShades{.window = 0xfff3f4f2,
                             .base = 0xffffffff,
                             .alternate = 0xfff8f9f7,
                             .button = 0xfffbfbfa,
                             .text = 0xff1c2322,
                             .muted = 0xff5c6664,
                             .accent = 0xff23696d,
                             .onAccent = 0xffffffff,
                             .link = 0xff1d6268,
                             .tip = 0xff26302f};
constexpr Shades darkShades{.window = 0xff1b1f20,
                            .base = 0xff222728,
                            .alternate = 0xff262c2d,
                            .button = 0xff2f3637,
                            .text = 0xffe7ebe9,
                            .muted = 0xffa3aeab,
                            .accent = 0xff2f7d82,
                            .onAccent = 0xffffffff,
                            .link = 0xff7cc7c9,
                            .tip = 0xff343c3d};

QPalette made(const Shades& s)
{
    QPalette palette{QColor(s.button), QColor(s.window)};
    palette.setColor(QPalette::Window, QColor(s.window));
    palette.setColor(QPalette::WindowText, QColor(s.text));
    palette.setColor(QPalette::Base, QColor(s.base));
    palette.setColor(QPalette::AlternateBase, QColor(s.alternate));
    palette.setColor(QPalette::Text, QColor(s.text));
    palette.setColor(QPalette::Button, QColor(s.button));
    palette.setColor(QPalette::ButtonText, QColor(s.text));
    palette.setColor(QPalette::Highlight, QColor(s.accent));
    palette.setColor(QPalette::HighlightedText, QColor(s.onAccent));
    palette.setColor(QPalette::Link, QColor(s.link));
    palette.setColor(QPalette::LinkVisited, QColor(s.link));
    palette.setColor(QPalette::ToolTipBase, QColor(s.tip));
    palette.setColor(QPalette::ToolTipText, QColor(0xfff2f5f4));
    palette.setColor(QPalette::PlaceholderText, QColor(s.muted));
    const QColor disabled = Theme::mix(QColor(s.text), QColor(s.window), 0.45);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight,
                     Theme::mix(QColor(s.text), QColor(s.window), 0.2));
    return palette;
}

} // namespace

Theme::Theme(QSettings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
{
    auto* style = new CairnStyle;
    QApplication::setStyle(style);
    m_systemPalette = QApplication::palette();
    // Where no desktop tells its colours the style's own stand in for them, and ours are better.
    m_systemHasOpinion = m_systemPalette.color(QPalette::Window)
        != style->standardPalette().color(QPalette::Window);
    const auto kept = m_settings.value("view/theme"_L1).toString().toLatin1();
    bool known = false;
    const int value = QMetaEnum::fromType<Choice>().keyToValue(kept.constData(), &known);
    m_choice = known ? Choice(value) : Choice::System;
    apply();
}

void Theme::choose(Choice choice)
{
    m_choice = choice;
    m_settings.setValue("view/theme"_L1,
                        QLatin1StringView(QMetaEnum::fromType<Choice>().valueToKey(int(choice))));
    apply();
}

void Theme::apply()
{
    const bool dark
        = m_choice == Choice::Dark || (m_choice == Choice::System && isDark(m_systemPalette));
    QPalette palette = made(dark ? darkShades : lightShades);
    if (m_choice == Choice::System && m_systemHasOpinion) {
        palette = m_systemPalette;
        // Desktops dim it below what can be read; ours keeps a contrast of 4.5:1.
        palette.setColor(QPalette::PlaceholderText,
                         mix(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.7));
    }
    QApplication::setPalette(palette);
}

bool Theme::isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness()
        < palette.color(QPalette::WindowText).lightness();
}

QColor Theme::tone(Tone tone, const QPalette& palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Neutral:
        return palette.color(QPalette::PlaceholderText);
    case Tone::Accent:
        return palette.color(QPalette::Link);
    case Tone::Good:
        return QColor(dark ? 0xff7fcf9a : 0xff1f6f43);
    case Tone::Caution:
        return QColor(dark ? 0xffe5bd6b : 0xff855300);
    case Tone::Bad:
        return QColor(dark ? 0xfff2958b : 0xffa8322a);
    }
    Q_UNREACHABLE();
}

QColor Theme::mix(const QColor& over, const QColor& under, qreal part)
{
    const auto channel = [part](float a, float b) { return float(part) * a + float(1 - part) * b; };
    return QColor::fromRgbF(channel(over.redF(), under.redF()),
                            channel(over.greenF(), under.greenF()),
                            channel(over.blueF(), under.blueF()));
}

QColor Theme::hairline(const QPalette& palette)
{
    return mix(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.14);
}

} // namespace cairn
