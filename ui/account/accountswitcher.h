// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/account.h"

#include <QAbstractButton>
#include <QPointer>

namespace cairn {

/// Shows the account in front with its address and standing, and opens the list of accounts.
/// The menu is the owner's.
class AccountSwitcher final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit AccountSwitcher(QWidget* parent = nullptr);

    void setAccount(Account* account);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void update();

    QPointer<Account> m_account;
};

} // namespace cairn
