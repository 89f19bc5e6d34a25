// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/process.h"

#include <QObject>

namespace cairn {

/// Ends the event loop when the system asks the process to end (SIGTERM, SIGINT), so that the
/// service finishes what it is doing and takes its runtime file along. One per process.
class QuitOnSignal final : public QObject
{
    Q_OBJECT

public:
    QuitOnSignal();

private:
    posix::TerminationPipe m_pipe;
};

} // namespace cairn
