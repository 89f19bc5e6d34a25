// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/accountpages.h"

#include "ui/account/accountpane.h"
#include "ui/stored/storedpane.h"
#include "ui/tokens/tokenpane.h"
#include "ui/uploads/uploadpane.h"

namespace cairn {
using namespace Qt::StringLiterals;

AccountPages::AccountPages(AccountSession& session, AccountSessions& accounts,
                           SecretClipboard& clipboard, const Clock& clock, QSettings& settings,
                           QWidget* parent)
    : QStackedWidget(parent)
    , m_session(session)
    , m_uploads(new UploadPane(session, clock, settings, this))
    , m_stored(new StoredPane(session.account(), session.library(), session.transfers(), clock,
                              settings, this))
    , m_tokens(new TokenPane(session.account(), session.tokens(), clipboard, clock, this))
{
    setObjectName("account-"_L1 + session.record().id.text());
    addWidget(m_uploads);
    addWidget(m_stored);
    addWidget(m_tokens);
    addWidget(new AccountPane(session.account(), accounts, this));
    connect(m_stored, &StoredPane::uploadRequested, this, &AccountPages::uploadRequested);
}

Pane& AccountPages::pane(Page page) const
{
    return *qobject_cast<Pane*>(widget(page));
}

Pane& AccountPages::current() const
{
    return *qobject_cast<Pane*>(currentWidget());
}

} // namespace cairn
