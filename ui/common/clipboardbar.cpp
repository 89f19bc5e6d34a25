// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/clipboardbar.h"

#include "ui/common/label.h"
#include "ui/common/secretclipboard.h"
#include "ui/style/theme.h"
#include "ui/text/displaytext.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace cairn {
using namespace Qt::StringLiterals;

ClipboardBar::ClipboardBar(SecretClipboard& clipboard, QWidget* parent)
    : QWidget(parent)
    , m_clipboard(clipboard)
    , m_text(mutedLabel(this))
{
    setObjectName("clipboardBar"_L1);
    m_text->setObjectName("clipboardText"_L1);
    auto* clear = new QPushButton(tr("Clear clip&board now"), this);
    clear->setObjectName("clearClipboardButton"_L1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(36, 8, 36, 8);
    layout->addWidget(m_text, 1);
    layout->addWidget(clear);
    connect(clear, &QPushButton::clicked, &m_clipboard, &SecretClipboard::clear);
    connect(&m_clipboard, &SecretClipboard::changed, this, &ClipboardBar::update);
    update();
}

void ClipboardBar::update()
{
    const auto left = m_clipboard.timeLeft().count();
    setVisible(left > 0);
    m_text->setText(tr("The token “%1” is on the clipboard, which is cleared in %2 s.")
                        .arg(nameText(m_clipboard.name()), QString::number(left)));
}

void ClipboardBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(Theme::hairline(palette()));
    painter.drawLine(rect().topLeft(), rect().topRight());
}

} // namespace cairn
