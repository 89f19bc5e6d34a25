// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsessions.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace cairn {

class MessageBar;

/// Adds an account for a service: name, address, tokens. Opened with open(). What goes wrong is
/// said in the dialog and the form stays filled; without a keychain the tokens can be used for
/// this session only.
class AddAccountDialog final : public QDialog
{
    Q_OBJECT

public:
    AddAccountDialog(AccountSessions& accounts, QWidget* parent);

signals:
    void accountAdded(const AccountId& id);

private:
    QLineEdit* addField(const QString& caption, const QString& hint, QLatin1StringView name);
    void makeButtons();
    void submit(AccountSessions::Keep keep);
    void settle(const Result<AccountId>& id);
    bool complain(const QString& problem, QLineEdit* field);
    bool isUsable();
    NewAccount account() const;

    AccountSessions& m_accounts;
    MessageBar* m_message;
    QLineEdit* m_name;
    QLineEdit* m_endpoint;
    QCheckBox* m_plainHttp;
    QLineEdit* m_login;
    QLineEdit* m_apiToken;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_withoutSaving = nullptr;
};

} // namespace cairn
