// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/accountpages.h"

#include "ui/account/accountpane.h"
#include "ui/stored/storedpane.h"
#include "ui/tokens/tokenpane.h"
#include "ui/uploads/uploadpane.h"

namespace cairn {
using namespace Qt::StringLiterals;

AccountPages::AccountPages(AccountService& service, AccountServices& accounts,
                           SecretClipboard& clipboard, const Clock& clock, QSettings& settings,
                           QWidget* parent)
    : QStackedWidget(parent)
    , m_service(service)
    , m_uploads(new UploadPane(service, clock, settings, this))
    , m_stored(new StoredPane(service.account(), service.library(), service.transfers(), clock,
                              settings, this))
    , m_tokens(new TokenPane(service.account(), service.tokens(), clipboard, clock, this))
{
    setObjectName("account-"_L1 + service.record().id);
    addWidget(m_uploads);
    addWidget(m_stored);
    addWidget(m_tokens);
    addWidget(new AccountPane(service.account(), accounts, this));
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
