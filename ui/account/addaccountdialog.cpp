// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/account/addaccountdialog.h"

#include "core/account/entered.h"
#include "core/api/http/loopback.h"
#include "ui/common/label.h"
#include "ui/common/messagebar.h"
#include "ui/style/cairnstyle.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

AddAccountDialog::AddAccountDialog(AccountSessions& accounts, QWidget* parent)
    : QDialog(parent)
    , m_accounts(accounts)
    , m_message(new MessageBar(this))
{
    setObjectName("addAccountDialog"_L1);
    setWindowTitle(tr("Add account"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(4);
    auto* title = titleLabel(this);
    title->setText(tr("Add an account"));
    layout->addWidget(title);
    layout->addSpacing(8);
    layout->addWidget(m_message);
    layout->addSpacing(4);
    m_name = addField(tr("&Name"), tr("How Cairn calls it, such as “Team archive”."),
                      "accountNameEdit"_L1);
    m_endpoint
        = addField(tr("A&ddress"), tr("Where the service answers, such as storage.example.org."),
                   "endpointEdit"_L1);
    m_plainHttp
        = new QCheckBox(tr("Send tokens by http all the &same; others can read them"), this);
    m_plainHttp->setObjectName("plainHttpCheck"_L1);
    m_plainHttp->hide();
    layout->addWidget(m_plainHttp);
    connect(m_endpoint, &QLineEdit::textChanged, this, [this] {
        const auto endpoint = endpointFrom(m_endpoint->text());
        m_plainHttp->setVisible(endpoint && isReadable(*endpoint));
        m_plainHttp->setChecked(false); // A tick is for the address that was there.
    });
    m_login = addField(tr("&Login token"),
                       tr("Can do everything: create and revoke tokens, rename, delete."),
                       "loginTokenEdit"_L1);
    m_apiToken
        = addField(tr("A&PI token"), tr("Can upload and list. One of the two tokens is enough."),
                   "apiTokenEdit"_L1);
    m_endpoint->setPlaceholderText(u"https://"_s);
    for (QLineEdit* secret : {m_login, m_apiToken}) {
        secret->setEchoMode(QLineEdit::Password);
        secret->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText
                                    | Qt::ImhSensitiveData);
    }
    auto* note = mutedLabel(this);
    note->setText(tr("Tokens are kept in the keychain of this computer and nowhere else."));
    layout->addWidget(note);
    layout->addStretch();
    layout->addSpacing(12);
    makeButtons();
    setMinimumWidth(fontMetrics().averageCharWidth() * 72);
    m_name->setFocus();
}

QLineEdit* AddAccountDialog::addField(const QString& caption, const QString& hint,
                                      QLatin1StringView name)
{
    auto* edit = new QLineEdit(this);
    edit->setObjectName(name);
    edit->setAccessibleDescription(hint);
    auto* label = captionLabel(caption, this);
    label->setBuddy(edit);
    auto* explanation = mutedLabel(this);
    explanation->setText(hint);
    auto* rows = qobject_cast<QVBoxLayout*>(layout());
    rows->addWidget(label);
    rows->addWidget(edit);
    rows->addWidget(explanation);
    rows->addSpacing(10);
    return edit;
}

void AddAccountDialog::makeButtons()
{
    m_cancel = new QPushButton(tr("&Cancel"), this);
    m_cancel->setObjectName("cancelButton"_L1);
    m_cancel->setAutoDefault(false);
    m_withoutSaving = new QPushButton(tr("&Use without saving"), this);
    m_withoutSaving->setObjectName("useWithoutSavingButton"_L1);
    m_withoutSaving->setAutoDefault(false);
    m_withoutSaving->setToolTip(tr("The tokens are forgotten when Cairn quits"));
    m_withoutSaving->hide();
    m_save = new QPushButton(tr("&Add account"), this);
    m_save->setObjectName("saveAccountButton"_L1);
    m_save->setDefault(true);
    setLook(m_save, Look::Primary);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_withoutSaving);
    row->addWidget(m_save);
    qobject_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_save, &QPushButton::clicked, this,
            [this] { submit(AccountSessions::Keep::InKeychain); });
    connect(m_withoutSaving, &QPushButton::clicked, this,
            [this] { submit(AccountSessions::Keep::ThisSession); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
}

bool AddAccountDialog::complain(const QString& problem, QLineEdit* field)
{
    m_message->showMessage(Tone::Bad, problem);
    field->setFocus();
    return false;
}

bool AddAccountDialog::isUsable()
{
    const NewAccount entered = account();
    if (entered.name.isEmpty())
        return complain(tr("The account has no name yet. Enter how you want to call it."), m_name);
    if (entered.name.size() > maxNameLength)
        return complain(tr("The name has %Ln character(s), and at most %1 fit. Shorten it.",
                           nullptr, int(entered.name.size()))
                            .arg(QLocale().toString(maxNameLength)),
                        m_name);
    const auto endpoint = endpointFrom(m_endpoint->text());
    if (!endpoint)
        return complain(endpoint.error().code == "ADDRESS_HAS_LOGIN"_L1
                            ? tr("There is a user name or password in the address. Take it out: "
                                 "an address is stored where others may read it.")
                            : tr("This is not the address of a web service. Enter one such as "
                                 "https://storage.example.org."),
                        m_endpoint);
    if (entered.credentials.isEmpty())
        return complain(tr("There is no token yet. Paste a login token, an API token or both."),
                        m_login);
    return true;
}

NewAccount AddAccountDialog::account() const
{
    return {.name = m_name->text().trimmed(),
            .endpoint = endpointFrom(m_endpoint->text()).value_or(QUrl()),
            .credentials = {tokenFrom(m_login->text()), tokenFrom(m_apiToken->text())},
            .allowsHttp = m_plainHttp->isChecked()};
}

void AddAccountDialog::submit(AccountSessions::Keep keep)
{
    if (!isUsable())
        return;
    m_message->clear();
    m_save->setEnabled(false);
    m_withoutSaving->setEnabled(false);
    whenDone(m_accounts.add(account(), keep), this,
             [this](const Result<AccountId>& id) { settle(id); });
}

void AddAccountDialog::settle(const Result<AccountId>& id)
{
    m_save->setEnabled(true);
    m_withoutSaving->setEnabled(true);
    if (id) {
        emit accountAdded(*id);
        const AccountSession* added = m_accounts.find(*id);
        if (!added || added->record().endpoint == account().endpoint)
            return accept();
        // Said before the dialog goes: the address is another one than was entered.
        m_message->showMessage(Tone::Good,
                               tr("The account was added. The service sent on to %1, so that "
                                  "address was taken.")
                                   .arg(displayText(added->record().endpoint.toString())));
        m_save->hide();
        m_cancel->setText(tr("&Close"));
        m_cancel->setFocus();
        return;
    }
    const auto kind = id.error().kind;
    if (kind == Error::Kind::Unauthorized) {
        const bool isLogin = id.error().subject == "login"_L1;
        complain(isLogin
                     ? tr("The account was not added: the login token was refused. Check that it "
                          "was pasted completely and belongs to this service; an API token goes "
                          "into the field below.")
                     : tr("The account was not added: the API token was refused. %1")
                           .arg(errorText(id.error())),
                 isLogin ? m_login : m_apiToken);
        return;
    }
    if (id.error().code == insecureHttp) {
        complain(tr("The account was not added. %1").arg(errorText(id.error())), m_endpoint);
        m_plainHttp->show();
        return;
    }
    const QString name = account().name;
    if (kind == Error::Kind::Conflict && id.error().subject == name) {
        complain(tr("There is an account “%1” already. Choose another name.").arg(nameText(name)),
                 m_name);
        return;
    }
    m_message->showMessage(Tone::Bad,
                           tr("The account was not added. %1").arg(errorText(id.error())));
    m_withoutSaving->setVisible(
        kind == Error::Kind::KeychainLocked || kind == Error::Kind::KeychainAbsent
        || kind == Error::Kind::KeychainDenied || kind == Error::Kind::KeychainFailed);
}

} // namespace cairn
