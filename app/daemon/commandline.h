// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/daemon/description.h"
#include "core/base/result.h"
#include "core/local/localservice.h"

namespace cairn {

/// One call of the program, understood.
struct Call
{
    Command command = Command::Serve;
    QStringList words{}; ///< As given: the command and what it is about.
    QStringList arguments{}; ///< What it is about.
    QString data{}; ///< The data folder; empty for the usual one.
    bool showHelp = false;
    bool showVersion = false;
    bool dryRun = false;
    bool unassigned = false;
    bool repair = false;
    local::ServiceOptions service{}; ///< Without the data folder.
};

/// Invalid, with the sentence for the user as detail. Touches nothing.
[[nodiscard]] Result<Call> parse(const QStringList& arguments);

} // namespace cairn
