// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accounttokens.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace cairn {

class Label;

class MessageBar;
class SecretClipboard;
class SecretField;

/// Makes a token: first its name and options, then its secret behind a mask. Opened with open();
/// the form stays filled when the service says no. Closed while it waits, the token is made all the
/// same and shows up in the list.
class NewTokenDialog final : public QDialog
{
    Q_OBJECT

public:
    NewTokenDialog(AccountTokens& tokens, SecretClipboard& clipboard, const Clock& clock,
                   QWidget* parent);

private:
    QWidget* makeForm();
    QWidget* makeOptions();
    QWidget* makeResult();
    void create(AccountTokens::Unlimited unlimited);
    void settle(const Result<AccountTokens::Created>& created);
    void showFailure(const Error& error);
    void showWhetherKept(const Done& kept);
    void showShortcomings();
    void copy();
    NewToken request() const;
    QString nameProblem() const;
    bool mayNothing() const;

    AccountTokens& m_tokens;
    SecretClipboard& m_clipboard;
    const Clock& m_clock;
    NewToken m_requested;
    AccountTokens::Created m_created; ///< Its secret is told once: it stays as long as the dialog.
    bool m_isKept = true; ///< Until the keychain says otherwise.
    MessageBar* m_message;
    QStackedWidget* m_pages;
    QLineEdit* m_name = nullptr;
    QToolButton* m_optionsButton = nullptr;
    QWidget* m_options = nullptr;
    QComboBox* m_expiry = nullptr;
    std::vector<std::pair<Scope, QCheckBox*>> m_scopes;
    QPushButton* m_create = nullptr;
    Label* m_resultTitle = nullptr;
    SecretField* m_secretField = nullptr;
};

} // namespace cairn
