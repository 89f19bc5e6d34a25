// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsession.h"
#include "ui/common/pane.h"

class QPushButton;
class QSettings;
class QTreeView;

namespace cairn {

class DropArea;
class MessageBar;
class PreviewQueue;
class TransferControls;
class TransferLimits;
class TransferModel;

/// What is being uploaded, and where to drop more. Shows what the queue says and asks it.
class UploadPane final : public Pane
{
    Q_OBJECT

public:
    UploadPane(AccountSession& session, const Clock& clock, QSettings& settings,
               QWidget* parent = nullptr);

    TransferControls& controls() const { return *m_controls; }

    Actions possible() const override;
    void perform(Action action) override;
    void reload() override;
    QAbstractItemView* view() const override;

    void chooseFiles();
    void chooseFolder();
    /// Everything together becomes one upload, by way of a preview. An empty list says that there
    /// was nothing to take.
    void upload(const QStringList& paths);

signals:
    void dropped(const QStringList& contents); ///< As DropArea says.
    void menuRequested(const QPoint& at); ///< On the screen, for what is selected.

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeList(TransferLimits& limits, const Clock& clock);
    QWidget* makeButtons(QWidget* page);
    void choose(bool folder);
    void show(TransferId id);
    void updateLayout();
    void updatePermission();
    void updateButtons();
    const Transfer* selected() const;
    void started(TransferId id);
    void showQuietReading(const QString& name);
    void copyCid();
    void remove();
    void showMenu(const QPoint& at);

    Account& m_account;
    TransferQueue& m_queue;
    TransferModel* m_model;
    MessageBar* m_message;
    DropArea* m_drop;
    PreviewQueue* m_previews;
    QWidget* m_transfers = nullptr;
    std::optional<bool> m_hasRows; ///< As it is laid out.
    QTreeView* m_list = nullptr;
    TransferControls* m_controls = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_resume = nullptr;
    QPushButton* m_retry = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_remove = nullptr;
};

} // namespace cairn
