// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/tour/uidriver.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <QTest>
#include <QWindow>

#include <memory>

namespace cairn::tour {
namespace {

/// Dialogs come after the window they belong to, so the last window is in front.
QWidgetList windowsFrontFirst()
{
    QWidgetList windows;
    for (QWidget* window : QApplication::topLevelWidgets()) {
        if (!window->isVisible())
            continue;
        const bool isInFront = window == QApplication::activeModalWidget();
        windows.insert(isInFront ? 0 : windows.size(), window);
    }
    return windows;
}

QString textOf(const QWidget& widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        return label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        return button->text();
    if (const auto* edit = qobject_cast<const QLineEdit*>(&widget))
        return edit->displayText();
    return {};
}

QWindow* windowInFront()
{
    // A menu has the keys while it is open.
    if (const QWidget* popup = QApplication::activePopupWidget())
        return popup->windowHandle();
    if (QWindow* window = QGuiApplication::focusWindow())
        return window;
    const QWidgetList windows = windowsFrontFirst();
    return windows.isEmpty() ? nullptr : windows.front()->windowHandle();
}

void clickAt(QWidget& widget, const QPoint& at, Qt::MouseButton button = Qt::LeftButton)
{
    QWidget* window = widget.window();
    // Where there is no window manager, nobody else gives a window the focus back.
    if (!window->isActiveWindow())
        window->activateWindow();
    QTest::mouseClick(window->windowHandle(), button, Qt::NoModifier, widget.mapTo(window, at));
}

void clickRowAt(const QString& view, int row, Qt::MouseButton button)
{
    auto* found = UiDriver::find<QAbstractItemView>(view);
    if (!found || !found->model())
        return;
    const QRect place = found->visualRect(found->model()->index(row, 0));
    clickAt(*found->viewport(), place.center(), button);
}

} // namespace

QWidget* UiDriver::find(const QString& name)
{
    for (QWidget* window : windowsFrontFirst()) {
        if (window->objectName() == name)
            return window;
        for (QWidget* widget : window->findChildren<QWidget*>(name)) {
            if (widget->isVisible())
                return widget;
        }
    }
    return nullptr;
}

QString UiDriver::text(const QString& name)
{
    const QWidget* widget = find(name);
    return widget ? textOf(*widget) : QString();
}

QString UiDriver::allText(const QString& name)
{
    QStringList texts;
    for (QWidget* window : windowsFrontFirst()) {
        for (QWidget* widget : window->findChildren<QWidget*>(name)) {
            if (widget->isVisible())
                texts.append(textOf(*widget));
        }
    }
    return texts.join(QLatin1Char('\n'));
}

int UiDriver::rows(const QString& view)
{
    const auto* found = find<QAbstractItemView>(view);
    return found && found->model() ? found->model()->rowCount() : -1;
}

QString UiDriver::cell(const QString& view, int row, int column)
{
    const auto* found = find<QAbstractItemView>(view);
    return found && found->model() ? found->model()->index(row, column).data().toString()
                                   : QString();
}

void UiDriver::click(const QString& name)
{
    if (QWidget* widget = find(name))
        clickAt(*widget, widget->rect().center());
}

void UiDriver::clickRow(const QString& view, int row)
{
    clickRowAt(view, row, Qt::LeftButton);
}

void UiDriver::rightClickRow(const QString& view, int row)
{
    clickRowAt(view, row, Qt::RightButton);
}

bool UiDriver::menuIsOpen()
{
    return QApplication::activePopupWidget();
}

void UiDriver::type(const QString& text)
{
    if (QWindow* window = windowInFront()) {
        for (const QChar letter : text)
            QTest::keyClick(window, letter.toLatin1());
    }
}

void UiDriver::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    if (QWindow* window = windowInFront())
        QTest::keyClick(window, key, modifiers);
}

void UiDriver::drop(QWidget& window, QMimeData* mime)
{
    const std::unique_ptr<QMimeData> owned(mime);
    QWidget* target = window.childAt(window.rect().center());
    while (target && !target->acceptDrops())
        target = target->parentWidget();
    if (!target)
        return;
    const QPoint at = target->mapFrom(&window, window.rect().center());
    QDragEnterEvent enter(at, Qt::CopyAction, mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    if (!enter.isAccepted())
        return;
    QDropEvent drop(at, Qt::CopyAction, mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &drop);
}

bool UiDriver::picture(const QString& file)
{
    QPixmap picture;
    if (QGuiApplication::platformName() == QLatin1String("xcb"))
        picture = QGuiApplication::primaryScreen()->grabWindow(0);
    else if (const QWidgetList windows = windowsFrontFirst(); !windows.isEmpty())
        picture = windows.front()->grab();
    return !picture.isNull() && picture.save(file);
}

} // namespace cairn::tour
