// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/reference.h"
#include "core/service/accountsession.h"

#include <QDialog>

class QBoxLayout;
class QLineEdit;

namespace cairn {

class MessageBar;

/// Asks which content is to be had, by CID or link, and where it goes; queues its download. Deletes
/// itself.
class GetDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @p wanted may be empty; it stands in the fields then.
    GetDialog(AccountSession& session, const content::Reference& wanted, QWidget* parent);

private:
    QLineEdit* addField(QBoxLayout& rows, const QString& caption, QLatin1StringView name,
                        const QString& hint);
    void makeTarget(QBoxLayout& rows);
    void makeButtons(QBoxLayout& rows);
    void takeLinkApart();
    void propose();
    void chooseTarget();
    void submit();
    void complain(const QString& problem, QLineEdit& field);

    AccountSession& m_session;
    MessageBar* m_message;
    QLineEdit* m_link = nullptr;
    QLineEdit* m_path = nullptr;
    QLineEdit* m_target = nullptr;
    QString m_linkName; ///< Proposed by the link.
    content::CidString m_known; ///< What m_storedName is the name of.
    QString m_storedName; ///< In the account, if it has it.
    bool m_isTargetChosen = false; ///< By the person, so that it stays.
};

} // namespace cairn
