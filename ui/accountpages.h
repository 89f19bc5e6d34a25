// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountservices.h"

#include <QStackedWidget>

class QSettings;

namespace cairn {

class Pane;
class SecretClipboard;
class StoredPane;
class TokenPane;
class UploadPane;

/// The panes of one account. Owned by MainWindow, gone before the account goes.
class AccountPages final : public QStackedWidget
{
    Q_OBJECT

public:
    enum Page { Uploads, Stored, Tokens, Account };

    AccountPages(AccountService& service, AccountServices& accounts, SecretClipboard& clipboard,
                 const Clock& clock, QSettings& settings, QWidget* parent);

    AccountService& service() const { return m_service; }
    UploadPane& uploads() const { return *m_uploads; }
    TokenPane& tokens() const { return *m_tokens; }
    Pane& pane(Page page) const;
    Pane& current() const;

signals:
    void uploadRequested();

private:
    AccountService& m_service;
    UploadPane* m_uploads;
    StoredPane* m_stored;
    TokenPane* m_tokens;
};

} // namespace cairn
