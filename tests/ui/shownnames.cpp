// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/shownnames.h"

#include "tests/support/hostilenames.h"
#include "ui/text/displaytext.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTextDocumentFragment>

namespace cairn::test {

namespace {

/// Goes through all there is and notes what is wrong.
class Inspection
{
public:
    explicit Inspection(const QStringList& names)
    {
        for (const QString& name : names) {
            if (displayText(name) != name)
                m_changed << name;
            if (name.contains(u'&'))
                m_withAmpersand << name;
        }
    }

    void look(const QWidget& widget)
    {
        m_where = u"%1 “%2”"_s.arg(QLatin1StringView(widget.metaObject()->className()),
                                   widget.objectName());
        plain(widget.windowTitle(), "title");
        if (widget.isWindow() && widget.windowTitle().count(u"[*]"_s) % 2 == 1)
            note("title", widget.windowTitle());
        plain(widget.accessibleName(), "accessible name");
        plain(widget.accessibleDescription(), "description");
        plain(widget.statusTip(), "status tip");
        toolTip(widget.toolTip());
        for (const QAction* action : widget.actions())
            mnemonic(action->text(), "action");
        if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
            mnemonic(button->text(), "button");
        if (const auto* label = qobject_cast<const QLabel*>(&widget))
            look(*label);
        const auto* edit = qobject_cast<const QLineEdit*>(&widget);
        if (edit)
            plain(edit->placeholderText(), "placeholder");
        else
            accessible(const_cast<QWidget&>(widget));
        const auto* view = qobject_cast<const QAbstractItemView*>(&widget);
        if (view && view->model() && !qobject_cast<const QHeaderView*>(view))
            look(*view->model(), {});
    }

    QStringList offences;

private:
    void note(const char* what, const QString& text)
    {
        offences << u"%1, %2: %3"_s.arg(m_where, QLatin1StringView(what), displayText(text));
    }

    void plain(const QString& text, const char* what)
    {
        // Line breaks of our own there are; those of a name are looked for by the name.
        if (isObeyed(QString(text).remove(u'\n')))
            note(what, text);
        for (const QString& name : m_changed) {
            if (text.contains(name))
                note(what, text);
        }
    }

    void mnemonic(const QString& text, const char* what)
    {
        plain(text, what);
        for (const QString& name : m_withAmpersand) {
            if (text.contains(name))
                note(what, text);
        }
    }

    void toolTip(const QString& text)
    {
        if (!Qt::mightBeRichText(text))
            return plain(text, "tooltip");
        // Made by toolTipText(), then: text and nothing else.
        const QString inside = text.mid(text.indexOf(u'>') + 1).chopped(4);
        if (!text.startsWith(u"<p style='white-space:pre'>"_s) || inside.contains(u'<'))
            note("tooltip", text);
        plain(QTextDocumentFragment::fromHtml(text).toPlainText(), "tooltip");
    }

    void look(const QLabel& label)
    {
        plain(label.text(), "label");
        const bool isQts = qobject_cast<const QFileDialog*>(label.window())
            || QByteArrayView(label.window()->metaObject()->className()) == "QMessageBox";
        if (!isQts && label.textFormat() != Qt::PlainText)
            note("format", label.text());
    }

    void accessible(QWidget& widget)
    {
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&widget);
        for (const auto text :
             {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
            plain(interface ? interface->text(text) : QString(), "accessible text");
    }

    void look(const QAbstractItemModel& model, const QModelIndex& parent)
    {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            for (int column = 0; column < model.columnCount(parent); ++column) {
                const QModelIndex cell = model.index(row, column, parent);
                for (const auto role : {Qt::DisplayRole, Qt::StatusTipRole, Qt::WhatsThisRole,
                                        Qt::AccessibleTextRole, Qt::AccessibleDescriptionRole})
                    plain(cell.data(role).toString(), "cell");
                toolTip(cell.data(Qt::ToolTipRole).toString());
            }
            look(model, model.index(row, 0, parent));
        }
    }

    QStringList m_changed; ///< What is not shown as it is.
    QStringList m_withAmpersand;
    QString m_where;
};

/// The inside of a file dialog is Qt's, and the names in it are those of this computer.
bool isInside(const QWidget& widget)
{
    return qobject_cast<const QFileDialog*>(widget.window()) && !widget.isWindow();
}

/// What a part that scrolls has not in view is not away.
bool scrolls(const QWidget& widget)
{
    for (const QWidget* above = widget.parentWidget(); above; above = above->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea*>(above))
            return true;
    }
    return false;
}

} // namespace

QStringList misshown(const QStringList& names)
{
    Inspection inspection(names);
    for (const QWidget* widget : QApplication::allWidgets()) {
        if (!isInside(*widget))
            inspection.look(*widget);
    }
    inspection.offences.removeDuplicates();
    return inspection.offences;
}

QStringList pushedOff(const QWidget& window)
{
    QStringList offences;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->window() != &window
            || !(qobject_cast<const QAbstractButton*>(widget)
                 || qobject_cast<const QLineEdit*>(widget)))
            continue;
        const QRect place(widget->mapTo(&window, QPoint()), widget->size());
        const bool isBelow = place.bottom() >= window.height() && !scrolls(*widget);
        if (place.left() < 0 || place.right() >= window.width() || isBelow)
            offences << u"%1 “%2” of %3"_s.arg(QLatin1StringView(widget->metaObject()->className()),
                                               widget->objectName(), window.objectName());
    }
    return offences;
}

} // namespace cairn::test
