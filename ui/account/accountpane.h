// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsessions.h"
#include "ui/common/pane.h"

class QFormLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace cairn {

class MessageBar;
class Picture;

/// Who I am on a service: its address, how it stands, which credentials are held (never their
/// values), how much is used and what may be done. Shows what Account says.
class AccountPane final : public Pane
{
    Q_OBJECT

public:
    AccountPane(Account& account, AccountSessions& accounts, QWidget* parent = nullptr);

    void reload() override;

private:
    QWidget* makeState();
    QWidget* makeFacts();
    void update();
    void updateUsage();
    QString identityText() const;
    QString permissionsText() const;
    QString credentialsText() const;
    void askToRemove();
    void remove();

    Account& m_account;
    AccountSessions& m_accounts;
    MessageBar* m_message;
    Picture* m_picture = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_stateText = nullptr;
    QPushButton* m_retry = nullptr;
    QLabel* m_identity = nullptr;
    QLabel* m_endpoint = nullptr;
    QLabel* m_version = nullptr;
    QLabel* m_credentials = nullptr;
    QLabel* m_usage = nullptr;
    QProgressBar* m_usageBar = nullptr;
    QLabel* m_permissions = nullptr;
    QPushButton* m_remove;
};

} // namespace cairn
