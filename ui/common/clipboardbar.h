// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QWidget>

namespace cairn {

class Label;

class SecretClipboard;

/// A line at the foot of the window while a secret lies on the clipboard: which, for how long yet,
/// and a button to clear it now.
class ClipboardBar final : public QWidget
{
    Q_OBJECT

public:
    explicit ClipboardBar(SecretClipboard& clipboard, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void update();

    SecretClipboard& m_clipboard;
    Label* m_text;
};

} // namespace cairn
