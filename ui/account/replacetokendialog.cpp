// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/account/replacetokendialog.h"

#include "core/account/entered.h"
#include "ui/common/label.h"
#include "ui/common/messagebar.h"
#include "ui/style/cairnstyle.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

ReplaceTokenDialog::ReplaceTokenDialog(AccountSessions& accounts, const AccountRecord& record,
                                       QWidget* parent)
    : QDialog(parent)
    , m_accounts(accounts)
    , m_id(record.id)
    , m_message(new MessageBar(this))
    , m_token(new QLineEdit(this))
{
    setObjectName("replaceTokenDialog"_L1);
    setWindowTitle(tr("Replace token"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* title = titleLabel(this);
    title->setText(tr("Replace a token of “%1”").arg(nameText(record.name)));
    auto* caption = captionLabel(tr("&New token"), this);
    caption->setBuddy(m_token);
    auto* hint = mutedLabel(this);
    hint->setText(
        tr("A login token or an API token. The service is asked first; then the token takes "
           "the place of the one before, and uploads and downloads go on."));
    m_token->setObjectName("replacementTokenEdit"_L1);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText
                                 | Qt::ImhSensitiveData);
    m_token->setAccessibleDescription(hint->text());
    auto* cancel = new QPushButton(tr("&Cancel"), this);
    cancel->setObjectName("cancelButton"_L1);
    cancel->setAutoDefault(false);
    m_replace = new QPushButton(tr("&Replace token"), this);
    m_replace->setObjectName("replaceTokenButton"_L1);
    m_replace->setDefault(true);
    setLook(m_replace, Look::Primary);

    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_replace);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addSpacing(8);
    layout->addWidget(m_message);
    layout->addSpacing(4);
    layout->addWidget(caption);
    layout->addWidget(m_token);
    layout->addWidget(hint);
    layout->addStretch();
    layout->addSpacing(12);
    layout->addLayout(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 72);
    m_token->setFocus();
    connect(m_replace, &QPushButton::clicked, this, &ReplaceTokenDialog::submit);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void ReplaceTokenDialog::submit()
{
    const Secret token = tokenFrom(m_token->text());
    if (token.isEmpty()) {
        m_message->showMessage(Tone::Bad, tr("There is no token yet. Paste the new one."));
        m_token->setFocus();
        return;
    }
    m_message->clear();
    m_replace->setEnabled(false);
    whenDone(m_accounts.replaceCredentials(m_id, arranged({token, {}})), this,
             [this](const Done& replaced) {
                 m_replace->setEnabled(true);
                 if (replaced)
                     return accept();
                 m_message->showMessage(
                     Tone::Bad,
                     tr("The token was not replaced. %1").arg(errorText(replaced.error())));
                 m_token->setFocus();
             });
}

} // namespace cairn
