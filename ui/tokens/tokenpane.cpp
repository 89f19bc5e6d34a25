// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/tokens/tokenpane.h"

#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/label.h"
#include "ui/common/listview.h"
#include "ui/common/messagebar.h"
#include "ui/common/paneheader.h"
#include "ui/common/secretclipboard.h"
#include "ui/style/cairnstyle.h"
#include "ui/text/accounttext.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"
#include "ui/tokens/newtokendialog.h"
#include "ui/tokens/tokenlistmodel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

TokenPane::TokenPane(Account& account, AccountTokens& tokens, SecretClipboard& clipboard,
                     const Clock& clock, QWidget* parent)
    : Pane(parent)
    , m_account(account)
    , m_tokens(tokens)
    , m_clipboard(clipboard)
    , m_clock(clock)
    , m_model(new TokenListModel(clock, this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_new(new QPushButton(tr("&New token…"), this))
    , m_message(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
{
    setObjectName("tokenPane"_L1);
    m_new->setObjectName("newTokenButton"_L1);
    setLook(m_new, Look::Primary);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(TokenListModel::SortRole);
    m_sorted->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makeList());

    auto* layout = new QVBoxLayout(this);
    layoutPane(layout,
               paneHeader(tr("Tokens"),
                          tr("Keys for the programs that upload in your name. Each can be revoked "
                             "on its own."),
                          {m_new}, this));
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);

    connect(m_new, &QPushButton::clicked, this, &TokenPane::newToken);
    connect(m_message, &MessageBar::actionTriggered, this, &TokenPane::reload);
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_tokens.loadState() == LoadState::Loaded ? newToken() : reload(); });
    connect(&m_account, &Account::changed, this, &TokenPane::update);
    connect(&m_tokens, &AccountTokens::changed, this, &TokenPane::update);
    update();
}

QWidget* TokenPane::makeList()
{
    auto* page = new QWidget(m_pages);
    m_table = listView(page);
    m_table->setObjectName("tokenTable"_L1);
    m_table->setAccessibleName(tr("Tokens"));
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(TokenListModel::Created, Qt::DescendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(TokenListModel::Name, QHeaderView::Stretch);

    m_copy = new QPushButton(tr("&Copy token"), page);
    m_copy->setObjectName("copyTokenButton"_L1);
    m_revoke = new QPushButton(tr("&Revoke…"), page);
    m_revoke->setObjectName("revokeButton"_L1);
    setLook(m_revoke, Look::Danger);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addStretch();
    buttons->addWidget(m_revoke);

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);

    connect(m_copy, &QPushButton::clicked, this, &TokenPane::copySelected);
    connect(m_revoke, &QPushButton::clicked, this, &TokenPane::askToRevoke);
    connect(m_table, &QTreeView::customContextMenuRequested, this, &TokenPane::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &TokenPane::updateButtons);
    connect(m_sorted, &QAbstractItemModel::rowsRemoved, this, &TokenPane::updateButtons);
    return page;
}

void TokenPane::update()
{
    m_model->setTokens(m_tokens.all());
    const auto permission = m_account.permission(Account::Action::ManageTokens);
    const bool permitted = permission == Account::Permission::Yes;
    m_new->setEnabled(permitted);
    m_new->setToolTip(permissionText(permission));
    m_new->setAccessibleDescription(permissionText(permission));
    const auto before = std::exchange(m_lastLoadState, m_tokens.loadState());
    if (m_lastLoadState == LoadState::Loaded && before != LoadState::Loaded)
        m_loadedAt = toLocalTime(m_clock.now());

    const bool hasRows = m_model->rowCount() > 0;
    // First what it says: a page that comes to the front hands the focus to its button.
    if (!permitted || !hasRows)
        updateEmptyState();
    m_pages->setCurrentIndex(permitted && hasRows ? 1 : 0);

    const bool failed = permitted && hasRows && m_tokens.loadState() == LoadState::Failed;
    if (failed)
        m_message->showMessage(Tone::Bad,
                               tr("%1 This list is as it was at %2.")
                                   .arg(errorText(*m_tokens.error()), formatTime(m_loadedAt)),
                               tr("Re&try"));
    else if (m_showsFailure && m_tokens.loadState() != LoadState::Loading)
        m_message->clear();
    m_showsFailure = failed || (m_showsFailure && m_tokens.loadState() == LoadState::Loading);
    updateButtons();
}

void TokenPane::updateEmptyState()
{
    const auto permission = m_account.permission(Account::Action::ManageTokens);
    const bool waiting = m_account.state() == Account::State::Checking
        || m_tokens.loadState() == LoadState::Loading;
    if (waiting && m_tokens.loadState() != LoadState::Loaded)
        m_empty->show(u"token"_s, tr("Loading tokens…"),
                      tr("Asking %1 for the list.").arg(endpointText(m_account.record())));
    else if (permission == Account::Permission::NotSignedIn)
        m_empty->show(u"account"_s, stateWord(m_account), stateText(m_account), tr("Re&try"));
    else if (permission != Account::Permission::Yes)
        m_empty->show(u"token"_s, tr("Not with this account"), permissionText(permission));
    else if (m_tokens.loadState() == LoadState::Failed)
        m_empty->show(u"error"_s, tr("The tokens could not be loaded"),
                      errorText(*m_tokens.error()), tr("Re&try"));
    else if (m_tokens.loadState() == LoadState::Never && m_account.error())
        m_empty->show(u"error"_s, stateWord(m_account), stateText(m_account), tr("Re&try"));
    else
        m_empty->show(u"token"_s, tr("No tokens yet"),
                      tr("A token lets a program such as a website build upload in your name. "
                         "Create the first one and give it the name of that program."),
                      tr("Create the f&irst token…"));
}

void TokenPane::updateButtons()
{
    const bool selected = !selectedId().isEmpty();
    m_copy->setEnabled(selected);
    m_revoke->setEnabled(selected);
    emit possibleChanged();
}

TokenId TokenPane::selectedId() const
{
    const auto rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? TokenId()
                          : TokenId(rows.front().data(TokenListModel::IdRole).toString());
}

Pane::Actions TokenPane::possible() const
{
    return selectedId().isEmpty() ? Actions() : Actions(Action::Remove);
}

void TokenPane::perform(Action action)
{
    if (action == Action::Remove)
        askToRevoke();
}

void TokenPane::reload()
{
    if (m_account.state() == Account::State::SignedIn)
        m_tokens.refresh();
    else
        m_account.retry();
}

QAbstractItemView* TokenPane::view() const
{
    return m_table;
}

/// All but the masked secret.
QList<int> TokenPane::sortColumns() const
{
    using Model = TokenListModel;
    return {Model::Name, Model::Created, Model::LastUsed, Model::Permissions, Model::Expires};
}

void TokenPane::newToken()
{
    if (m_new->isEnabled())
        (new NewTokenDialog(m_tokens, m_clipboard, m_clock, this))->open();
}

void TokenPane::copySelected()
{
    const Token* token = m_model->find(selectedId());
    if (!token)
        return;
    whenDone(m_tokens.secret(token->id), this,
             [this, name = token->name](const Result<Secret>& secret) {
                 if (secret) {
                     m_message->clear();
                     m_clipboard.copy(*secret, name);
                 } else if (secret.error().kind == Error::Kind::NotFound)
                     m_message->showMessage(
                         Tone::Bad,
                         tr("The secret of “%1” is not on this computer, and the service shows it "
                            "only once. Create a new token and revoke this one.")
                             .arg(nameText(name)));
                 else
                     m_message->showMessage(Tone::Bad, errorText(secret.error()));
             });
}

void TokenPane::askToRevoke()
{
    const Token* token = m_model->find(selectedId());
    if (!token)
        return;
    QStringList consequences{
        tr("Programs that use this token stop working at once."),
        tr("What was uploaded with it stays stored and keeps its CIDs."),
    };
    if (token->lastUsed)
        consequences << tr("Last used: %1").arg(formatAge(*token->lastUsed, m_clock.now()));
    auto* dialog
        = ConfirmDialog::ask({.title = tr("Revoke the token “%1”?").arg(nameText(token->name)),
                              .warning = tr("Revoking is permanent and cannot be undone."),
                              .consequences = consequences,
                              .verb = tr("&Revoke token"),
                              .objectName = u"confirmRevokeButton"_s},
                             this);
    connect(dialog, &QDialog::accepted, this,
            [this, id = token->id, name = nameText(token->name)] { revoke(id, name); });
}

void TokenPane::revoke(const TokenId& id, const QString& name)
{
    whenDone(m_tokens.revoke(id), this, [this, name](const Done& revoked) {
        if (revoked)
            m_message->showMessage(Tone::Good, tr("“%1” is revoked.").arg(name));
        else
            m_message->showMessage(
                Tone::Bad, tr("“%1” was not revoked. %2").arg(name, errorText(revoked.error())));
    });
}

void TokenPane::showMenu(const QPoint& at)
{
    if (selectedId().isEmpty())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Copy token"), this, &TokenPane::copySelected);
    menu->addSeparator();
    menu->addAction(tr("&Revoke…"), this, &TokenPane::askToRevoke);
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

} // namespace cairn
