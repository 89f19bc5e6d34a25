// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/tokens/newtokendialog.h"

#include "ui/common/label.h"
#include "ui/common/messagebar.h"
#include "ui/common/secretclipboard.h"
#include "ui/style/cairnstyle.h"
#include "ui/style/icon.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/tokens/secretfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

NewTokenDialog::NewTokenDialog(AccountTokens& tokens, SecretClipboard& clipboard,
                               const Clock& clock, QWidget* parent)
    : QDialog(parent)
    , m_tokens(tokens)
    , m_clipboard(clipboard)
    , m_clock(clock)
    , m_message(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName("newTokenDialog"_L1);
    setWindowTitle(tr("New token"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_pages->addWidget(makeForm());
    m_pages->addWidget(makeResult());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(16);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    setMinimumWidth(fontMetrics().averageCharWidth() * 76);
    m_name->setFocus();
    connect(&m_tokens, &AccountTokens::changed, this, &NewTokenDialog::showShortcomings);
    connect(m_message, &MessageBar::actionTriggered, this,
            [this] { create(AccountTokens::Unlimited::Allow); });
}

QWidget* NewTokenDialog::makeForm()
{
    auto* page = new QWidget(m_pages);
    auto* title = titleLabel(page);
    title->setText(tr("Create an API token"));
    auto* hint = mutedLabel(page);
    hint->setText(tr("Programs use a token to upload and list in your name. Give each program its "
                     "own, so that you can revoke one without disturbing the others."));
    m_name = new QLineEdit(page);
    m_name->setObjectName("tokenNameEdit"_L1);
    m_name->setPlaceholderText(tr("What it is for, such as “Blog deployment”"));
    auto* caption = captionLabel(tr("&Name"), page);
    caption->setBuddy(m_name);

    m_optionsButton = new QToolButton(page);
    m_optionsButton->setObjectName("tokenOptionsButton"_L1);
    m_optionsButton->setText(tr("&Options: expiry and permissions"));
    m_optionsButton->setIcon(icon(u"collapse"_s));
    m_optionsButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_optionsButton->setAutoRaise(true);
    m_optionsButton->setCheckable(true);
    m_optionsButton->setFocusPolicy(Qt::StrongFocus);
    m_options = makeOptions();
    m_options->hide();

    auto* cancel = new QPushButton(tr("Cancel"), page);
    cancel->setObjectName("cancelButton"_L1);
    cancel->setAutoDefault(false);
    m_create = new QPushButton(tr("Create &token"), page);
    m_create->setObjectName("createTokenButton"_L1);
    m_create->setDefault(true);
    setLook(m_create, Look::Primary);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->addWidget(title);
    layout->addWidget(hint);
    layout->addSpacing(12);
    layout->addWidget(caption);
    layout->addWidget(m_name);
    layout->addSpacing(4);
    layout->addWidget(m_optionsButton, 0, Qt::AlignLeft);
    layout->addWidget(m_options);
    layout->addStretch();
    layout->addSpacing(12);
    layout->addLayout(buttons);

    connect(m_optionsButton, &QToolButton::toggled, this, [this](bool open) {
        m_options->setVisible(open);
        m_optionsButton->setIcon(icon(open ? u"expand"_s : u"collapse"_s));
    });
    connect(m_name, &QLineEdit::textChanged, this,
            [this] { m_name->setAccessibleDescription({}); });
    connect(m_create, &QPushButton::clicked, this,
            [this] { create(AccountTokens::Unlimited::Refuse); });
    connect(cancel, &QPushButton::clicked, this, &NewTokenDialog::reject);
    return page;
}

QWidget* NewTokenDialog::makeOptions()
{
    auto* box = new QWidget(m_pages);
    m_expiry = new QComboBox(box);
    m_expiry->setObjectName("tokenExpiryBox"_L1);
    m_expiry->addItem(tr("Never expires"), 0);
    m_expiry->addItem(tr("Expires in 7 days"), 7);
    m_expiry->addItem(tr("Expires in 30 days"), 30);
    m_expiry->addItem(tr("Expires in 90 days"), 90);
    m_expiry->addItem(tr("Expires in one year"), 365);
    auto* expiryCaption = captionLabel(tr("&Expiry"), box);
    expiryCaption->setBuddy(m_expiry);

    auto* scopesCaption = captionLabel(tr("The token may"), box);
    auto* row = new QHBoxLayout;
    const auto add = [&](Scope scope, const QString& text, QLatin1StringView name) {
        auto* check = new QCheckBox(text, box);
        check->setObjectName(name);
        check->setChecked(true);
        row->addWidget(check);
        m_scopes.emplace_back(scope, check);
    };
    add(Scope::Upload, tr("&upload"), "tokenScopeUpload"_L1);
    add(Scope::List, tr("&list"), "tokenScopeList"_L1);
    add(Scope::Delete, tr("&delete"), "tokenScopeDelete"_L1);
    add(Scope::Pin, tr("&pin"), "tokenScopePin"_L1);
    row->addStretch();
    auto* note = mutedLabel(box);
    note->setText(tr("Expiry and permissions are kept by the service in this computer. Other "
                     "services may not know them; then no token is made unless you want it "
                     "without."));

    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(26, 0, 0, 0);
    layout->addWidget(expiryCaption);
    layout->addWidget(m_expiry, 0, Qt::AlignLeft);
    layout->addSpacing(8);
    layout->addWidget(scopesCaption);
    layout->addLayout(row);
    layout->addSpacing(4);
    layout->addWidget(note);
    return box;
}

QWidget* NewTokenDialog::makeResult()
{
    auto* page = new QWidget(m_pages);
    m_resultTitle = titleLabel(page);
    m_resultTitle->setObjectName("createdTitle"_L1);
    auto* hint = mutedLabel(page);
    hint->setText(tr("Copy the token into the program that will use it. Whoever has it can act in "
                     "your name, so do not send it by mail or commit it to a repository."));
    m_secretField = new SecretField(page);
    auto* close = new QPushButton(tr("&Done"), page);
    close->setObjectName("closeTokenButton"_L1);
    close->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->addWidget(m_resultTitle);
    layout->addWidget(hint);
    layout->addSpacing(12);
    layout->addWidget(m_secretField);
    layout->addStretch();
    layout->addSpacing(12);
    layout->addLayout(buttons);
    connect(m_secretField, &SecretField::copyRequested, this, &NewTokenDialog::copy);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    return page;
}

QString NewTokenDialog::nameProblem() const
{
    const qsizetype length = m_name->text().trimmed().size();
    if (length == 0)
        return tr("The token has no name yet. Enter what it is for.");
    if (length > maxNameLength)
        return tr("The name has %Ln character(s), and a service takes at most %1. Shorten it.",
                  nullptr, int(length))
            .arg(QLocale().toString(maxNameLength));
    return {};
}

bool NewTokenDialog::mayNothing() const
{
    return std::ranges::none_of(m_scopes,
                                [](const auto& entry) { return entry.second->isChecked(); });
}

NewToken NewTokenDialog::request() const
{
    NewToken token{.name = m_name->text().trimmed(), .scopes = {}, .expires = {}};
    Scopes scopes;
    for (const auto& [scope, check] : m_scopes)
        scopes.setFlag(scope, check->isChecked());
    // All of them is what a token without scopes may do, which every service understands.
    if (scopes != (Scope::Upload | Scope::List | Scope::Delete | Scope::Pin))
        token.scopes = scopes;
    if (const int days = m_expiry->currentData().toInt())
        token.expires = m_clock.now() + std::chrono::days(days);
    return token;
}

void NewTokenDialog::create(AccountTokens::Unlimited unlimited)
{
    if (const QString problem = nameProblem(); !problem.isEmpty()) {
        m_message->showMessage(Tone::Bad, problem);
        m_name->setFocus();
        m_name->setAccessibleDescription(problem);
        return;
    }
    if (mayNothing()) {
        m_message->showMessage(Tone::Bad,
                               tr("A token that may do nothing is of no use. Tick at "
                                  "least one permission."));
        m_optionsButton->setChecked(true);
        m_scopes.front().second->setFocus();
        return;
    }
    m_message->clear();
    m_requested = request();
    m_create->setEnabled(false);
    m_create->setText(tr("Creating…"));
    whenDone(m_tokens.create(m_requested, unlimited), this,
             [this](const Result<AccountTokens::Created>& created) { settle(created); });
}

void NewTokenDialog::settle(const Result<AccountTokens::Created>& created)
{
    m_create->setEnabled(true);
    m_create->setText(tr("Create &token"));
    if (!created) {
        showFailure(created.error());
        return;
    }
    m_created = *created;
    m_resultTitle->setText(tr("Token “%1” created").arg(nameText(m_created.name)));
    setWindowTitle(tr("Token created"));
    m_pages->setCurrentIndex(1);
    if (!m_created.secret) {
        m_message->showMessage(Tone::Bad,
                               tr("The token was created, but its secret cannot be "
                                  "shown. %1")
                                   .arg(errorText(m_created.secret.error())));
        return;
    }
    m_secretField->setSecret(*m_created.secret);
    m_secretField->focusCopy();
    whenDone(m_created.kept, this, [this](const Done& kept) { showWhetherKept(kept); });
    showShortcomings();
}

void NewTokenDialog::showFailure(const Error& error)
{
    const bool isChoice
        = error.code == "TOKEN_LIMITS_UNKNOWN"_L1 || error.code == "TOKEN_LIMITS_NOT_KEPT"_L1;
    m_message->showMessage(isChoice ? Tone::Caution : Tone::Bad, errorText(error),
                           isChoice ? tr("Create it &without them") : QString());
    m_name->setFocus();
}

void NewTokenDialog::showWhetherKept(const Done& kept)
{
    if (kept)
        return;
    m_isKept = false;
    m_message->showMessage(Tone::Caution,
                           tr("The token is kept only until Cairn quits: copy it now. %1")
                               .arg(errorText(kept.error())));
}

/// A service that knows only the original API leaves out what it does not understand; who made an
/// upload-only token must learn that it can do everything.
void NewTokenDialog::showShortcomings()
{
    if (m_created.id.isEmpty() || !m_isKept || m_tokens.loadState() != LoadState::Loaded)
        return;
    const auto& all = m_tokens.all();
    const auto token = std::ranges::find(all, m_created.id, &Token::id);
    if (token == all.end())
        return;
    const bool lacksExpiry = m_requested.expires && !token->expires;
    const bool lacksScopes = m_requested.scopes && !token->scopes;
    if (lacksExpiry && lacksScopes)
        m_message->showMessage(Tone::Caution,
                               tr("This service knows neither expiry nor permissions: "
                                  "the token may do everything and does not "
                                  "expire."));
    else if (lacksScopes)
        m_message->showMessage(Tone::Caution,
                               tr("This service does not know permissions: the "
                                  "token may do everything."));
    else if (lacksExpiry)
        m_message->showMessage(Tone::Caution,
                               tr("This service does not know expiry: the token does not expire."));
}

void NewTokenDialog::copy()
{
    m_clipboard.copy(*m_created.secret, m_created.name);
    m_message->showMessage(Tone::Good,
                           tr("Copied. The clipboard is cleared in %1 s unless you copy something "
                              "else.")
                               .arg(SecretClipboard::lifetime.count()));
}

} // namespace cairn
