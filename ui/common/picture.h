// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "ui/style/theme.h"

#include <QString>
#include <QWidget>

namespace cairn {

/// One of our icons in a layout. It is painted, not stored, so it follows a change of theme.
class Picture final : public QWidget
{
public:
    Picture(int side, QWidget* parent = nullptr);
    Picture(const QString& icon, Tone tone, int side, QWidget* parent = nullptr);

    void set(const QString& icon, Tone tone);
    void setSide(int side);

    QSize sizeHint() const override { return {m_side, m_side}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QString m_icon;
    Tone m_tone = Tone::Neutral;
    int m_side;
};

} // namespace cairn
