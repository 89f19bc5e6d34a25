// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

class QAbstractItemView;

namespace cairn::test {

// A person at the keyboard. Keys go to the window in front the way the window system sends them,
// so that shortcuts, mnemonics, focus and popups are the real ones.

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
void type(const QString& text);
/// The Menu key, which the window system turns into a context menu of what has the focus.
void pressMenuKey();
/// Tab until the widget of that name has the focus; false when a whole round did not meet it.
bool tabTo(const QString& objectName);

QString focused(); ///< Name of what has the focus; "-" for a widget without one, empty for none.

/// The visible widget of that name, a dialog's before the window's.
QWidget* find(const QString& objectName);
template<typename T> T* find(const QString& objectName)
{
    return qobject_cast<T*>(find(objectName));
}
bool isVisible(const QString& objectName);
bool isEnabled(const QString& objectName);
/// What a label, button or field of that name shows; empty if it is not there.
QString text(const QString& objectName);
int rows(const QString& view);
QString cell(const QString& view, int row, int column);
int currentRow(const QString& view);

bool show(QWidget& window); ///< Until it is the active one.
/// The dialog in front, once there is one; none when there is none.
QWidget* dialog();
bool menuIsOpen();

} // namespace cairn::test
