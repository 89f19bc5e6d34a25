// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QObject>
#include <QPalette>

class QSettings;

namespace cairn {

/// What a colour says. Never the only sign of it: a word or a picture always stands beside it.
enum class Tone { Neutral, Accent, Good, Caution, Bad };

/// Which colours the application has. Owned by the application; main thread.
/// Every colour outside this file is derived from the palette set here.
class Theme final : public QObject
{
    Q_OBJECT

public:
    /// Stored by its name in the settings: new ones may come, none is renamed.
    enum class Choice { System, Light, Dark };
    Q_ENUM(Choice)

    /// Takes over style and palette of the running QApplication with the choice in @p settings.
    explicit Theme(QSettings& settings, QObject* parent = nullptr);

    Choice choice() const { return m_choice; }
    void choose(Choice choice);

    static bool isDark(const QPalette& palette);
    /// A foreground with a contrast of at least 4.5:1 on Base and Window of our own palettes.
    static QColor tone(Tone tone, const QPalette& palette);
    /// @p part of @p over laid on @p under.
    static QColor mix(const QColor& over, const QColor& under, qreal part);
    /// Lines that separate without drawing the eye.
    static QColor hairline(const QPalette& palette);

private:
    void apply();

    QSettings& m_settings;
    QPalette m_systemPalette;
    bool m_systemHasOpinion = false;
    Choice m_choice = Choice::System;
};

} // namespace cairn
