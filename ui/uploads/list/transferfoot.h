// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "ui/uploads/list/transfermodel.h"

#include <QFrame>

namespace cairn {

class Label;

class Sparkline;
class TransferLimits;

/// All uploads of the account together: how fast they go, how long they take at that rate, what
/// limits them. Below the list while something is unfinished.
class TransferFoot final : public QFrame
{
    Q_OBJECT

public:
    TransferFoot(const TransferModel& model, const TransferLimits& limits, const Clock& clock,
                 QWidget* parent);

private:
    void update();
    QString summary(const TransferModel::Rest& rest, std::chrono::milliseconds now) const;

    const TransferModel& m_model;
    const TransferLimits& m_limits;
    const Clock& m_clock;
    Sparkline* m_curve;
    Label* m_text;
    QTimer m_timer;
};

} // namespace cairn
