// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/clock.h"

#include <QAbstractTableModel>

#include <vector>

namespace cairn {

/// The API tokens of one account as rows. It holds no secret: a row shows a mask and the hint the
/// service gives. Owned by the pane.
class TokenListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, SecretHint, Created, LastUsed, Permissions, Expires, ColumnCount };
    enum Role { IdRole = Qt::UserRole, SortRole };

    explicit TokenListModel(const Clock& clock, QObject* parent = nullptr);

    /// Removes, changes and inserts rows as needed, so that a selection stays where it was.
    void setTokens(std::vector<Token> tokens);
    const Token* find(const TokenId& id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString permissionsText(const Token& token);

private:
    QString text(const Token& token, Column column) const;
    QVariant sortValue(const Token& token, Column column) const;
    QString sentence(const Token& token) const;

    const Clock& m_clock;
    std::vector<Token> m_tokens;
};

} // namespace cairn
