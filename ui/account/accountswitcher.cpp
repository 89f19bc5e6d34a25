// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/account/accountswitcher.h"

#include "ui/style/icon.h"
#include "ui/text/accounttext.h"
#include "ui/text/displaytext.h"

#include <QPainter>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr int padding = 12;
constexpr int pictureSize = 24;
constexpr int dot = 8;

Tone toneOf(Account::State state)
{
    switch (state) {
    case Account::State::SignedIn:
        return Tone::Good;
    case Account::State::Refused:
        return Tone::Bad;
    case Account::State::Unreachable:
    case Account::State::AskedToWait:
    case Account::State::KeychainUnavailable:
        return Tone::Caution;
    case Account::State::SignedOut:
    case Account::State::Checking:
        return Tone::Neutral;
    }
    Q_UNREACHABLE();
}

} // namespace

AccountSwitcher::AccountSwitcher(QWidget* parent)
    : QAbstractButton(parent)
{
    setObjectName("accountSwitcher"_L1);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(tr("Account"));
    setToolTip(tr("Switch account"));
}

void AccountSwitcher::setAccount(Account* account)
{
    if (m_account)
        disconnect(m_account, nullptr, this, nullptr);
    m_account = account;
    if (account)
        connect(account, &Account::changed, this, &AccountSwitcher::update);
    update();
}

void AccountSwitcher::update()
{
    if (m_account)
        setAccessibleName(tr("Account %1, %2, %3")
                              .arg(nameText(m_account->record().name),
                                   endpointText(m_account->record()), stateWord(*m_account)));
    QWidget::update();
}

QSize AccountSwitcher::sizeHint() const
{
    return {0, 3 * fontMetrics().lineSpacing() + 2 * padding};
}

QSize AccountSwitcher::minimumSizeHint() const
{
    return sizeHint();
}

void AccountSwitcher::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor window = palette().color(QPalette::Window);
    const QColor text = palette().color(QPalette::WindowText);
    painter.setPen(hasFocus() ? QPen(palette().color(QPalette::Link), 2)
                              : QPen(Theme::hairline(palette())));
    painter.setBrush(underMouse() || isDown() ? Theme::mix(text, window, 0.05)
                                              : palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    if (!m_account)
        return;

    const QFontMetrics metrics = fontMetrics();
    const int left = 2 * padding + pictureSize;
    cairn::icon(m_account->record().isLocal() ? u"computer"_s : u"service"_s, Tone::Accent)
        .paint(&painter, padding, padding, pictureSize, pictureSize);
    cairn::icon(u"expand"_s, Tone::Neutral)
        .paint(&painter, width() - padding - 16, padding + 4, 16, 16);

    QRect line(left, padding, width() - left - padding, metrics.lineSpacing());
    const auto draw = [&](const QString& words, const QColor& color, int cut) {
        const QRect place = line.adjusted(0, 0, -cut, 0);
        painter.setPen(color);
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(words, Qt::ElideRight, place.width()));
        line.translate(0, metrics.lineSpacing());
    };
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    draw(nameText(m_account->record().name), text, 20);
    painter.setFont(font());
    draw(endpointText(m_account->record()), palette().color(QPalette::PlaceholderText), 0);

    const QColor tone = Theme::tone(toneOf(m_account->state()), palette());
    painter.setPen(Qt::NoPen);
    painter.setBrush(tone);
    painter.drawEllipse(line.left(), line.center().y() - dot / 2, dot, dot);
    line.setLeft(line.left() + dot + 6);
    draw(stateWord(*m_account), tone, 0);
}

} // namespace cairn
