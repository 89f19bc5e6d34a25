// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/list/transferfoot.h"

#include "ui/common/label.h"
#include "ui/text/formatting.h"
#include "ui/uploads/list/sparkline.h"
#include "ui/uploads/list/transferlimits.h"

#include <QHBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

TransferFoot::TransferFoot(const TransferModel& model, const TransferLimits& limits,
                           const Clock& clock, QWidget* parent)
    : QFrame(parent)
    , m_model(model)
    , m_limits(limits)
    , m_clock(clock)
    , m_curve(new Sparkline(this))
    , m_text(mutedLabel(this))
{
    setObjectName("transferFoot"_L1);
    m_text->setObjectName("transferSummary"_L1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_curve);
    layout->addWidget(m_text, 1);
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &TransferFoot::update);
    connect(&m_limits, &TransferLimits::changed, this, &TransferFoot::update);
    connect(&m_model, &TransferModel::restChanged, this, &TransferFoot::update);
    update();
}

QString TransferFoot::summary(const TransferModel::Rest& rest, std::chrono::milliseconds now) const
{
    QStringList parts{tr("%Ln to go", nullptr, rest.transfers)};
    if (rest.resting > 0)
        parts << tr("%Ln paused or held", nullptr, rest.resting);
    const PaceMeter& pace = m_model.pace();
    if (const qint64 rate = pace.rate(now); rate > 0)
        parts << formatRate(rate);
    // With sizes unknown there is no honest time to say.
    if (const auto left = pace.timeFor(rest.bytes, now); left && rest.withoutSize == 0)
        parts << tr("%1 left").arg(formatDuration(*left));
    if (const qint64 limit = m_limits.limits().bytesPerSecond; limit > 0)
        parts << tr("limited to %1").arg(formatRate(limit));
    return parts.join(u" · "_s);
}

void TransferFoot::update()
{
    const TransferModel::Rest rest = m_model.rest();
    setVisible(rest.transfers > 0);
    if (rest.transfers == 0)
        return m_timer.stop();
    const auto now = m_clock.elapsed();
    m_curve->show(m_model.pace().all().history(now));
    m_text->setText(summary(rest, now));
    if (!m_timer.isActive())
        m_timer.start();
}

} // namespace cairn
