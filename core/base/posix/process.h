// SPDX-License-Identifier: MIT OR Apache-2.0
// What the process as a whole has: its standard streams and its signals.
#pragma once

#include "core/base/posix/descriptor.h"

#include <QByteArray>

#include <chrono>
#include <cstdio>
#include <optional>

namespace cairn::posix {

/// Whether a process has this number, whoever runs it.
[[nodiscard]] bool isRunning(qint64 process);

/// How long the processors have worked for it. None where the system does not tell.
[[nodiscard]] std::optional<std::chrono::nanoseconds> processorTime(qint64 process);

/// The name of the user this process acts for; empty where the system has none.
[[nodiscard]] QByteArray userName();

[[nodiscard]] bool isTerminal(std::FILE* stream);
/// Its descriptor.
[[nodiscard]] int numberOf(std::FILE* stream);

/// From now on writing to a peer that has hung up is an error code and no signal.
void ignoreBrokenPipes();

/// A descriptor that becomes readable when the system asks the process to end (SIGTERM, SIGINT);
/// without this object that ends it at once. One per process.
class TerminationPipe
{
public:
    TerminationPipe();
    ~TerminationPipe();
    TerminationPipe(const TerminationPipe&) = delete;
    TerminationPipe& operator=(const TerminationPipe&) = delete;

    /// Not open where none could be made; signals then end the process as ever.
    const Descriptor& readEnd() const { return m_readEnd; }

private:
    Descriptor m_readEnd;
    Descriptor m_writeEnd;
};

} // namespace cairn::posix
