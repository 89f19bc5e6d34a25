// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/audit.h"

#include "tests/support/catchqt.h"
#include "tests/ui/keyboard.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMap>
#include <QMenuBar>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

QString named(const QWidget& widget)
{
    return u"%1 “%2”"_s.arg(QLatin1StringView(widget.metaObject()->className()),
                            widget.objectName());
}

QList<QWidget*> visibleWidgets(const QWidget& window)
{
    QList<QWidget*> all;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (widget->isVisible() && widget->window() == &window)
            all.append(widget);
    }
    return all;
}

QList<QWidget*> controls(const QWidget& window)
{
    QList<QWidget*> all;
    for (QWidget* widget : visibleWidgets(window)) {
        if (widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy())
            all.append(widget);
    }
    return all;
}

QString accessible(QWidget* widget, QAccessible::Text text)
{
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
    return interface ? interface->text(text) : QString();
}

QString text(const QWidget* widget)
{
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
        return button->text();
    if (const auto* label = qobject_cast<const QLabel*>(widget))
        return label->text();
    if (const auto* edit = qobject_cast<const QLineEdit*>(widget))
        return edit->text() + edit->placeholderText();
    return {};
}

QString mnemonic(const QString& text)
{
    return QKeySequence::mnemonic(text).toString();
}

/// One round of the Tab key through the window in front.
QList<QWidget*> tabRound()
{
    QList<QWidget*> round;
    constexpr int longestRound = 200;
    for (int pressed = 0; pressed < longestRound; ++pressed) {
        QWidget* now = QApplication::focusWidget();
        if (now && round.contains(now))
            break;
        if (now)
            round.append(now);
        press(Qt::Key_Tab);
    }
    return round;
}

} // namespace

QStringList unnamed(const QWidget& window)
{
    QStringList offences;
    for (QWidget* widget : controls(window)) {
        if (accessible(widget, QAccessible::Name).isEmpty())
            offences << named(*widget);
        const auto* view = qobject_cast<const QAbstractItemView*>(widget);
        for (int row = 0; view && view->model() && row < view->model()->rowCount(); ++row) {
            if (view->model()->index(row, 0).data(Qt::AccessibleTextRole).toString().isEmpty())
                offences << u"row %1 of %2"_s.arg(row).arg(named(*view));
        }
    }
    return offences;
}

QStringList unreachable(QWidget& window)
{
    const QPointer<QWidget> before = QApplication::focusWidget();
    const QList<QWidget*> round = tabRound();
    QStringList offences;
    for (QWidget* widget : controls(window)) {
        if (!round.contains(widget))
            offences << named(*widget);
    }
    if (before)
        before->setFocus();
    return offences;
}

QStringList clashingMnemonics(const QWidget& window)
{
    QMap<QString, QStringList> holders;
    for (const QWidget* widget : visibleWidgets(window)) {
        const auto* label = qobject_cast<const QLabel*>(widget);
        if (!widget->isEnabled() || (label && !label->buddy())
            || qobject_cast<const QLineEdit*>(widget))
            continue;
        if (const QString key = mnemonic(text(widget)); !key.isEmpty())
            holders[key] << named(*widget);
        if (const auto* bar = qobject_cast<const QMenuBar*>(widget)) {
            for (const QAction* menu : bar->actions())
                holders[mnemonic(menu->text())] << u"menu "_s + menu->text();
        }
    }
    QStringList offences;
    for (auto entry = holders.cbegin(); entry != holders.cend(); ++entry) {
        if (entry->size() > 1)
            offences << entry.key() + u": "_s + entry->join(u", "_s);
    }
    return offences;
}

QStringList backwardTabs(QWidget& dialog)
{
    const QPointer<QWidget> before = QApplication::focusWidget();
    const QList<QWidget*> round = tabRound();
    QStringList offences;
    int turns = 0;
    for (qsizetype at = 0; at < round.size(); ++at) {
        const QWidget* a = round[at];
        const QWidget* b = round[(at + 1) % round.size()];
        const QRect here(a->mapTo(&dialog, QPoint()), a->size());
        const QRect next(b->mapTo(&dialog, QPoint()), b->size());
        const bool above = next.bottom() < here.top();
        const bool left = next.right() < here.left() && next.top() <= here.bottom()
            && next.bottom() >= here.top();
        if (a == b || (!above && !left))
            continue;
        ++turns;
        offences << named(*a) + u" → "_s + named(*b);
    }
    if (before)
        before->setFocus();
    // From the last control back to the first: once a round is no offence.
    return turns <= 1 ? QStringList() : offences;
}

QStringList placesWith(const QString& secret)
{
    REQUIRE_FALSE(secret.isEmpty());
    QStringList offences;
    const auto look = [&](const QString& text, const QString& where) {
        if (text.contains(secret))
            offences << where;
    };
    for (QWidget* widget : QApplication::allWidgets()) {
        look(widget->windowTitle(), named(*widget) + u" title"_s);
        look(widget->toolTip(), named(*widget) + u" tooltip"_s);
        look(widget->statusTip(), named(*widget) + u" status tip"_s);
        look(widget->whatsThis(), named(*widget) + u" what's this"_s);
        look(widget->accessibleName(), named(*widget) + u" accessible name"_s);
        look(widget->accessibleDescription(), named(*widget) + u" description"_s);
        look(text(widget), named(*widget) + u" text"_s);
        for (const auto role :
             {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
            look(accessible(widget, role), named(*widget) + u" accessible text"_s);
        const auto* view = qobject_cast<const QAbstractItemView*>(widget);
        if (!view || !view->model())
            continue;
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            for (int column = 0; column < view->model()->columnCount(); ++column) {
                for (int role = 0; role < Qt::UserRole + 16; ++role)
                    look(view->model()->index(row, column).data(role).toString(),
                         u"%1 row %2 role %3"_s.arg(named(*view)).arg(row).arg(role));
            }
        }
    }
    return offences;
}

} // namespace cairn::test
