// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/sortmenu.h"

#include "ui/common/pane.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QHeaderView>
#include <QMenu>
#include <QTreeView>

namespace cairn {

namespace {

struct SortMenu
{
    Q_DECLARE_TR_FUNCTIONS(SortMenu)
};

/// The menu may be open when the list goes.
void add(QActionGroup& group, const QTreeView* list, const QString& text, bool isChecked,
         std::function<void()> choose)
{
    auto* menu = qobject_cast<QMenu*>(group.parent());
    QAction* action = menu->addAction(text, list, std::move(choose));
    action->setCheckable(true);
    action->setChecked(isChecked);
    group.addAction(action);
}

} // namespace

void fillSortMenu(QMenu& menu, const Pane* pane)
{
    menu.clear();
    qDeleteAll(menu.findChildren<QActionGroup*>(QString(), Qt::FindDirectChildrenOnly));
    auto* list = pane ? qobject_cast<QTreeView*>(pane->view()) : nullptr;
    const QList<int> columns = pane ? pane->sortColumns() : QList<int>();
    if (!list || columns.isEmpty())
        return;
    const int now = list->header()->sortIndicatorSection();
    const Qt::SortOrder order = list->header()->sortIndicatorOrder();
    auto* byColumn = new QActionGroup(&menu);
    for (const int column : columns) {
        const QString name = list->model()->headerData(column, Qt::Horizontal).toString();
        add(*byColumn, list, name, column == now,
            [list, column, order] { list->sortByColumn(column, order); });
    }
    menu.addSeparator();
    auto* byOrder = new QActionGroup(&menu);
    add(*byOrder, list, SortMenu::tr("&Ascending"), order == Qt::AscendingOrder,
        [list, now] { list->sortByColumn(now, Qt::AscendingOrder); });
    add(*byOrder, list, SortMenu::tr("&Descending"), order == Qt::DescendingOrder,
        [list, now] { list->sortByColumn(now, Qt::DescendingOrder); });
}

} // namespace cairn
