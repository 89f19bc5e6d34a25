// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/messagebar.h"

#include "ui/common/label.h"
#include "ui/common/picture.h"
#include "ui/style/icon.h"
#include "ui/text/displaytext.h"

#include <QAccessible>
#include <QDialog>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// Letters; a message leaves room for what it is about.
constexpr qsizetype maxMessage = 800;

QString iconOf(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
    case Tone::Accent:
        return u"info"_s;
    case Tone::Good:
        return u"done"_s;
    case Tone::Caution:
        return u"warning"_s;
    case Tone::Bad:
        return u"error"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(new Picture(20, this))
    , m_text(valueLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName("messageBar"_L1);
    m_text->setObjectName("messageText"_L1);
    m_action->setObjectName("messageAction"_L1);
    m_action->setAutoDefault(false);
    m_close->setObjectName("messageClose"_L1);
    m_close->setAutoRaise(true);
    m_close->setIcon(icon(u"cancel"_s));
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 8, 8);
    layout->setSpacing(12);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    hide();
}

void MessageBar::showMessage(Tone tone, const QString& text, const QString& action)
{
    m_tone = tone;
    m_icon->set(iconOf(tone), tone);
    m_text->setText(shortText(displayText(text), maxMessage));
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(m_text->text());
    show();
    update();
    growDialog();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

/// A window's panes give way to a message; a dialog is as high as it was without one.
void MessageBar::growDialog()
{
    QWidget* dialog = window();
    if (!qobject_cast<QDialog*>(dialog) || !dialog->layout())
        return;
    dialog->layout()->activate();
    const int wanted = dialog->layout()->totalHeightForWidth(dialog->width());
    if (wanted > dialog->height())
        dialog->resize(dialog->width(), wanted);
}

void MessageBar::clear()
{
    m_text->clear();
    setAccessibleName({});
    hide();
}

void MessageBar::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    const QColor tone = Theme::tone(m_tone, palette());
    const QColor base = palette().color(QPalette::Base);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::mix(tone, base, 0.4));
    painter.setBrush(Theme::mix(tone, base, 0.09));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace cairn
