// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/clock.h"
#include "ui/common/rowtablemodel.h"

namespace cairn {

/// The API tokens of one account as rows. It holds no secret: a row shows a mask and the hint the
/// service gives. Owned by the pane.
class TokenListModel final : public RowTableModel<Token>
{
    Q_OBJECT

public:
    enum Column { Name, SecretHint, Created, LastUsed, Permissions, Expires, ColumnCount };
    enum Role { IdRole = Qt::UserRole, SortRole };

    explicit TokenListModel(const Clock& clock, QObject* parent = nullptr);

    void setTokens(std::vector<Token> tokens);
    const Token* find(const TokenId& id) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString permissionsText(const Token& token);

private:
    QStringView keyOf(const Token& token) const override { return token.id.text(); }
    QString text(const Token& token, Column column) const;
    QVariant sortValue(const Token& token, Column column) const;
    QString sentence(const Token& token) const;

    const Clock& m_clock;
};

} // namespace cairn
