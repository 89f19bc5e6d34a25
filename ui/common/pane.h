// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QFlags>
#include <QList>
#include <QWidget>

class QAbstractItemView;

namespace cairn {

/// One page of an account in the main window. The menu acts on the pane in front through this,
/// so that the window need not know what each pane shows.
class Pane : public QWidget
{
    Q_OBJECT

public:
    enum class Action { Copy = 1, Find = 2, Rename = 4, Remove = 8, Download = 16 };
    Q_DECLARE_FLAGS(Actions, Action)

    explicit Pane(QWidget* parent = nullptr);

    /// What can be done with what is selected now.
    virtual Actions possible() const { return {}; }
    virtual void perform(Action) { }
    /// Asks the service again.
    virtual void reload() = 0;
    /// The list the Delete key belongs to; none where nothing can be removed.
    virtual QAbstractItemView* view() const { return nullptr; }
    /// What that list can be sorted by.
    virtual QList<int> sortColumns() const { return {}; }

signals:
    void possibleChanged();
};

Q_DECLARE_OPERATORS_FOR_FLAGS(Pane::Actions)

} // namespace cairn
