// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QMimeData>
#include <QString>
#include <QWidget>

class QAbstractItemView;

namespace cairn::tour {

/// Drives the window as a person does: finds what is visible by its object name and moves mouse,
/// keys and drags over it through the window system, so that hit testing, focus and shortcuts are
/// the real ones.
class UiDriver
{
public:
    /// The visible widget of that name, a dialog's before the window's; null if there is none.
    static QWidget* find(const QString& name);
    template<typename T> static T* find(const QString& name)
    {
        return qobject_cast<T*>(find(name));
    }
    static bool isVisible(const QString& name) { return find(name) != nullptr; }
    /// The text a label, button or line edit shows; empty if it is not there.
    static QString text(const QString& name);
    /// The texts of all visible labels of that name, joined.
    static QString allText(const QString& name);
    static int rows(const QString& view);
    static QString cell(const QString& view, int row, int column);

    static void click(const QString& name);
    static void clickRow(const QString& view, int row);
    static void rightClickRow(const QString& view, int row);
    static bool menuIsOpen();
    static void type(const QString& text); ///< Into what has the focus.
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    static void drop(QWidget& window, QMimeData* mime); ///< Takes @p mime; on the window's middle.

    /// A picture of the whole screen where there is one, else of the window in front.
    static bool picture(const QString& file);
};

} // namespace cairn::tour
