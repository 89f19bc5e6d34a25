// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/account.h"
#include "core/library/library.h"
#include "ui/common/pane.h"

class QLineEdit;
class QPushButton;
class QSettings;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace cairn {

class Label;

class DetailsPanel;
class DownloadCommand;
class EmptyState;
class MessageBar;
class StoredFilter;
class StoredModel;
class TransferQueue;

/// What an account stores: search, details, download, rename, delete. Shows what Library says and
/// asks it.
class StoredPane final : public Pane
{
    Q_OBJECT

public:
    StoredPane(Account& account, Library& library, TransferQueue& transfers, const Clock& clock,
               QSettings& settings, QWidget* parent = nullptr);

    Actions possible() const override;
    void perform(Action action) override;
    void reload() override;
    QAbstractItemView* view() const override;
    QList<int> sortColumns() const override;

signals:
    void uploadRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeList();
    QWidget* makeTable();
    QWidget* makeButtons();
    void update();
    void updateStale(bool hasRows);
    void updatePermissions();
    void updateCount();
    void markOrder();
    void updateSelection();
    content::CidString selectedCid() const;
    void download();
    void copyCid();
    void editName();
    void rename(const content::CidString& cid, const QString& name);
    void showRefused(const LibraryChange& change, const Error& error);
    void askToDelete();
    void remove(const content::CidString& cid, const QString& name);
    void showMenu(const QPoint& at);

    Account& m_account;
    Library& m_library;
    const Clock& m_clock;
    QSettings& m_settings;
    StoredModel* m_model;
    StoredFilter* m_filter;
    QLineEdit* m_search;
    MessageBar* m_message;
    DownloadCommand* m_downloads;
    QStackedWidget* m_pages;
    EmptyState* m_empty;
    QSplitter* m_splitter = nullptr;
    QTreeView* m_table = nullptr;
    DetailsPanel* m_details = nullptr;
    Label* m_count = nullptr;
    QPushButton* m_more = nullptr;
    QPushButton* m_download = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_delete = nullptr;
    bool m_showsStale = false;
};

} // namespace cairn
