// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsessions.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace cairn {

class MessageBar;

/// Gives an account another login or API token; which of them it is shows in its form and in what
/// the service says. Opened with open(). What goes wrong is said in the dialog, and the account
/// keeps what it had.
class ReplaceTokenDialog final : public QDialog
{
    Q_OBJECT

public:
    ReplaceTokenDialog(AccountSessions& accounts, const AccountRecord& record, QWidget* parent);

private:
    void submit();

    AccountSessions& m_accounts;
    const AccountId m_id;
    MessageBar* m_message;
    QLineEdit* m_token;
    QPushButton* m_replace = nullptr;
};

} // namespace cairn
