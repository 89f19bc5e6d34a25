// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/download/leftout.h"

#include <QString>

namespace cairn {

/// Why a download does not go on, and what to do; empty for an error that is not a download's own
/// (core/download/sourcefault.h has the codes).
QString downloadErrorText(const Error& error);

struct SourceAnswer;

/// What a source said, to stand in an enumeration: "one.example is retired since 21 Sep 2026".
QString sourceAnswerText(const SourceAnswer& said);

/// What a source did before it was asked no more: "one.example sent wrong bytes for block bafk…".
QString droppedSourceText(const QString& source, const Error& error);

/// Why something is not on disk as it is in the DAG, in a few words: "another entry has that name
/// already".
QString leftOutReasonText(const LeftOut& entry);

} // namespace cairn
