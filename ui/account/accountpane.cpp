// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/account/accountpane.h"

#include "core/api/http/loopback.h"
#include "ui/account/replacetokendialog.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/label.h"
#include "ui/common/messagebar.h"
#include "ui/common/paneheader.h"
#include "ui/common/picture.h"
#include "ui/style/cairnstyle.h"
#include "ui/text/accounttext.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"
#include "ui/text/pintext.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

StatusText statePicture(Account::State state)
{
    switch (state) {
    case Account::State::SignedOut:
        return {{}, u"account"_s, Tone::Neutral};
    case Account::State::Checking:
        return {{}, u"waiting"_s, Tone::Neutral};
    case Account::State::SignedIn:
        return {{}, u"done"_s, Tone::Good};
    case Account::State::Refused:
        return {{}, u"error"_s, Tone::Bad};
    case Account::State::Unreachable:
    case Account::State::AskedToWait:
    case Account::State::KeychainUnavailable:
        return {{}, u"warning"_s, Tone::Caution};
    }
    Q_UNREACHABLE();
}

} // namespace

AccountPane::AccountPane(Account& account, AccountSessions& accounts, QWidget* parent)
    : Pane(parent)
    , m_account(account)
    , m_accounts(accounts)
    , m_message(new MessageBar(this))
    , m_replace(new QPushButton(tr("Replace to&ken…"), this))
    , m_remove(new QPushButton(tr("Re&move account…"), this))
{
    setObjectName("accountPane"_L1);
    m_remove->setObjectName("removeAccountButton"_L1);
    setLook(m_remove, Look::Danger);
    m_remove->setVisible(!m_account.record().isLocal());
    m_replace->setObjectName("replaceTokenAction"_L1);
    m_replace->setVisible(!m_account.record().isLocal());

    auto* layout = new QVBoxLayout(this);
    const QString subtitle = m_account.record().isLocal()
        ? tr("The service inside this computer.")
        : tr("A service that speaks the Web3.Storage API.");
    layoutPane(
        layout,
        paneHeader(nameText(m_account.record().name), subtitle, {m_replace, m_remove}, this));
    layout->addWidget(m_message);

    auto* content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 8, 12, 0);
    inner->setSpacing(20);
    inner->addWidget(makeState());
    inner->addWidget(makeFacts());
    inner->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName("accountScroll"_L1);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    scroll->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(scroll, 1);
    // There is nothing in it to go to; its pages turn whatever has the focus.
    const auto turn = [this, scroll](Qt::Key key, QAbstractSlider::SliderAction step) {
        connect(new QShortcut(key, this), &QShortcut::activated, scroll,
                [scroll, step] { scroll->verticalScrollBar()->triggerAction(step); });
    };
    turn(Qt::Key_PageDown, QAbstractSlider::SliderPageStepAdd);
    turn(Qt::Key_PageUp, QAbstractSlider::SliderPageStepSub);

    connect(m_retry, &QPushButton::clicked, this, &AccountPane::reload);
    connect(m_allowHttp, &QPushButton::clicked, this, &AccountPane::askToAllowHttp);
    connect(m_replace, &QPushButton::clicked, this, &AccountPane::askToReplaceToken);
    connect(m_remove, &QPushButton::clicked, this, &AccountPane::askToRemove);
    connect(&m_account, &Account::changed, this, &AccountPane::update);
    update();
}

QWidget* AccountPane::makeState()
{
    auto* row = new QWidget;
    m_picture = new Picture(28, row);
    m_state = titleLabel(row);
    m_state->setObjectName("accountState"_L1);
    m_stateText = mutedLabel(row);
    m_stateText->setObjectName("accountStateText"_L1);
    m_retry = new QPushButton(tr("Re&try"), row);
    m_retry->setObjectName("retryAccountButton"_L1);
    setLook(m_retry, Look::Primary);
    m_allowHttp = new QPushButton(tr("&Use http…"), row);
    m_allowHttp->setObjectName("allowHttpButton"_L1);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_state);
    texts->addWidget(m_stateText);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(14);
    layout->addWidget(m_picture, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addWidget(m_allowHttp, 0, Qt::AlignTop);
    layout->addWidget(m_retry, 0, Qt::AlignTop);
    return row;
}

QWidget* AccountPane::makeFacts()
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(32);
    grid->setVerticalSpacing(14);
    grid->setColumnStretch(1, 1);
    const auto fact = [&](const QString& name, QLatin1StringView objectName) {
        auto* value = valueLabel(box);
        value->setObjectName(objectName);
        const int row = grid->rowCount();
        grid->addWidget(captionLabel(name, box), row, 0, Qt::AlignTop);
        grid->addWidget(value, row, 1);
        return value;
    };
    m_identity = fact(tr("Signed in as"), "accountIdentity"_L1);
    m_endpoint = fact(tr("Address"), "accountEndpoint"_L1);
    m_version = fact(tr("Service"), "accountVersion"_L1);
    m_credentials = fact(tr("Credentials held"), "accountCredentials"_L1);
    m_usage = fact(tr("Storage used"), "accountUsage"_L1);
    m_usageBar = new QProgressBar(box);
    m_usageBar->setRange(0, 1000);
    m_usageBar->setTextVisible(false);
    m_usageBar->setFixedHeight(8);
    m_usageBar->setAccessibleName(tr("Storage used"));
    grid->addWidget(m_usageBar, grid->rowCount(), 1);

    m_permissions = fact(tr("What you may do"), "accountPermissions"_L1);
    return box;
}

void AccountPane::update()
{
    const auto state = m_account.state();
    const StatusText picture = statePicture(state);
    m_picture->set(picture.icon, picture.tone);
    m_state->setText(stateWord(m_account));
    m_stateText->setText(stateText(m_account));
    // While it asks it stays for whoever pressed it: the focus would jump to another button.
    m_retry->setVisible(state == Account::State::Checking ? m_retry->hasFocus()
                                                          : state != Account::State::SignedIn);

    // What a refused token is replaced by, not the same one asked again, is the next step.
    const bool wantsToken = state == Account::State::Refused && !m_account.record().isLocal();
    setLook(m_replace, wantsToken ? Look::Primary : Look::Plain);
    setLook(m_retry, wantsToken ? Look::Plain : Look::Primary);
    m_allowHttp->setVisible(m_account.error() && m_account.error()->code == insecureHttp);

    m_identity->setText(identityText());
    m_endpoint->setText(m_account.record().endpoint.toDisplayString());
    m_version->setText(m_account.version()
                           ? tr("Version %1").arg(nameText(m_account.version()->version))
                           : tr("Not known"));
    m_credentials->setText(credentialsText());
    updateUsage();
    m_permissions->setLines(permissionLines());
}

/// A reason is said once, below everything it forbids; that one is not signed in stands above.
QStringList AccountPane::permissionLines() const
{
    // Neither yes nor no is known before the service has answered once.
    if (m_account.state() != Account::State::SignedIn && !m_account.version())
        return {tr("Not known")};
    const std::pair<Account::Action, QString> names[]{
        {Account::Action::Upload, tr("Upload")},
        {Account::Action::List, tr("See what is stored")},
        {Account::Action::Rename, tr("Rename")},
        {Account::Action::Delete, tr("Delete")},
        {Account::Action::ManageTokens, tr("Create and revoke tokens")},
    };
    QStringList lines;
    QStringList reasons;
    for (const auto& [action, name] : names) {
        const auto permission = m_account.permission(action);
        const bool permitted = permission == Account::Permission::Yes;
        lines << (permitted ? tr("✓  %1") : tr("✕  %1")).arg(name);
        if (!permitted && permission != Account::Permission::NotSignedIn)
            reasons << permissionText(permission);
    }
    reasons.removeDuplicates();
    return lines + reasons;
}

QString AccountPane::identityText() const
{
    if (m_account.state() == Account::State::Refused)
        return tr("Nobody: the token is not accepted");
    const auto& identity = m_account.identity();
    if (!identity)
        return tr("Not known");
    const QString name = nameText(identity->name);
    if (identity->email.isEmpty() || identity->email == identity->name)
        return name.isEmpty() ? tr("Account %1").arg(nameText(identity->id)) : name;
    return u"%1 (%2)"_s.arg(name, nameText(identity->email));
}

QString AccountPane::credentialsText() const
{
    const AccountRecord& record = m_account.record();
    if (record.isLocal())
        return tr("Session login, made anew each time the service starts");
    if (record.hasLogin && record.hasApiToken)
        return tr("Login token and API token, in the keychain of this computer");
    if (record.hasLogin)
        return tr("Login token, in the keychain of this computer");
    if (record.hasApiToken)
        return tr("API token, in the keychain of this computer");
    return tr("For this session only; nothing is saved");
}

void AccountPane::updateUsage()
{
    const auto& usage = m_account.usage();
    m_usageBar->setVisible(usage && usage->limit && *usage->limit > 0);
    if (!usage) {
        m_usage->setText(tr("Not known"));
        return;
    }
    const qint64 total = usage->total();
    if (!usage->limit) {
        m_usage->setText(tr("%1; the service states no limit").arg(formatBytes(total)));
        return;
    }
    m_usage->setText(tr("%1 of %2").arg(formatBytes(total), formatBytes(*usage->limit)));
    m_usageBar->setValue(
        int(1000.0 * double(std::min(total, *usage->limit)) / double(*usage->limit)));
}

void AccountPane::reload()
{
    if (m_account.state() == Account::State::SignedIn)
        m_account.refresh();
    else
        m_account.retry();
}

void AccountPane::askToReplaceToken()
{
    (new ReplaceTokenDialog(m_accounts, m_account.record(), this))->open();
}

void AccountPane::askToAllowHttp()
{
    const QString host = displayText(m_account.record().endpoint.host());
    auto* dialog = ConfirmDialog::ask(
        {.title = tr("Send the tokens of this account by http?"),
         .warning = tr("Whoever is between this computer and “%1” can read them, keep them and use "
                       "them. Say yes only in a network that is yours.")
                        .arg(host),
         .consequences = {tr("You are not asked again for this account.")},
         .verb = tr("&Use http"),
         .objectName = u"confirmAllowHttpButton"_s},
        this);
    connect(dialog, &QDialog::accepted, this, [this] {
        if (const Done allowed = m_accounts.allowHttp(m_account.record().id); !allowed)
            m_message->showMessage(Tone::Bad, errorText(allowed.error()));
    });
}

void AccountPane::askToRemove()
{
    QStringList consequences{
        tr("What is stored on the service stays there."),
        tr("Tokens are not revoked; programs that use them go on working."),
        tr("The list of its uploads and downloads is deleted from this computer.")};
    const AccountSession* session = m_accounts.find(m_account.record().id);
    const int unfinished = session ? int(session->transfers().unfinishedCount()) : 0;
    if (unfinished > 0) {
        consequences << tr("%Ln transfer(s) that are not finished are cancelled, and what was "
                           "downloaded of them is removed.",
                           nullptr, unfinished);
    }
    auto* dialog = ConfirmDialog::ask(
        {.title = tr("Remove the account “%1”?").arg(nameText(m_account.record().name)),
         .warning = tr("Its tokens are deleted from the keychain of this computer. To use the "
                       "account again you need them from somewhere else."),
         .consequences = consequences,
         .verb = tr("&Remove account"),
         .objectName = u"confirmRemoveAccountButton"_s},
        this);
    connect(dialog, &QDialog::accepted, this, &AccountPane::remove);
}

void AccountPane::remove()
{
    // On success this pane goes with the account, and nobody is told.
    whenDone(m_accounts.remove(m_account.record().id), this, [this](const Done& removed) {
        if (!removed)
            m_message->showMessage(
                Tone::Bad, tr("The account was not removed. %1").arg(errorText(removed.error())));
    });
}

} // namespace cairn
