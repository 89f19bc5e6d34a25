// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/monkey/monkey.h"
#include "ui/accountpages.h"
#include "ui/common/copyfield.h"
#include "ui/mainwindow.h"
#include "ui/stored/storedfilter.h"
#include "ui/stored/storedmodel.h"
#include "ui/tokens/tokenlistmodel.h"
#include "ui/uploads/list/transfermodel.h"

#include <QAbstractButton>
#include <QApplication>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QTreeView>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

/// Of one account, so that an objection says whose it is.
class PagesCheck
{
public:
    PagesCheck(AccountPages& pages, QStringList& objections)
        : m_pages(pages)
        , m_objections(objections)
    { }

    void look(bool closely)
    {
        for (const auto* name : {"storedTable", "transferList", "tokenTable"})
            lookAtView(*m_pages.findChild<QTreeView*>(QLatin1StringView(name)));
        lookAtStored();
        lookAtTokens();
        for (const auto* name : {"cancelTransferButton", "removeTransferButton"})
            expectSelection(u"transferList"_s, name);
        for (const auto* name : {"copyTokenButton", "revokeButton"})
            expectSelection(u"tokenTable"_s, name);
        if (closely) {
            lookAtRows();
            lookAtTransfers();
        }
    }

private:
    void expect(bool holds, const QString& objection)
    {
        if (!holds)
            m_objections << m_pages.objectName() + u": "_s + objection;
    }

    void lookAtView(const QTreeView& view)
    {
        const QAbstractItemModel& model = *view.model();
        const QString name = view.objectName();
        const QModelIndex current = view.currentIndex();
        expect(!current.isValid()
                   || (current.model() == &model && current.row() < model.rowCount()),
               name + u" has a current row that is none"_s);
        const QModelIndexList selected = view.selectionModel()->selectedRows();
        expect(selected.size() <= 1, name + u" has several rows selected"_s);
        for (const QModelIndex& row : selected) {
            expect(row.model() == &model && row.row() < model.rowCount(),
                   name + u" has a row selected that is none"_s);
        }
    }

    const StoredFilter* filter() const
    {
        const auto* table = m_pages.findChild<QTreeView*>(u"storedTable"_s);
        return qobject_cast<const StoredFilter*>(table->model());
    }

    void lookAtStored()
    {
        const auto* table = m_pages.findChild<QTreeView*>(u"storedTable"_s);
        const auto& uploads = m_pages.session().library().uploads();
        const auto& rows = *filter()->sourceModel();
        expect(rows.rowCount() == int(uploads.size()),
               u"the list has other rows than the library"_s);
        expect(filter()->rowCount() <= rows.rowCount(), u"more rows match than there are"_s);
        if (!filter()->isSearching())
            expect(filter()->rowCount() == rows.rowCount(), u"rows are missing without a search"_s);

        const QModelIndexList selected = table->selectionModel()->selectedRows();
        const auto* details = m_pages.findChild<CopyField*>(u"detailsCid"_s);
        const QString shown = details ? details->value() : QString();
        const QString chosen = selected.isEmpty()
            ? QString()
            : selected.front().data(StoredModel::CidRole).toString();
        expect(shown == chosen, u"the details are of “%1”, selected is “%2”"_s.arg(shown, chosen));
        for (const auto* name : {"copyCidButton", "downloadButton", "renameButton", "deleteButton"})
            expectSelection(u"storedTable"_s, name);
    }

    void expectSelection(const QString& list, const char* name)
    {
        const auto* view = m_pages.findChild<QTreeView*>(list);
        const auto* button = m_pages.findChild<QAbstractButton*>(QLatin1StringView(name));
        expect(view->selectionModel()->hasSelection() || !button->isEnabled(),
               button->objectName() + u" is enabled and nothing is selected"_s);
    }

    void lookAtTokens()
    {
        const auto* table = m_pages.findChild<QTreeView*>(u"tokenTable"_s);
        QSet<QString> ids;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            ids.insert(table->model()->index(row, 0).data(TokenListModel::IdRole).toString());
        QSet<QString> known;
        for (const Token& token : m_pages.session().tokens().all())
            known.insert(token.id.text());
        expect(ids == known && ids.size() == table->model()->rowCount(),
               u"other tokens are listed than there are"_s);
    }

    void lookAtTransfers()
    {
        const auto* list = m_pages.findChild<QTreeView*>(u"transferList"_s);
        const auto& model = *qobject_cast<const TransferModel*>(list->model());
        const TransferQueue& queue = m_pages.session().transfers();
        for (int row = 0; row < model.rowCount(); ++row) {
            const Transfer& shown = model.at(row);
            const auto there = queue.find(shown.id);
            expect(there && there->state == shown.state,
                   u"transfer %1 is shown in another state than it is in"_s.arg(shown.id));
        }
        expect(model.canFetchMore({}) || model.rowCount() >= queue.unfinishedCount(),
               u"transfers are missing"_s);
    }

    void lookAtRows()
    {
        const auto& uploads = m_pages.session().library().uploads();
        QSet<QString> cids;
        for (const Upload& upload : uploads)
            cids.insert(upload.cid.text());
        expect(cids.size() == qsizetype(uploads.size()), u"an item is listed twice"_s);
        const auto& rows = *filter()->sourceModel();
        for (int row = 0; row < std::min(rows.rowCount(), int(uploads.size())); ++row) {
            const QString cid = rows.index(row, 0).data(StoredModel::CidRole).toString();
            if (cid != uploads[std::size_t(row)].cid.text())
                return expect(false, u"row %1 is of another item"_s.arg(row));
        }
    }

    AccountPages& m_pages;
    QStringList& m_objections;
};

/// What can be done is the same in the menus, and the sidebar marks the page that is there.
QStringList inFrame(MainWindow& window)
{
    const auto* pages = window.findChild<QStackedWidget*>()->currentWidget();
    const auto& front = *qobject_cast<const AccountPages*>(pages);
    const Pane::Actions possible = front.current().possible();
    const std::pair<QString, Pane::Action> entries[]{{u"&Delete…"_s, Pane::Action::Remove},
                                                     {u"&Rename"_s, Pane::Action::Rename},
                                                     {u"&Download…"_s, Pane::Action::Download},
                                                     {u"&Find"_s, Pane::Action::Find}};
    QStringList found;
    for (const QAction* menu : window.menuBar()->actions()) {
        for (const QAction* action : menu->menu()->actions()) {
            for (const auto& [text, wanted] : entries) {
                if (action->text() == text && action->isEnabled() != possible.testFlag(wanted))
                    found << u"the menu has “%1” wrong"_s.arg(text);
            }
        }
    }
    const char* names[]{"navUploads", "navStored", "navTokens", "navAccount"};
    for (int page = 0; page < 4; ++page) {
        const auto* entry = window.findChild<QAbstractButton*>(QLatin1StringView(names[page]));
        if (entry->isChecked() != (page == front.currentIndex()))
            found << u"the sidebar marks another page"_s;
    }
    return found;
}

} // namespace

QStringList inconsistencies(MainWindow& window, bool closely)
{
    QStringList found;
    for (auto* pages : window.findChildren<AccountPages*>())
        PagesCheck(*pages, found).look(closely);
    const bool hasPages = window.findChild<AccountPages*>() != nullptr;
    if (hasPages != (window.account() != nullptr))
        found << u"there are accounts, and none is in front"_s;
    else if (hasPages)
        found += inFrame(window);
    const bool isFree = window.isActiveWindow() && !QApplication::activeModalWidget()
        && !QApplication::activePopupWidget();
    if (isFree && !window.focusWidget())
        found << u"nothing has the focus"_s;
    return found;
}

} // namespace cairn::test
