// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/signals.h"

#include <QCoreApplication>
#include <QSocketNotifier>

namespace cairn {

QuitOnSignal::QuitOnSignal()
{
    if (!m_pipe.readEnd().isOpen())
        return;
    auto* notifier = new QSocketNotifier(m_pipe.readEnd().number(), QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [] { QCoreApplication::quit(); });
}

} // namespace cairn
