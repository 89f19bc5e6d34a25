// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "ui/uploads/list/transfercontrols.h"

#include <QKeySequence>
#include <QPointer>

#include <vector>

class QAction;
class QMenu;

namespace cairn {

/// The Transfer menu, in the menu bar and under the pointer: text, keys and place of each action
/// once. Owned by Actions; it acts on the account in front.
class TransferMenu final : public QObject
{
    Q_OBJECT

public:
    explicit TransferMenu(QObject* parent);

    void fill(QMenu& menu);
    /// None while there is no account.
    void setControls(TransferControls* controls);

private:
    using Action = TransferControls::Action;

    QAction* add(QMenu& menu, const QString& text, Action action,
                 const QKeySequence& key = QKeySequence());
    void fillOne(QMenu& menu);
    void fillAll(QMenu& menu);
    void fillBandwidth(QMenu& menu);
    void fillParts(QMenu& menu);
    void update();

    struct Entry
    {
        QAction* shown;
        Action action;
    };
    std::vector<Entry> m_entries;
    QPointer<TransferControls> m_controls;
};

} // namespace cairn
