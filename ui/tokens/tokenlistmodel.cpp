// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/tokens/tokenlistmodel.h"

#include "ui/text/displaytext.h"
#include "ui/text/formatting.h"

#include <QLocale>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// Letters of a hint; services give four, and more would take the room of the name.
constexpr qsizetype maxHint = 8;

qint64 microseconds(const std::optional<Timestamp>& time)
{
    return time ? time->time_since_epoch().count() : 0;
}

} // namespace

TokenListModel::TokenListModel(const Clock& clock, QObject* parent)
    : RowTableModel(parent)
    , m_clock(clock)
{ }

void TokenListModel::setTokens(std::vector<Token> tokens)
{
    setRows(std::move(tokens));
}

const Token* TokenListModel::find(const TokenId& id) const
{
    const auto found = std::ranges::find(rows(), id, &Token::id);
    return found == rows().end() ? nullptr : &*found;
}

int TokenListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant TokenListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Token& token = rows()[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(token, column);
    case Qt::AccessibleTextRole:
        return column == Name ? sentence(token) : text(token, column);
    case Qt::ToolTipRole:
        return column == Name ? QVariant(toolTipText(token.name)) : QVariant();
    case IdRole:
        return token.id.text();
    case SortRole:
        return sortValue(token, column);
    default:
        return {};
    }
}

QString TokenListModel::text(const Token& token, Column column) const
{
    switch (column) {
    case Name:
        return nameText(token.name);
    case SecretHint:
        return u"••••••"_s + shortText(displayText(token.hint), maxHint);
    case Created:
        return token.created ? formatDate(*token.created) : tr("Unknown");
    case LastUsed:
        if (token.lastUsed)
            return formatAge(*token.lastUsed, m_clock.now());
        if (token.uploads)
            return tr("Never");
        // Services that know only the original API tell nothing but whether it ever uploaded.
        return token.hasUploads ? tr("For uploads") : tr("Not known");
    case Permissions:
        return permissionsText(token);
    case Expires:
        if (!token.expires)
            return tr("Never");
        return *token.expires <= m_clock.now() ? tr("Expired") : formatDate(*token.expires);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant TokenListModel::sortValue(const Token& token, Column column) const
{
    switch (column) {
    case Created:
        return microseconds(token.created);
    case LastUsed:
        return microseconds(token.lastUsed);
    case Expires:
        return token.expires ? microseconds(token.expires) : std::numeric_limits<qint64>::max();
    case Name:
        return token.name;
    default:
        return text(token, column);
    }
}

QString TokenListModel::permissionsText(const Token& token)
{
    if (!token.scopes)
        return tr("Everything");
    QStringList words;
    if (*token.scopes & Scope::Upload)
        words << tr("Upload");
    if (*token.scopes & Scope::List)
        words << tr("List");
    if (*token.scopes & Scope::Delete)
        words << tr("Delete");
    if (*token.scopes & Scope::Pin)
        words << tr("Pin");
    return words.isEmpty() ? tr("Nothing") : QLocale().createSeparatedList(words);
}

QString TokenListModel::sentence(const Token& token) const
{
    //: Read aloud for a row: name, creation date, last use, permissions, expiry.
    return tr("Token %1, created: %2, last used: %3, may: %4, expires: %5")
        .arg(text(token, Name), text(token, Created), text(token, LastUsed),
             text(token, Permissions), text(token, Expires));
}

QVariant TokenListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Name:
        return tr("Name");
    case SecretHint:
        return tr("Secret");
    case Created:
        return tr("Created");
    case LastUsed:
        return tr("Last used");
    case Permissions:
        return tr("Permissions");
    case Expires:
        return tr("Expires");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace cairn
