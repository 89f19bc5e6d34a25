// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "ui/style/theme.h"

#include <QFrame>

class QPushButton;
class QToolButton;

namespace cairn {

class Label;

class Picture;

/// One message inside a pane or dialog, with at most one action; hidden until it has something to
/// say. It takes no focus by itself, and what it says is announced to assistive technology.
class MessageBar final : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);

    void showMessage(Tone tone, const QString& text, const QString& action = {});
    void clear();
    /// Not where what it says stays true whoever closes it.
    void setClosable(bool closable);
    QString text() const;

signals:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void growDialog();

    Tone m_tone = Tone::Neutral;
    Picture* m_icon;
    Label* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace cairn
