// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/account/addaccountdialog.h"

#include "ui/common/label.h"
#include "ui/common/messagebar.h"
#include "ui/style/cairnstyle.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

namespace { } // namespace

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
    m_endpoint = addField(tr("A&ddress"), tr("Where the service answers, starting with https://."),
                          "endpointEdit"_L1);
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
    auto* cancel = new QPushButton(tr("&Cancel"), this);
    cancel->setObjectName("cancelButton"_L1);
    cancel->setAutoDefault(false);
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
    row->addWidget(cancel);
    row->addWidget(m_withoutSaving);
    row->addWidget(m_save);
    qobject_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_save, &QPushButton::clicked, this,
            [this] { submit(AccountSessions::Keep::InKeychain); });
    connect(m_withoutSaving, &QPushButton::clicked, this,
            [this] { submit(AccountSessions::Keep::ThisSession); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
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
    const QString scheme = entered.endpoint.scheme();
    if (entered.name.isEmpty())
        return complain(tr("The account has no name yet. Enter how you want to call it."), m_name);
    if (entered.name.size() > maxNameLength)
        return complain(tr("The name has %Ln character(s), and at most %1 fit. Shorten it.",
                           nullptr, int(entered.name.size()))
                            .arg(QLocale().toString(maxNameLength)),
                        m_name);
    if (!entered.endpoint.isValid() || entered.endpoint.host().isEmpty()
        || (scheme != "https"_L1 && scheme != "http"_L1))
        return complain(tr("This is not the address of a web service. Enter one such as "
                           "https://storage.example.org."),
                        m_endpoint);
    if (entered.credentials.isEmpty())
        return complain(tr("There is no token yet. Paste a login token, an API token or both."),
                        m_login);
    return true;
}

NewAccount AddAccountDialog::account() const
{
    // Pasted tokens often bring a line break along.
    const auto secret = [](const QLineEdit* edit) {
        return Secret(edit->text().simplified().remove(u' ').toUtf8());
    };
    return {.name = m_name->text().trimmed(),
            .endpoint = QUrl(m_endpoint->text().trimmed(), QUrl::StrictMode),
            .credentials = {secret(m_login), secret(m_apiToken)}};
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
        accept();
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
    const QString name = account().name;
    if (kind == Error::Kind::Conflict && id.error().subject == name) {
        complain(tr("There is an account “%1” already. Choose another name.").arg(nameText(name)),
                 m_name);
        return;
    }
    m_message->showMessage(Tone::Bad,
                           tr("The account was not added. %1").arg(errorText(id.error())));
    m_withoutSaving->setVisible(kind == Error::Kind::KeychainLocked
                                || kind == Error::Kind::KeychainAbsent
                                || kind == Error::Kind::KeychainFailed);
}

} // namespace cairn
