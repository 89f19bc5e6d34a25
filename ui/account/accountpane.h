// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsessions.h"
#include "ui/common/pane.h"

class QFormLayout;
class QProgressBar;
class QPushButton;

namespace cairn {

class Label;

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
    QStringList permissionLines() const;
    QString credentialsText() const;
    void askToReplaceToken();
    void askToAllowHttp();
    void askToRemove();
    void remove();

    Account& m_account;
    AccountSessions& m_accounts;
    MessageBar* m_message;
    Picture* m_picture = nullptr;
    Label* m_state = nullptr;
    Label* m_stateText = nullptr;
    QPushButton* m_retry = nullptr;
    Label* m_identity = nullptr;
    Label* m_endpoint = nullptr;
    Label* m_version = nullptr;
    Label* m_credentials = nullptr;
    Label* m_usage = nullptr;
    QProgressBar* m_usageBar = nullptr;
    Label* m_permissions = nullptr;
    QPushButton* m_allowHttp = nullptr; ///< Only where tokens would go by http.
    QPushButton* m_replace;
    QPushButton* m_remove;
};

} // namespace cairn
