// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountsession.h"

#include <QObject>
#include <QPointer>

#include <deque>

class QSettings;

namespace cairn {

class PreviewDialog;

/// From files to an upload by way of a preview, one after another. Where uploads start at once the
/// preview is seen only if something in it must be decided. Owned by UploadPane; main thread.
class PreviewQueue final : public QObject
{
    Q_OBJECT

public:
    PreviewQueue(AccountSession& session, QSettings& settings, QWidget& pane);
    ~PreviewQueue() override;

    void take(const UploadRequest& request);
    /// Opens the dialog of the preview that is read without one.
    void showPreview();

    static bool startsAtOnce(const QSettings& settings);
    static void setStartsAtOnce(QSettings& settings, bool atOnce);

signals:
    void started(TransferId id);
    /// What is being read without a dialog; empty: nothing.
    void quietlyReading(const QString& name);

private:
    void next();
    void look();
    void closed(PreviewDialog& dialog, bool accepted);

    AccountSession& m_session;
    QSettings& m_settings;
    QWidget& m_pane;
    std::deque<UploadRequest> m_waiting;
    QPointer<UploadPreview> m_preview; ///< The one before the person now.
    QPointer<PreviewDialog> m_dialog;
};

} // namespace cairn
