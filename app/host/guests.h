// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/descriptor.h"

#include <QString>

namespace cairn {

/// Shows the host of a data folder that this process is at work there, for as long as it lives. A
/// lock on a file beside the runtime file, which the system lets go however the process ends. Where
/// it cannot be made the host does not wait for this guest, which then finds the next one.
class Guest
{
public:
    explicit Guest(const QString& dataFolder);

private:
    posix::Descriptor m_file;
};

/// Whether any process is a guest of the folder, this one too. Does not wait.
bool hasGuests(const QString& dataFolder);

} // namespace cairn
