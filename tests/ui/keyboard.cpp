// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/keyboard.h"

#include "tests/support/until.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QWindow>

#include <algorithm>

namespace cairn::test {

namespace {

QWidgetList windowsFrontFirst()
{
    QWidgetList windows;
    for (QWidget* window : QApplication::topLevelWidgets()) {
        if (window->isVisible())
            windows.insert(window == QApplication::activeModalWidget() ? 0 : windows.size(),
                           window);
    }
    return windows;
}

QWindow* windowInFront()
{
    if (QWindow* window = QGuiApplication::focusWindow())
        return window;
    const QWidgetList windows = windowsFrontFirst();
    return windows.isEmpty() ? nullptr : windows.front()->windowHandle();
}

} // namespace

void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    if (QWindow* window = windowInFront())
        QTest::keyClick(window, key, modifiers);
    QCoreApplication::processEvents();
    // A mnemonic holds its button down for a moment before it clicks. Qt's file dialog shows with a
    // button held down which of its views is on.
    until([] {
        const QWidgetList widgets = QApplication::allWidgets();
        return std::none_of(widgets.begin(), widgets.end(), [](const QWidget* widget) {
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            return button && button->isDown() && !qobject_cast<QFileDialog*>(button->window());
        });
    });
}

void type(const QString& text)
{
    for (const QChar letter : text) {
        if (QWindow* window = windowInFront())
            QTest::keyClick(window, letter.toLatin1());
    }
}

void pressMenuKey()
{
    QWidget* widget = QApplication::focusWidget();
    if (!widget)
        return;
    const QPoint at = widget->inputMethodQuery(Qt::ImCursorRectangle).toRect().center();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, at, widget->mapToGlobal(at));
    QApplication::sendEvent(widget, &event);
    QCoreApplication::processEvents();
}

bool tabTo(const QString& objectName)
{
    const QWidget* first = QApplication::focusWidget();
    constexpr int longestRound = 100;
    for (int pressed = 0; pressed < longestRound; ++pressed) {
        if (focused() == objectName)
            return true;
        press(Qt::Key_Tab);
        if (pressed > 0 && QApplication::focusWidget() == first)
            break;
    }
    return focused() == objectName;
}

QString focused()
{
    const QWidget* widget = QApplication::focusWidget();
    if (!widget)
        return {};
    return widget->objectName().isEmpty() ? QStringLiteral("-") : widget->objectName();
}

QWidget* find(const QString& objectName)
{
    for (QWidget* window : windowsFrontFirst()) {
        if (window->objectName() == objectName)
            return window;
        for (QWidget* widget : window->findChildren<QWidget*>(objectName)) {
            if (widget->isVisible())
                return widget;
        }
    }
    return nullptr;
}

bool isVisible(const QString& objectName)
{
    return find(objectName) != nullptr;
}

bool isEnabled(const QString& objectName)
{
    const QWidget* widget = find(objectName);
    return widget && widget->isEnabled();
}

QString text(const QString& objectName)
{
    const QWidget* widget = find(objectName);
    if (const auto* label = qobject_cast<const QLabel*>(widget))
        return label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
        return button->text();
    if (const auto* edit = qobject_cast<const QLineEdit*>(widget))
        return edit->displayText();
    return {};
}

int rows(const QString& view)
{
    const auto* found = find<QAbstractItemView>(view);
    return found && found->model() ? found->model()->rowCount() : -1;
}

QString cell(const QString& view, int row, int column)
{
    const auto* found = find<QAbstractItemView>(view);
    return found && found->model() ? found->model()->index(row, column).data().toString()
                                   : QString();
}

int currentRow(const QString& view)
{
    const auto* found = find<QAbstractItemView>(view);
    return found ? found->currentIndex().row() : -1;
}

bool show(QWidget& window)
{
    window.show();
    window.activateWindow();
    return until([&] { return window.isActiveWindow(); });
}

QWidget* dialog()
{
    until([] { return QApplication::activeModalWidget() != nullptr; }, std::chrono::seconds(2));
    QWidget* front = QApplication::activeModalWidget();
    if (front)
        until([&] { return front->isActiveWindow(); });
    return front;
}

bool menuIsOpen()
{
    return QApplication::activePopupWidget() != nullptr;
}

} // namespace cairn::test
