// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsessions.h"

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

    AccountPages(AccountSession& session, AccountSessions& accounts, SecretClipboard& clipboard,
                 const Clock& clock, QSettings& settings, QWidget* parent);

    AccountSession& session() const { return m_session; }
    UploadPane& uploads() const { return *m_uploads; }
    TokenPane& tokens() const { return *m_tokens; }
    Pane& pane(Page page) const;
    Pane& current() const;

signals:
    void uploadRequested();

private:
    AccountSession& m_session;
    UploadPane* m_uploads;
    StoredPane* m_stored;
    TokenPane* m_tokens;
};

} // namespace cairn
