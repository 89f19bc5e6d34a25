// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/list/transferlimits.h"

#include <QSettings>
#include <QUrl>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr auto rateKey = "bytesPerSecond"_L1;
constexpr auto partsKey = "partsInFlight"_L1;
constexpr int maxParts = 8;

} // namespace

TransferLimits::TransferLimits(TransferQueue& queue, QSettings& settings, const AccountId& account,
                               QObject* parent)
    : QObject(parent)
    , m_queue(queue)
    , m_settings(settings)
    , m_group("limits/"_L1 + QString::fromLatin1(QUrl::toPercentEncoding(account.text())) + u'/')
{
    const TransferQueue::Limits defaults;
    // A settings file is edited by hand: what makes no sense is not taken.
    m_queue.setLimits(
        {std::clamp(m_settings.value(m_group + partsKey, defaults.partsInFlight).toInt(), 1,
                    maxParts),
         std::max<qint64>(m_settings.value(m_group + rateKey, defaults.bytesPerSecond).toLongLong(),
                          0)});
}

void TransferLimits::setBytesPerSecond(qint64 bytesPerSecond)
{
    set({limits().partsInFlight, bytesPerSecond});
}

void TransferLimits::setPartsInFlight(int parts)
{
    set({parts, limits().bytesPerSecond});
}

void TransferLimits::set(const TransferQueue::Limits& limits)
{
    m_queue.setLimits(limits);
    m_settings.setValue(m_group + partsKey, limits.partsInFlight);
    m_settings.setValue(m_group + rateKey, limits.bytesPerSecond);
    emit changed();
}

} // namespace cairn
