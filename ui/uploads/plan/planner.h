// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/service/accountservice.h"

#include <QObject>
#include <QPointer>

#include <deque>

class QSettings;

namespace cairn {

class PlanDialog;

/// From files to an upload by way of a plan, one after another. Where uploads start at once the
/// plan is seen only if something in it must be decided. Owned by UploadPane; main thread.
class Planner final : public QObject
{
    Q_OBJECT

public:
    Planner(AccountService& service, QSettings& settings, QWidget& pane);
    ~Planner() override;

    void take(const UploadRequest& request);
    /// Opens the dialog of the plan that is read without one.
    void showPlan();

    static bool startsAtOnce(const QSettings& settings);
    static void setStartsAtOnce(QSettings& settings, bool atOnce);

signals:
    void started(TransferId id);
    /// What is being read without a dialog; empty: nothing.
    void quietlyReading(const QString& name);

private:
    void next();
    void look();
    void closed(PlanDialog& dialog, bool accepted);

    AccountService& m_service;
    QSettings& m_settings;
    QWidget& m_pane;
    std::deque<UploadRequest> m_waiting;
    QPointer<UploadPlan> m_plan; ///< The one before the person now.
    QPointer<PlanDialog> m_dialog;
};

} // namespace cairn
