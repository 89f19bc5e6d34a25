// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/listview.h"

#include <QAbstractItemDelegate>
#include <QFocusEvent>
#include <QHeaderView>
#include <QTreeView>

namespace cairn {

namespace {

/// Whoever comes to the list by key finds a row selected. Qt makes one current and selects none, so
/// that every action on the selection would do nothing.
///
/// What is being typed into a row that goes is dropped. Qt would give it to the model as if it had
/// been entered, in the midst of the removal.
class ListView final : public QTreeView
{
public:
    using QTreeView::QTreeView;

protected:
    void focusInEvent(QFocusEvent* event) override
    {
        QTreeView::focusInEvent(event);
        if (event->reason() == Qt::MouseFocusReason || !model() || model()->rowCount() == 0
            || selectionModel()->hasSelection())
            return;
        setCurrentIndex(currentIndex().isValid() ? currentIndex() : model()->index(0, 0));
    }

    void rowsAboutToBeRemoved(const QModelIndex& parent, int first, int last) override
    {
        const QModelIndex current = currentIndex();
        QWidget* editor = current.isValid() && first <= current.row() && current.row() <= last
            ? indexWidget(current)
            : nullptr;
        if (editor)
            closeEditor(editor, QAbstractItemDelegate::RevertModelCache);
        QTreeView::rowsAboutToBeRemoved(parent, first, last);
    }
};

} // namespace

QTreeView* listView(QWidget* parent)
{
    auto* view = new ListView(parent);
    view->setFrameShape(QFrame::NoFrame);
    view->setRootIsDecorated(false);
    view->setItemsExpandable(false);
    view->setUniformRowHeights(true);
    view->setAllColumnsShowFocus(true);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setTabKeyNavigation(false);
    view->setMouseTracking(true);
    view->header()->setSectionsMovable(false);
    view->header()->setHighlightSections(false);
    view->header()->setMinimumSectionSize(60);
    view->header()->setStretchLastSection(false);
    view->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return view;
}

} // namespace cairn
