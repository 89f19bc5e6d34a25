// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/account.h"
#include "core/account/accounttokens.h"
#include "ui/common/pane.h"

#include <QDateTime>

class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTreeView;

namespace cairn {

class EmptyState;
class MessageBar;
class SecretClipboard;
class TokenListModel;

/// The API tokens of an account: list, create, copy, revoke. Shows what AccountTokens says and asks
/// it.
class TokenPane final : public Pane
{
    Q_OBJECT

public:
    TokenPane(Account& account, AccountTokens& tokens, SecretClipboard& clipboard,
              const Clock& clock, QWidget* parent = nullptr);

    Actions possible() const override;
    void perform(Action action) override;
    void reload() override;
    QAbstractItemView* view() const override;
    QList<int> sortColumns() const override;

    void newToken();

private:
    QWidget* makeList();
    void update();
    void updateEmptyState();
    void updateButtons();
    TokenId selectedId() const;
    void copySelected();
    void askToRevoke();
    void revoke(const TokenId& id, const QString& name);
    void showMenu(const QPoint& at);

    Account& m_account;
    AccountTokens& m_tokens;
    SecretClipboard& m_clipboard;
    const Clock& m_clock;
    TokenListModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QPushButton* m_new;
    MessageBar* m_message;
    QStackedWidget* m_pages;
    EmptyState* m_empty;
    QTreeView* m_table;
    QPushButton* m_copy;
    QPushButton* m_revoke;
    LoadState m_lastLoadState = LoadState::Never;
    QDateTime m_loadedAt;
    bool m_showsFailure = false;
};

} // namespace cairn
